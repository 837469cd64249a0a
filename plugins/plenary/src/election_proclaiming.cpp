// The proclamation gives the office; an appeal may take it away again.

#include "election.hpp"
#include "session.hpp"

namespace plenary_plugin {
namespace {

std::vector<std::string> persons_elected(const std::string& election, const Query& query) {
  std::vector<std::string> persons;
  for (const auto& candidacy : elected_of(election, query)) persons.push_back(candidacy.person);
  return persons;
}

}  // namespace

Result<contract::ProclaimElectionReply> Electing::proclaim_election(const contract::ProclaimElection& request, Command& command) {
  const auto election = find_election(request.election, command);
  if (!election) return not_found("no_such_election");
  if (election->in({"tied"})) return conflict("break_tie_first");
  if (!election->in({"decided"}) || !election->session) return conflict("count_first");
  const auto session = find_session(*election->session, command);
  if (!session || !session->in({"open"})) return conflict("proclaim_in_session");
  const auto persons = persons_elected(election->id, command);
  if (persons.empty()) return conflict("nobody_elected");

  command.store().exec("UPDATE plenary_election SET stage = 'proclaimed', proclaimed_ns = :now WHERE id = :id",
                       {bind("now", to_ns(command.now())), bind("id", election->id)});
  command.store().exec("UPDATE plenary_candidacy SET civility = NULL WHERE election = :election", {bind("election", election->id)});
  command.emit(contract::Elected{.election = election->id,
                                 .session = session->id,
                                 .body = election->body,
                                 .office = election->office,
                                 .persons = persons,
                                 .until = election->until});
  return contract::ProclaimElectionReply{};
}

Result<contract::ContestElectionReply> Electing::contest_election(const contract::ContestElection& request, Command& command) {
  const auto election = find_election(request.election, command);
  if (!election) return not_found("no_such_election");
  if (election->in({"contested", "confirmed", "annulled"})) return conflict("contested_already");
  if (!election->in({"proclaimed"})) return conflict("not_proclaimed");
  if (days_between(*election->proclaimed_ns, to_ns(command.now())) > settings().contest_days) return conflict("too_late_to_contest");
  const auto electors = electors_of(*election, command);
  if (!electors) return electors.error();
  if (person_of(command.actor().id(), *electors).empty()) return denied("not_an_elector");
  command.store().exec("UPDATE plenary_election SET stage = 'contested', contest_reason = :reason WHERE id = :id",
                       {bind("reason", request.reason), bind("id", election->id)});
  command.emit(contract::ElectionContested{.election = election->id});
  return contract::ContestElectionReply{};
}

Result<contract::SettleElectionReply> Electing::settle_election(const contract::SettleElection& request, Command& command) {
  const auto election = find_election(request.election, command);
  if (!election) return not_found("no_such_election");
  if (!election->in({"contested"})) return conflict("not_contested");
  // Nobody judges their own election: who was elected, or stood against, leaves it to another officer.
  if (is_at_stake(command.actor().id(), *election, command)) return denied("own_election");
  const bool annul = request.ruling == "annul";
  command.store().exec("UPDATE plenary_election SET stage = :stage, ruling_reason = :reason WHERE id = :id",
                       {bind("stage", std::string(annul ? "annulled" : "confirmed")), bind("reason", request.reason), bind("id", election->id)});
  if (annul)
    command.emit(contract::ElectionAnnulled{.election = election->id,
                                            .session = election->session.value_or(""),
                                            .body = election->body,
                                            .office = election->office,
                                            .persons = persons_elected(election->id, command)});
  else
    command.emit(contract::ElectionConfirmed{.election = election->id});
  return contract::SettleElectionReply{};
}

}  // namespace plenary_plugin
