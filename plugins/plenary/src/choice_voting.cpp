// A vote between options: prepared on an item without a matter, cast by ticks, ranks or grades, one ballot for each seat.
#include <algorithm>
#include <map>
#include <set>

#include "choice.hpp"
#include "session.hpp"

namespace plenary_plugin {
namespace {

struct Open {
  VoteRecord vote;
  ChoiceVote choice;
};

/// The vote when it is open and counted in one of these ways.
Result<Open> open_choice(const std::string& session, const std::string& id, std::initializer_list<std::string_view> countings, const Query& query) {
  auto vote = the_vote(session, id, query);
  if (!vote) return vote.error();
  auto choice = find_choice(*vote, query);
  if (!choice || std::ranges::find(countings, std::string_view(vote->kind)) == countings.end()) return conflict("other_ballot");
  if (vote->stage == "prepared") return conflict("vote_not_open_yet");
  if (vote->stage != "open" || (vote->closes_ns && to_ns(query.now()) >= *vote->closes_ns)) return conflict("vote_closed");
  return Open{.vote = std::move(*vote), .choice = std::move(*choice)};
}

bool offers(const ChoiceVote& choice, const std::string& option) {
  return std::ranges::find(choice.options, option, &contract::Option::id) != choice.options.end();
}

struct Whose {
  const std::optional<std::string>& seat;
  bool all;
};

Result<void> put_ballot(const VoteRecord& vote, const Whose& whose, const std::vector<std::string>& marks, Command& command) {
  const auto seats = voting_seats(vote.id, command.actor().id(), whose.seat, whose.all, command);
  if (!seats) return seats.error();
  return put_ballots(vote, *seats, to_json(marks), command);
}

std::size_t number_of(const std::string& grade) {
  static const std::map<std::string, std::size_t> numbers{{"excellent", 0}, {"very_good", 1}, {"good", 2}, {"fair", 3}, {"poor", 4}, {"to_reject", 5}};
  return numbers.at(grade);
}

}  // namespace

Result<contract::PrepareChoiceReply> Choosing::prepare_choice(const contract::PrepareChoice& request, Command& command) {
  const auto session = find_session(request.session, command);
  const auto item = find_item(request.session, request.item, command);
  if (!session || !item) return not_found("no_such_item");
  if (!session->in({"planned", "convened", "open"})) return conflict("already_held");
  if (item->progress == "withdrawn") return conflict("item_withdrawn_already");
  if (item->matter) return conflict("matter_needs_motion");
  if (item->kind == "election") return conflict("persons_are_elected");
  const auto act = item->act.empty() ? std::string("other") : item->act;
  const auto rule = command.ask(rules::Act{.act = act});
  if (!rule) return rule.error();
  if (std::ranges::find(rule->methods, "electronic") == rule->methods.end()) return conflict("electronic_not_allowed");
  if (static_cast<std::size_t>(request.winners) >= request.choices.size()) return invalid("winners", "fewer_than_options");
  if (request.winners > 1 && request.counting == "plurality") return invalid("winners", "one_winner");
  if (std::set<std::string>(request.choices.begin(), request.choices.end()).size() != request.choices.size()) return invalid("choices", "option_twice");

  const auto id = next_number("V", command);
  command.store().exec(
      "INSERT INTO plenary_vote (id, session, item, number, kind, question, proposes, act, method, secret, stage, minutes, prepared_ns) "
      "VALUES (:id, :session, :item, (SELECT COALESCE(MAX(number), 0) + 1 FROM plenary_vote WHERE session = :session), :kind, :question, "
      "'adopt', :act, 'electronic', 0, 'prepared', :minutes, :now)",
      {bind("id", id), bind("session", session->id), bind("item", item->id), bind("kind", request.counting), bind("question", request.question),
       bind("act", act), bind("minutes", request.minutes), bind("now", to_ns(command.now()))});
  command.store().exec("INSERT INTO plenary_choice (vote, winners) VALUES (:vote, :winners)", {bind("vote", id), bind("winners", request.winners)});
  std::int64_t position = 0;
  for (const auto& label : request.choices) {
    ++position;
    command.store().exec("INSERT INTO plenary_option (vote, id, position, label) VALUES (:vote, :id, :position, :label)",
                         {bind("vote", id), bind("id", "o" + std::to_string(position)), bind("position", position), bind("label", label)});
  }
  command.emit(contract::VotePrepared{.session = session->id, .vote = id});
  return contract::PrepareChoiceReply{.vote = id};
}

Result<contract::TickReply> Choosing::tick(const contract::Tick& request, Command& command) {
  const auto open = open_choice(request.session, request.vote, {"plurality", "approval"}, command);
  if (!open) return open.error();
  const std::set<std::string> ticked(request.ticked.begin(), request.ticked.end());
  if (open->vote.kind == "plurality" && ticked.size() > 1) return invalid("ticked", "one_option");
  for (const auto& option : ticked)
    if (!offers(open->choice, option)) return invalid("ticked", "not_an_option");
  if (const auto put = put_ballot(open->vote, {request.seat, request.all}, {ticked.begin(), ticked.end()}, command); !put) return put.error();
  return contract::TickReply{};
}

Result<contract::RankReply> Choosing::rank(const contract::Rank& request, Command& command) {
  const auto open = open_choice(request.session, request.vote, {"schulze", "stv"}, command);
  if (!open) return open.error();
  std::vector<std::string> marks;
  std::set<std::string> options;
  std::set<std::int64_t> given;
  for (std::size_t i = 0; i < request.ranks.size(); ++i) {
    const auto& line = request.ranks[i];
    const auto at = "ranks." + std::to_string(i);
    if (!offers(open->choice, line.option) || !options.insert(line.option).second) return invalid(at + ".option", "not_an_option");
    if (!line.rank) continue;
    // A vote goes to one option at a time: two first choices could not both have it.
    if (!given.insert(*line.rank).second && open->vote.kind == "stv") return invalid(at + ".rank", "rank_twice");
    marks.push_back(line.option + "=" + std::to_string(*line.rank));
  }
  if (const auto put = put_ballot(open->vote, {request.seat, request.all}, marks, command); !put) return put.error();
  return contract::RankReply{};
}

Result<contract::GradeReply> Choosing::grade(const contract::Grade& request, Command& command) {
  const auto open = open_choice(request.session, request.vote, {"majority_judgment"}, command);
  if (!open) return open.error();
  std::vector<std::string> marks;
  std::set<std::string> options;
  for (std::size_t i = 0; i < request.marks.size(); ++i) {
    const auto& line = request.marks[i];
    if (!offers(open->choice, line.option) || !options.insert(line.option).second) return invalid("marks." + std::to_string(i) + ".option", "not_an_option");
    marks.push_back(line.option + "=" + std::to_string(number_of(line.grade)));
  }
  if (options.size() != open->choice.options.size()) return invalid("marks", "grade_every_option");
  if (const auto put = put_ballot(open->vote, {request.seat, request.all}, marks, command); !put) return put.error();
  return contract::GradeReply{};
}

Result<contract::DrawChoiceReply> Choosing::draw_choice(const contract::DrawChoice& request, Command& command) {
  const auto vote = the_vote(request.session, request.vote, command);
  if (!vote) return vote.error();
  auto choice = find_choice(*vote, command);
  if (!choice) return conflict("other_ballot");
  if (vote->stage != "closed" || vote->outcome != "tied") return conflict("nobody_stands_equal");
  choice->seed = request.seed;
  command.store().exec("UPDATE plenary_choice SET seed = :seed WHERE vote = :vote", {bind("seed", request.seed), bind("vote", vote->id)});
  keep_choice(*choice, command);
  command.emit(contract::VoteClosed{.session = vote->session, .vote = vote->id});
  return contract::DrawChoiceReply{};
}

}  // namespace plenary_plugin
