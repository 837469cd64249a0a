// Candidates and lists. Who holds a seat of the body that elects may be elected.
#include <algorithm>
#include <set>

#include "election.hpp"
#include "parity.hpp"
#include "session.hpp"

namespace plenary_plugin {
namespace {

bool stands(const std::string& election, const std::string& person, const Query& query) {
  return query.store().integer("SELECT COUNT(*) FROM plenary_candidacy WHERE election = :election AND person = :person AND standing = 1",
                               {bind("election", election), bind("person", person)}) > 0;
}

std::optional<std::string> account_of(const std::string& person, const std::vector<members::Voter>& electors) {
  for (const auto& voter : electors)
    if (voter.person == person) return voter.account;
  return std::nullopt;
}

bool is_elector(const std::string& person, const std::vector<members::Voter>& electors) {
  return std::ranges::any_of(electors, [&](const members::Voter& voter) { return voter.person == person; });
}

struct Filing {
  std::string person;
  std::optional<std::string> account{}, list{}, civility{}, statement{};
};

std::string file(const std::string& election, const Filing& filing, Command& command) {
  auto id = command.new_id();
  command.store().exec(
      "INSERT INTO plenary_candidacy (id, election, person, account, list, position, civility, statement, standing, tied, filed_ns) "
      "SELECT :id, :election, :person, :account, :list, COUNT(*) + 1, :civility, :statement, 1, 0, :now FROM plenary_candidacy "
      "WHERE election = :election AND COALESCE(list, '') = COALESCE(:list, '')",
      {bind("id", id), bind("election", election), bind("person", filing.person), bind("account", filing.account), bind("list", filing.list),
       bind("civility", filing.civility), bind("statement", filing.statement),
       bind("now", to_ns(command.now()))});
  return id;
}

/// What is wrong with each name of a list; nothing when all may stand on it.
Error check_names(const contract::StandList& request, const Election& election, const std::vector<members::Voter>& electors, const Query& query) {
  auto wrong = invalid();
  std::set<std::string> seen;
  for (std::size_t i = 0; i < request.candidates.size(); ++i) {
    const auto& named = request.candidates[i];
    const auto at = "candidates." + std::to_string(i);
    if (!is_elector(named.person, electors)) wrong.also(at + ".person", "not_eligible");
    if (!seen.insert(named.person).second) wrong.also(at + ".person", "named_twice");
    if (stands(election.id, named.person, query)) wrong.also(at + ".person", "already_candidate");
    if (election.list_parity != "none" && !named.civility) wrong.also(at + ".civility", "parity_needs_it");
  }
  if (static_cast<std::int64_t>(request.candidates.size()) > election.vacancies) wrong.also("candidates", "more_names_than_seats");
  return wrong;
}

std::vector<std::string> civilities(const contract::StandList& request) {
  std::vector<std::string> found;
  for (const auto& named : request.candidates) found.push_back(named.civility.value_or(""));
  return found;
}

}  // namespace

Result<contract::StandReply> Electing::stand(const contract::Stand& request, Command& command) {
  const auto election = find_election(request.election, command);
  if (!election) return not_found("no_such_election");
  if (election->by_list()) return conflict("lists_alone");
  if (!election->in({"candidacies_open"})) return conflict("candidacies_not_open");
  const auto electors = electors_of(*election, command);
  if (!electors) return electors.error();
  const auto person = person_of(command.actor().id(), *electors);
  if (person.empty()) return denied("no_seat_no_candidacy");
  if (stands(election->id, person, command)) return conflict("already_candidate");
  const auto id = file(election->id, {.person = person, .account = std::string(command.actor().id()), .statement = request.statement}, command);
  command.emit(contract::CandidaciesChanged{.election = election->id});
  return contract::StandReply{.candidacy = id};
}

Result<contract::StandListReply> Electing::stand_list(const contract::StandList& request, Command& command) {
  const auto election = find_election(request.election, command);
  if (!election) return not_found("no_such_election");
  if (!election->by_list()) return conflict("no_lists_here");
  if (!election->in({"candidacies_open"})) return conflict("candidacies_not_open");
  const auto electors = electors_of(*election, command);
  if (!electors) return electors.error();
  if (person_of(command.actor().id(), *electors).empty()) return denied("no_seat_no_candidacy");
  if (auto wrong = check_names(request, *election, *electors, command); !wrong.fields.empty()) return wrong;
  if (!keeps_parity(election->list_parity, civilities(request))) return invalid("candidates", "parity_" + election->list_parity);
  if (command.store().integer("SELECT COUNT(*) FROM plenary_list WHERE election = :election AND name = :name",
                              {bind("election", election->id), bind("name", request.name)}) > 0)
    return invalid("name", "name_taken");

  const auto filed_lists = command.store().integer("SELECT COUNT(*) FROM plenary_list WHERE election = :election", {bind("election", election->id)});
  const auto list = command.new_id();
  command.store().exec(
      "INSERT INTO plenary_list (id, election, position, name, filed_by, standing, tied) VALUES (:id, :election, :position, :name, :by, 1, 0)",
      {bind("id", list), bind("election", election->id), bind("position", filed_lists + 1), bind("name", request.name), bind("by", command.actor().id())});
  for (const auto& named : request.candidates)
    static_cast<void>(file(election->id, {.person = named.person, .account = account_of(named.person, *electors), .list = list,
                                          .civility = election->list_parity == "none" ? std::nullopt : named.civility}, command));
  command.emit(contract::CandidaciesChanged{.election = election->id});
  return contract::StandListReply{.list = list};
}

Result<contract::RecordCandidacyReply> Electing::record_candidacy(const contract::RecordCandidacy& request, Command& command) {
  const auto election = find_election(request.election, command);
  if (!election) return not_found("no_such_election");
  if (election->by_list()) return conflict("lists_alone");
  const bool from_papers = election->ballot == "without_candidate" && election->in({"round_open"});
  if (!from_papers && !election->in({"candidacies_open"})) return conflict("candidacies_not_open");
  const auto electors = electors_of(*election, command);
  if (!electors) return electors.error();
  if (!is_elector(request.person, *electors)) return invalid("person", "not_eligible");
  if (stands(election->id, request.person, command)) return invalid("person", "already_candidate");
  const auto id = file(election->id, {.person = request.person, .account = account_of(request.person, *electors), .statement = request.statement}, command);
  command.emit(contract::CandidaciesChanged{.election = election->id});
  return contract::RecordCandidacyReply{.candidacy = id};
}

// A name on a list is withdrawn with its list: what is left of it would not be what was filed.
Result<contract::WithdrawCandidacyReply> Electing::withdraw_candidacy(const contract::WithdrawCandidacy& request, Command& command) {
  const auto election = find_election(request.election, command);
  if (!election) return not_found("no_such_election");
  const auto row = command.store().first(
      "SELECT candidacy.account, candidacy.list, filed.filed_by FROM plenary_candidacy candidacy "
      "LEFT JOIN plenary_list filed ON filed.id = candidacy.list "
      "WHERE candidacy.election = :election AND candidacy.id = :id AND candidacy.standing = 1",
      {bind("election", election->id), bind("id", request.candidacy)});
  if (!row) return not_found("no_such_candidacy");
  // Whoever filed the list, and whoever is named on it: nobody stands against their will.
  const std::string actor(command.actor().id());
  const bool own = row->optional_text(0) == actor || row->optional_text(2) == actor;
  if (!own && !command.allowed(contract::permission::record)) return denied("not_your_candidacy");
  if (!election->in({"candidacies_open", "candidacies_closed", "second_round"})) return conflict("too_late_to_withdraw");
  if (row->is_null(1)) {
    command.store().exec("UPDATE plenary_candidacy SET standing = 0 WHERE id = :id", {bind("id", request.candidacy)});
  } else {
    command.store().exec("UPDATE plenary_candidacy SET standing = 0 WHERE list = :list", {bind("list", row->text(1))});
    command.store().exec("UPDATE plenary_list SET standing = 0 WHERE id = :list", {bind("list", row->text(1))});
  }
  command.emit(contract::CandidaciesChanged{.election = election->id});
  return contract::WithdrawCandidacyReply{};
}

}  // namespace plenary_plugin
