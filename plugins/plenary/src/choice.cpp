#include "choice.hpp"

#include <algorithm>
#include <array>

#include "count/lot.hpp"
#include "count/majority_judgment.hpp"
#include "count/schulze.hpp"
#include "count/stv.hpp"

namespace plenary_plugin {
namespace {

constexpr std::array kGrades{"excellent", "very_good", "good", "fair", "poor", "to_reject"};

/// One ballot: of each option its number, or nothing.
struct Marked {
  std::vector<std::optional<std::size_t>> number;
  std::int64_t weight = 1;

  [[nodiscard]] bool blank() const {
    return std::ranges::none_of(number, [](const auto& each) { return each.has_value(); });
  }
};

std::size_t position_of(const ChoiceVote& choice, std::string_view id) {
  return static_cast<std::size_t>(std::ranges::find(choice.options, id, &contract::Option::id) - choice.options.begin());
}

std::vector<Marked> ballots_of(const ChoiceVote& choice, const Query& query) {
  std::vector<Marked> ballots;
  query.store().rows(
      "SELECT b.choices, v.weight FROM plenary_ballot b JOIN plenary_voter v ON v.vote = b.vote AND v.seat = b.voter_seat WHERE b.vote = :vote",
      {bind("vote", choice.vote)}, [&](const Row& row) {
        Marked ballot{.number = std::vector<std::optional<std::size_t>>(choice.options.size()), .weight = row.integer(1)};
        for (const auto& mark : from_json<std::vector<std::string>>(row.text(0))) {
          const auto equals = mark.find('=');
          const auto option = position_of(choice, std::string_view(mark).substr(0, equals));
          if (option == choice.options.size()) continue;
          ballot.number[option] = equals == std::string::npos ? 1 : static_cast<std::size_t>(std::stoul(mark.substr(equals + 1)));
        }
        ballots.push_back(std::move(ballot));
      });
  return ballots;
}

/// The order of the lot; empty without a seed.
std::vector<count::Option> lot_of(const ChoiceVote& choice) {
  if (!choice.seed) return {};
  std::vector<std::string> ids;
  for (const auto& option : choice.options) ids.push_back(option.id);
  return count::draw(*choice.seed, ids);
}

/// Who has a seat, with the lot for those who stand equal.
void put_ranking(const ChoiceVote& choice, const count::Order& order, const std::vector<std::int64_t>& votes, contract::ChoiceResult& result) {
  auto chosen = order;
  std::erase_if(chosen.levels, [&](const auto& level) { return !votes.empty() && votes[level.front()] == 0; });
  auto seats = count::fill(chosen, choice.winners);
  for (const auto option : lot_of(choice)) {
    if (seats.open == 0 || std::ranges::find(seats.tied, option) == seats.tied.end()) continue;
    seats.elected.push_back(option);
    std::erase(seats.tied, option);
    --seats.open;
  }
  if (seats.open == 0) seats.tied.clear();
  result.undecided = !seats.tied.empty();
  const auto among = [](const std::vector<count::Option>& options, count::Option option) { return std::ranges::find(options, option) != options.end(); };
  std::int64_t place = 1;
  for (const auto& level : order.levels) {
    for (const auto option : level) {
      contract::Ranked ranked{.place = place, .option = choice.options[option].label, .elected = among(seats.elected, option), .tied = among(seats.tied, option)};
      if (!votes.empty()) ranked.votes = votes[option];
      result.ranking.push_back(std::move(ranked));
    }
    place += std::ssize(level);
  }
}

void count_ticks(const ChoiceVote& choice, const std::vector<Marked>& ballots, contract::ChoiceResult& result) {
  std::vector<std::int64_t> votes(choice.options.size(), 0);
  for (const auto& ballot : ballots)
    for (std::size_t option = 0; option < votes.size(); ++option)
      if (ballot.number[option]) votes[option] += ballot.weight;
  put_ranking(choice, count::by_votes(votes), votes, result);
}

std::vector<contract::MatrixRow> rows_of(const ChoiceVote& choice, const count::Matrix& matrix) {
  std::vector<contract::MatrixRow> rows;
  for (std::size_t a = 0; a < matrix.size(); ++a) {
    contract::MatrixRow row{.option = choice.options[a].label, .cells = {}};
    for (std::size_t b = 0; b < matrix.size(); ++b) row.cells.push_back(a == b ? "–" : std::to_string(matrix[a][b]));
    rows.push_back(std::move(row));
  }
  return rows;
}

void count_schulze(const ChoiceVote& choice, const std::vector<Marked>& ballots, contract::ChoiceResult& result) {
  std::vector<count::Ranking> rankings;
  for (const auto& ballot : ballots) {
    count::Ranking ranking{.rank = {}, .weight = ballot.weight};
    for (const auto& number : ballot.number) ranking.rank.push_back(number.value_or(0));
    rankings.push_back(std::move(ranking));
  }
  const auto counted = count::schulze(choice.options.size(), rankings);
  result.preferred = rows_of(choice, counted.preferred);
  result.strength = rows_of(choice, counted.strength);
  for (const auto& option : choice.options) result.names.push_back(option.label);
  put_ranking(choice, counted.order, {}, result);
}

/// "12,45448": hundred thousandths as the page shows them.
std::string as_votes(std::int64_t value) {
  auto fraction = std::to_string(value % count::kVote);
  fraction.insert(0, 5 - fraction.size(), '0');
  return std::to_string(value / count::kVote) + "," + fraction;
}

contract::CountStage shown(const ChoiceVote& choice, const count::Stage& stage, std::int64_t number) {
  contract::CountStage out{.number = number, .step = "first_preferences", .of = {}, .by_lot = !stage.by_lot.empty(), .shares = {}, .exhausted = as_votes(stage.exhausted)};
  if (stage.kind != count::Stage::Kind::first_preferences) {
    out.step = stage.kind == count::Stage::Kind::surplus ? "surplus" : "exclusion";
    out.of = choice.options[stage.of].label;
  }
  for (std::size_t option = 0; option < choice.options.size(); ++option)
    out.shares.push_back({.option = choice.options[option].label, .share = as_votes(stage.votes[option]),
                          .elected = std::ranges::find(stage.elected, option) != stage.elected.end()});
  return out;
}

void count_stv(const ChoiceVote& choice, const std::vector<Marked>& ballots, contract::ChoiceResult& result) {
  std::vector<count::Preferences> preferences;
  for (const auto& ballot : ballots) {
    count::Preferences preference{.order = {}, .weight = ballot.weight};
    for (std::size_t option = 0; option < ballot.number.size(); ++option)
      if (ballot.number[option]) preference.order.push_back(option);
    std::ranges::sort(preference.order, {}, [&](count::Option option) { return *ballot.number[option]; });
    preferences.push_back(std::move(preference));
  }
  const auto counted = count::stv(choice.options.size(), choice.winners, preferences, lot_of(choice));
  result.quota = counted.quota;
  std::int64_t number = 0, place = 0;
  for (const auto& stage : counted.stages) result.stages.push_back(shown(choice, stage, ++number));
  for (const auto option : counted.elected)
    result.ranking.push_back({.place = ++place, .option = choice.options[option].label, .elected = true, .tied = false, .votes = {}});
  for (const auto option : counted.tied)
    result.ranking.push_back({.place = place + 1, .option = choice.options[option].label, .elected = false, .tied = true, .votes = {}});
  result.undecided = !counted.tied.empty();
}

void count_grades(const ChoiceVote& choice, const std::vector<Marked>& ballots, contract::ChoiceResult& result) {
  std::vector<count::Grading> gradings;
  for (const auto& ballot : ballots) {
    count::Grading grading{.grade = {}, .weight = ballot.weight};
    for (const auto& number : ballot.number) grading.grade.push_back(std::min(number.value_or(kGrades.size() - 1), kGrades.size() - 1));
    gradings.push_back(std::move(grading));
  }
  const auto counted = count::majority_judgment(choice.options.size(), kGrades.size(), gradings);
  for (std::size_t option = 0; option < choice.options.size(); ++option) {
    const auto& judged = counted.options[option];
    contract::Judged line{.option = choice.options[option].label, .grade = kGrades[judged.median], .better = judged.better, .worse = judged.worse, .given = {}};
    for (const auto given : judged.given) line.given.push_back(std::to_string(given));
    result.judged.push_back(std::move(line));
  }
  put_ranking(choice, counted.order, {}, result);
}

}  // namespace

std::optional<ChoiceVote> find_choice(const VoteRecord& vote, const Query& query) {
  const auto row = query.store().first("SELECT winners, seed FROM plenary_choice WHERE vote = :vote", {bind("vote", vote.id)});
  if (!row) return std::nullopt;
  ChoiceVote choice{.vote = vote.id, .counting = vote.kind, .winners = static_cast<std::size_t>(row->integer(0)), .seed = row->optional_text(1)};
  query.store().rows("SELECT id, label FROM plenary_option WHERE vote = :vote ORDER BY position", {bind("vote", vote.id)},
                     [&](const Row& option) { choice.options.push_back({.id = option.text(0), .label = option.text(1)}); });
  return choice;
}

contract::ChoiceResult count_choice(const ChoiceVote& choice, const Query& query) {
  auto ballots = ballots_of(choice, query);
  contract::ChoiceResult result;
  for (const auto& ballot : ballots) {
    result.ballots += ballot.weight;
    if (ballot.blank()) result.blank += ballot.weight;
  }
  std::erase_if(ballots, [](const Marked& ballot) { return ballot.blank(); });
  if (choice.counting == "schulze")
    count_schulze(choice, ballots, result);
  else if (choice.counting == "stv")
    count_stv(choice, ballots, result);
  else if (choice.counting == "majority_judgment")
    count_grades(choice, ballots, result);
  else
    count_ticks(choice, ballots, result);
  return result;
}

void keep_choice(const ChoiceVote& choice, Command& command) {
  const auto result = count_choice(choice, command);
  command.store().exec("UPDATE plenary_choice SET result = :result WHERE vote = :vote", {bind("result", to_json(result)), bind("vote", choice.vote)});
  // Without a marked ballot nothing is chosen, and a tie of nothing is no tie.
  const bool nothing = result.ballots == result.blank;
  command.store().exec("UPDATE plenary_vote SET outcome = :outcome, tie = 'revote', abstained = :blank WHERE id = :vote",
                       {bind("outcome", std::string(nothing ? "rejected" : result.undecided ? "tied" : "adopted")), bind("blank", result.blank),
                        bind("vote", choice.vote)});
}

std::string ballot_path(const VoteRecord& vote, const std::string& seat) {
  auto verb = std::string("voter");
  if (vote.kind == "plurality" || vote.kind == "approval") verb = "cocher";
  if (vote.kind == "schulze" || vote.kind == "stv") verb = "classer";
  if (vote.kind == "majority_judgment") verb = "noter";
  return "/seances/" + vote.session + "/votes/" + vote.id + "/" + verb + "?seat=" + seat;
}

}  // namespace plenary_plugin
