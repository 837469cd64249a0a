// An election is called, its candidacies are closed, it may be given up.
#include "election.hpp"
#include "session.hpp"

namespace plenary_plugin {
namespace {

Result<void> check_dates(const contract::CallElection& request, const Query& query) {
  auto wrong = invalid();
  if (request.ballot != "without_candidate") {
    if (!request.candidacies_until)
      wrong.also("candidacies_until", "last_day_needed");
    else if (parse_iso(*request.candidacies_until) <= query.now())
      wrong.also("candidacies_until", "already_past");
  }
  if (request.until && *request.until <= query.today()) wrong.also("until", "already_past");
  if (!wrong.fields.empty()) return wrong;
  return {};
}

void close(const Election& election, Command& command) {
  set_stage(election.id, "candidacies_closed", command);
  command.emit(contract::CandidaciesClosed{.election = election.id,
                                           .candidates = static_cast<std::int64_t>(candidacies_of(election.id, command).size())});
}

}  // namespace

Result<contract::CallElectionReply> Electing::call_election(const contract::CallElection& request, Command& command) {
  if (const auto dates = check_dates(request, command); !dates) return dates.error();
  const auto act = command.ask(rules::Act{.act = "elect"});
  if (!act) return act.error();

  const bool candidacies = request.ballot != "without_candidate";
  const auto until = candidacies ? parse_iso(*request.candidacies_until) : std::nullopt;
  const auto id = next_number("EL", command);
  command.store().exec(
      "INSERT INTO plenary_election (id, number, office, body, electors, vacancies, ballot, stage, secret, tie_rule, list_parity, list_sharing, "
      "list_bonus_percent, list_threshold_percent, candidacies_until_ns, until, open_seats, called_ns) "
      "SELECT :id, COALESCE(MAX(number), 0) + 1, :office, :body, :electors, :vacancies, :ballot, :stage, :secret, :tie_rule, :parity, :sharing, "
      ":bonus, :threshold, :candidacies_until, :until, 0, :now FROM plenary_election",
      {bind("id", id), bind("office", request.office), bind("body", request.body), bind("electors", act->body),
       bind("vacancies", request.vacancies), bind("ballot", request.ballot),
       bind("stage", std::string(candidacies ? "candidacies_open" : "candidacies_closed")), bind("secret", act->secret_for_persons ? 1 : 0),
       bind("tie_rule", settings().election_tie), bind("parity", settings().list_parity), bind("sharing", settings().list_sharing),
       bind("bonus", settings().list_bonus_percent), bind("threshold", settings().list_threshold_percent),
       bind("candidacies_until", until ? std::optional(to_ns(*until)) : std::nullopt), bind("until", request.until),
       bind("now", to_ns(command.now()))});
  if (until) command.schedule(contract::CloseCandidaciesWhenDue{.election = id}, *until, "candidacies:" + id);
  command.emit(contract::ElectionCalled{.election = id, .body = request.body, .office = request.office});
  return contract::CallElectionReply{.election = id};
}

Result<contract::CloseCandidaciesReply> Electing::close_candidacies(const contract::CloseCandidacies& request, Command& command) {
  const auto election = find_election(request.election, command);
  if (!election) return not_found("no_such_election");
  if (!election->in({"candidacies_open"})) return conflict("candidacies_not_open");
  if (candidacies_of(election->id, command).empty()) return conflict("no_candidates");
  close(*election, command);
  return contract::CloseCandidaciesReply{};
}

Result<void> Electing::close_candidacies_when_due(const contract::CloseCandidaciesWhenDue& due, Command& command) {
  const auto election = find_election(due.election, command);
  if (election && election->in({"candidacies_open"})) close(*election, command);
  return {};
}

Result<contract::GiveUpElectionReply> Electing::give_up_election(const contract::GiveUpElection& request, Command& command) {
  const auto election = find_election(request.election, command);
  if (!election) return not_found("no_such_election");
  if (!election->in({"candidacies_open", "candidacies_closed", "round_open", "second_round", "tied", "decided"}))
    return conflict("election_over");
  command.store().exec("UPDATE plenary_election SET stage = 'given_up', reason = :reason WHERE id = :id",
                       {bind("reason", request.reason), bind("id", election->id)});
  command.emit(contract::ElectionGivenUp{.election = election->id});
  return contract::GiveUpElectionReply{};
}

}  // namespace plenary_plugin
