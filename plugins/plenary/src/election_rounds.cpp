// A round is opened in a session, and what the scrutineers counted is written down.
#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "election.hpp"
#include "election_outcome.hpp"
#include "roll.hpp"

namespace plenary_plugin {
namespace {

/// An open session of the body that elects.
Result<Session> electing_session(const std::string& id, const Election& election, const Query& query) {
  auto session = find_session(id, query);
  if (!session) return invalid("session", "no_such_session");
  if (session->body != election.electors) return invalid("session", "other_body_elects");
  if (!session->in({"open"})) return invalid("session", "session_not_open");
  return std::move(*session);
}

/// One paper for each voice: of those who are there, and of those whom they represent.
std::int64_t voices_of(const Roll& roll) {
  std::int64_t voices = 0;
  for (const auto& seat : roll.seats)
    if (seat.voter.voting && (seat.present() || seat.represented)) voices += seat.voter.weight;
  return voices;
}

struct Opened {
  std::int64_t round = 0, voices = 0;
};

std::optional<Opened> opened_round(const std::string& election, const Query& query) {
  const auto row = query.store().first(
      "SELECT round, voices FROM plenary_round WHERE election = :election AND counted_ns IS NULL ORDER BY round DESC LIMIT 1",
      {bind("election", election)});
  if (!row) return std::nullopt;
  return Opened{.round = row->integer(0), .voices = row->integer(1)};
}

/// The votes of each choice of the paper, in its order; an error at the line that is wrong.
Result<std::vector<std::int64_t>> votes_of(const contract::RecordRound& request, const std::vector<Choice>& paper, std::int64_t valid) {
  std::map<std::string, std::int64_t> counted;
  auto wrong = invalid();
  for (std::size_t i = 0; i < request.counts.size(); ++i) {
    const auto& line = request.counts[i];
    const auto at = "counts." + std::to_string(i);
    if (std::ranges::none_of(paper, [&](const Choice& choice) { return choice.id == line.choice; }))
      wrong.also(at + ".choice", "not_on_the_paper");
    else if (!counted.emplace(line.choice, line.votes).second)
      wrong.also(at + ".choice", "named_twice");
    else if (line.votes > valid)
      wrong.also(at + ".votes", "more_votes_than_papers");
  }
  if (wrong.fields.empty() && counted.size() != paper.size()) wrong.also("counts", "count_missing");
  if (!wrong.fields.empty()) return wrong;
  std::vector<std::int64_t> votes;
  for (const auto& choice : paper) votes.push_back(counted.at(choice.id));
  return votes;
}

/// On each valid paper stands one list, or one name at least and as many as there are seats at most.
Result<void> check_sum(const std::vector<std::int64_t>& votes, std::int64_t valid, std::int64_t names) {
  const auto sum = std::accumulate(votes.begin(), votes.end(), std::int64_t{0});
  if (sum < valid) return invalid("counts", "votes_missing");
  if (sum > valid * names) return invalid("counts", "too_many_votes");
  return {};
}

Result<void> check_papers(const contract::RecordRound& request, std::int64_t voices) {
  auto wrong = invalid();
  if (request.papers > voices) wrong.also("papers", "more_papers_than_voices");
  if (request.blank + request.spoilt > request.papers) wrong.also("blank", "more_than_papers");
  if (!wrong.fields.empty()) return wrong;
  return {};
}

/// Two at least for papers, and none who is at stake (invariant 12).
Result<void> check_scrutineers(const contract::RecordRound& request, const Election& election, const Query& query) {
  const std::set<std::string> distinct(request.scrutineers.begin(), request.scrutineers.end());
  if (election.secret && distinct.size() < 2) return invalid("scrutineers", "two_scrutineers");
  const auto electors = electors_of(election, query);
  if (!electors) return electors.error();
  const auto candidates = candidacies_of(election.id, query);
  for (const auto& person : distinct) {
    if (std::ranges::any_of(candidates, [&](const Candidacy& candidacy) { return candidacy.person == person; }))
      return invalid("scrutineers", "scrutineer_is_candidate");
    if (std::ranges::none_of(*electors, [&](const members::Voter& voter) { return voter.person == person || voter.alternate_person == person; }))
      return invalid("scrutineers", "scrutineer_unknown");
  }
  return {};
}

void write_counts(const contract::RecordRound& request, std::int64_t round, const std::vector<Choice>& paper,
                  const std::vector<std::int64_t>& votes, Command& command) {
  for (std::size_t i = 0; i < paper.size(); ++i)
    command.store().exec("INSERT INTO plenary_round_count (election, round, choice, votes) VALUES (:election, :round, :choice, :votes)",
                         {bind("election", request.election), bind("round", round), bind("choice", paper[i].id), bind("votes", votes[i])});
  for (const auto& person : std::set<std::string>(request.scrutineers.begin(), request.scrutineers.end()))
    command.store().exec("INSERT INTO plenary_round_scrutineer (election, round, person) VALUES (:election, :round, :person)",
                         {bind("election", request.election), bind("round", round), bind("person", person)});
}

/// Lists that stood equal are voted on again with all others: part of the seats cannot be shared without the rest.
void take_back_lists(const std::string& election, Command& command) {
  command.store().exec("UPDATE plenary_list SET gained = NULL, tied = 0 WHERE election = :election", {bind("election", election)});
  command.store().exec("UPDATE plenary_candidacy SET elected_round = NULL, place = NULL WHERE election = :election", {bind("election", election)});
}

}  // namespace

Result<contract::OpenRoundReply> Electing::open_round(const contract::OpenRound& request, Command& command) {
  const auto election = find_election(request.election, command);
  if (!election) return not_found("no_such_election");
  if (election->ballot == "lot") return conflict("drawn_by_lot");
  if (election->in({"candidacies_open"})) return conflict("close_candidacies_first");
  if (election->in({"round_open"})) return conflict("round_open_already");
  const bool again = election->in({"tied"}) && election->tie_rule == "revote";
  if (election->in({"tied"}) && !again) return conflict("break_tie_first");
  if (!again && !election->in({"candidacies_closed", "second_round"})) return conflict("election_over");
  const auto session = electing_session(request.session, *election, command);
  if (!session) return session.error();
  if (election->ballot != "without_candidate" && paper_of(*election, command).empty()) return conflict("no_candidates");

  const auto roll = roll_of(*session, std::nullopt, command);
  if (!roll) return roll.error();
  const auto quorum = quorum_of(*session, "elect", *roll, command);
  if (!quorum) return quorum.error();
  if (!quorum->met) return conflict("no_quorum");

  if (again && election->by_list()) take_back_lists(election->id, command);
  const auto round = last_round(election->id, command) + 1;
  command.store().exec(
      "INSERT INTO plenary_round (election, round, session, opened_ns, members, voices) "
      "VALUES (:election, :round, :session, :now, :members, :voices)",
      {bind("election", election->id), bind("round", round), bind("session", session->id), bind("now", to_ns(command.now())),
       bind("members", roll->members()), bind("voices", voices_of(*roll))});
  command.store().exec("UPDATE plenary_election SET stage = 'round_open', session = :session WHERE id = :id",
                       {bind("session", session->id), bind("id", election->id)});
  command.emit(contract::RoundOpened{.election = election->id, .session = session->id, .round = round});
  return contract::OpenRoundReply{};
}

Result<contract::RecordRoundReply> Electing::record_round(const contract::RecordRound& request, Command& command) {
  const auto election = find_election(request.election, command);
  if (!election) return not_found("no_such_election");
  const auto opened = opened_round(election->id, command);
  if (!election->in({"round_open"}) || !opened) return conflict("no_round_open");
  if (is_at_stake(command.actor().id(), *election, command)) return denied("candidate_counts_nothing");

  if (const auto papers = check_papers(request, opened->voices); !papers) return papers.error();
  if (const auto scrutineers = check_scrutineers(request, *election, command); !scrutineers) return scrutineers.error();
  const auto paper = paper_of(*election, command);
  const auto valid = request.papers - request.blank - request.spoilt;
  const auto votes = votes_of(request, paper, valid);
  if (!votes) return votes.error();
  const auto names = election->by_list() ? 1 : seats_left(*election, command);
  if (const auto sum = check_sum(*votes, valid, names); !sum) return sum.error();

  write_counts(request, opened->round, paper, *votes, command);
  const RoundFigures figures{.round = opened->round, .valid = valid, .votes = *votes};
  const auto required = required_votes(*election, figures);
  command.store().exec(
      "UPDATE plenary_round SET counted_ns = :now, papers = :papers, blank = :blank, spoilt = :spoilt, required = :required "
      "WHERE election = :election AND round = :round",
      {bind("now", to_ns(command.now())), bind("papers", request.papers), bind("blank", request.blank), bind("spoilt", request.spoilt),
       bind("required", required), bind("election", election->id), bind("round", opened->round)});
  conclude_round(*election, paper, figures, command);
  return contract::RecordRoundReply{};
}

}  // namespace plenary_plugin
