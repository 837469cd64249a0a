// What is shown of an election, to whom.
#include "election_reading.hpp"

#include <algorithm>
#include <map>

#include "session.hpp"

namespace plenary_plugin {
namespace {

constexpr std::int64_t kPageSize = 30;

/// Names of what stands on the papers: of persons by `members`, of lists by themselves.
class Labels final {
 public:
  Labels(members::NamesReply names, const std::vector<Candidacy>& candidacies, const std::vector<CandidateList>& lists) : names_(std::move(names)) {
    for (const auto& candidacy : candidacies) labels_[candidacy.id] = name_in(names_, candidacy.person, candidacy.person);
    for (const auto& list : lists) labels_[list.id] = list.name;
  }
  [[nodiscard]] std::string of(const std::string& choice) const {
    const auto found = labels_.find(choice);
    return found == labels_.end() ? choice : found->second;
  }
  [[nodiscard]] std::string person(const std::string& person) const { return name_in(names_, person, person); }

 private:
  members::NamesReply names_;
  std::map<std::string, std::string> labels_;
};

std::vector<std::string> scrutineers_of(const std::string& election, std::int64_t round, const Query& query) {
  std::vector<std::string> persons;
  query.store().rows("SELECT person FROM plenary_round_scrutineer WHERE election = :election AND round = :round ORDER BY person",
                     {bind("election", election), bind("round", round)}, [&](const Row& row) { persons.push_back(row.text(0)); });
  return persons;
}

Result<Labels> labels_of(const Election& election, const std::vector<Candidacy>& candidacies, const std::vector<CandidateList>& lists, const Query& query) {
  std::vector<std::string> persons;
  for (const auto& candidacy : candidacies) persons.push_back(candidacy.person);
  query.store().rows("SELECT DISTINCT person FROM plenary_round_scrutineer WHERE election = :election", {bind("election", election.id)},
                     [&](const Row& row) { persons.push_back(row.text(0)); });
  auto names = names_of(std::move(persons), query);
  if (!names) return names.error();
  return Labels(std::move(*names), candidacies, lists);
}

contract::Candidate shown(const Candidacy& candidacy, const Election& election, const std::vector<CandidateList>& lists, const Labels& labels,
                          std::string_view account) {
  contract::Candidate candidate{.candidacy = candidacy.id, .name = labels.of(candidacy.id), .position = candidacy.position, .election = election.id};
  candidate.statement = candidacy.statement;
  candidate.elected = candidacy.elected_round.has_value();
  candidate.own = !account.empty() && !candidacy.list && candidacy.account == account;
  for (const auto& list : lists) {
    if (candidacy.list != list.id) continue;
    candidate.list_name = list.name;
    candidate.own = !account.empty() && (list.filed_by == account || candidacy.account == account);
  }
  candidate.own = candidate.own && election.in({"candidacies_open", "candidacies_closed", "second_round"});
  return candidate;
}

std::vector<contract::RoundResult> results_of(const Election& election, std::int64_t round, bool last, const std::vector<Candidacy>& candidacies,
                                              const std::vector<CandidateList>& lists, const Labels& labels, const Query& query) {
  std::vector<contract::RoundResult> results;
  query.store().rows(
      "SELECT choice, votes FROM plenary_round_count WHERE election = :election AND round = :round ORDER BY votes DESC, choice",
      {bind("election", election.id), bind("round", round)}, [&](const Row& row) {
        contract::RoundResult result{.name = labels.of(row.text(0)), .votes = row.integer(1), .elected = false, .tied = false};
        for (const auto& candidacy : candidacies) {
          if (candidacy.id != row.text(0)) continue;
          result.elected = candidacy.elected_round == round;
          result.tied = last && candidacy.tied;
        }
        for (const auto& list : lists) {
          if (list.id != row.text(0)) continue;
          if (last) result.gained = list.gained;
          result.elected = last && list.gained.value_or(0) > 0;
          result.tied = last && list.tied;
        }
        results.push_back(std::move(result));
      });
  return results;
}

std::vector<contract::Round> rounds_of(const Election& election, const std::vector<Candidacy>& candidacies, const std::vector<CandidateList>& lists,
                                       const Labels& labels, const Query& query) {
  std::vector<contract::Round> rounds;
  const auto last = last_round(election.id, query);
  query.store().rows(
      "SELECT round, session, members, voices, counted_ns, papers, blank, spoilt, required FROM plenary_round WHERE election = :election "
      "ORDER BY round LIMIT 20",
      {bind("election", election.id)}, [&](const Row& row) {
        contract::Round round;
        round.round = row.integer(0);
        round.session = row.text(1);
        round.members = row.integer(2);
        round.voices = row.integer(3);
        round.counted = !row.is_null(4);
        round.papers = row.optional_integer(5).value_or(0);
        round.blank = row.optional_integer(6).value_or(0);
        round.spoilt = row.optional_integer(7).value_or(0);
        round.valid = round.papers - round.blank - round.spoilt;
        round.required = row.optional_integer(8);
        round.second = !round.required.has_value();
        rounds.push_back(std::move(round));
      });
  for (auto& round : rounds) {
    round.results = results_of(election, round.round, round.round == last, candidacies, lists, labels, query);
    for (const auto& person : scrutineers_of(election.id, round.round, query)) round.scrutineers.push_back(labels.person(person));
  }
  return rounds;
}

using Ticket = decltype(contract::ElectionReply::tickets)::value_type;

std::vector<Ticket> tickets_of(const Election& election, const std::vector<Candidacy>& candidacies, const Labels& labels, const Query& query) {
  std::vector<Ticket> tickets;
  query.store().rows("SELECT choice, ticket FROM plenary_ticket WHERE election = :election ORDER BY ticket", {bind("election", election.id)},
                     [&](const Row& row) {
                       const bool drawn = std::ranges::any_of(candidacies, [&](const Candidacy& candidacy) {
                         return (candidacy.id == row.text(0) || candidacy.list == row.text(0)) && candidacy.elected_round;
                       });
                       tickets.push_back({.name = labels.of(row.text(0)), .candidacy = row.text(0), .ticket = row.text(1), .drawn = drawn});
                     });
  return tickets;
}

std::vector<std::string> actions_of(const Election& election, std::int64_t contest_days, const Query& query) {
  std::vector<std::string> names;
  const auto add = [&](std::initializer_list<const char*> more) { names.insert(names.end(), more.begin(), more.end()); };
  if (election.in({"candidacies_open"})) {
    if (election.by_list())
      add({"stand_list"});
    else
      add({"stand", "record_candidacy"});
    add({"close_candidacies"});
  }
  if (election.in({"candidacies_closed", "second_round"})) add({election.ballot == "lot" ? "draw_lots" : "open_round"});
  if (election.in({"round_open"})) add({"record_round"});
  if (election.in({"round_open"}) && election.ballot == "without_candidate") add({"record_candidacy"});
  if (election.in({"tied"})) add({election.tie_rule == "revote" ? "open_round" : "break_tie"});
  if (election.in({"decided"})) add({"proclaim_election"});
  if (election.in({"proclaimed"}) && days_between(*election.proclaimed_ns, to_ns(query.now())) <= contest_days) add({"contest_election"});
  if (election.in({"contested"})) add({"settle_election"});
  if (election.in({"candidacies_open", "candidacies_closed", "round_open", "second_round", "tied", "decided"})) add({"give_up_election"});
  return names;
}

}  // namespace

Result<std::vector<contract::MinutesElection>> elections_in(const std::string& session, const Query& query) {
  std::vector<std::string> ids;
  query.store().rows(
      "SELECT id FROM plenary_election e WHERE e.session = :session "
      "OR EXISTS (SELECT 1 FROM plenary_round r WHERE r.election = e.id AND r.session = :session) ORDER BY number LIMIT 50",
      {bind("session", session)}, [&](const Row& row) { ids.push_back(row.text(0)); });
  std::vector<contract::MinutesElection> found;
  for (const auto& id : ids) {
    const auto election = find_election(id, query);
    const auto candidacies = candidacies_of(id, query);
    const auto lists = lists_of(id, query);
    const auto labels = labels_of(*election, candidacies, lists, query);
    if (!labels) return labels.error();
    contract::MinutesElection shown{.election = id, .office = election->office, .election_stage = election->stage,
                                    .rounds = rounds_of(*election, candidacies, lists, *labels, query), .elected = {}};
    std::erase_if(shown.rounds, [&](const contract::Round& round) { return round.session != session; });
    if (election->in({"proclaimed", "contested", "confirmed", "annulled"}))
      for (const auto& candidacy : elected_of(id, query)) shown.elected.push_back(labels->of(candidacy.id));
    found.push_back(std::move(shown));
  }
  return found;
}

Result<contract::ElectionsReply> Electing::elections(const contract::Elections& request, const Query& query) const {
  contract::ElectionsReply reply;
  query.store().rows(
      "SELECT id, office, body, stage, vacancies, candidacies_until_ns, proclaimed_ns, number FROM plenary_election "
      "WHERE :after = 0 OR number < :after ORDER BY number DESC LIMIT :limit",
      {bind("after", request.after.value_or(0)), bind("limit", kPageSize + 1)}, [&](const Row& row) {
        if (std::ssize(reply.elections) == kPageSize) return;
        reply.elections.push_back({.election = row.text(0),
                                   .office = row.text(1),
                                   .body = row.text(2),
                                   .election_stage = row.text(3),
                                   .vacancies = row.integer(4),
                                   .candidacies_until = ns_to_iso(row.optional_integer(5)),
                                   .proclaimed_on = ns_to_iso(row.optional_integer(6))});
        reply.next = row.integer(7);
      });
  const auto more = query.store().integer("SELECT COUNT(*) FROM plenary_election WHERE number < :last", {bind("last", reply.next.value_or(0))});
  if (more == 0) reply.next.reset();
  return reply;
}

Result<contract::ElectionReply> Electing::election(const contract::Election& request, const Query& query) const {
  const auto election = find_election(request.election, query);
  if (!election) return not_found("no_such_election");
  const auto candidacies = candidacies_of(election->id, query);
  const auto lists = lists_of(election->id, query);
  const auto labels = labels_of(*election, candidacies, lists, query);
  if (!labels) return labels.error();

  contract::ElectionReply reply;
  reply.election = election->id;
  reply.office = election->office;
  reply.body = election->body;
  reply.electors = election->electors;
  reply.ballot = election->ballot;
  reply.election_stage = election->stage;
  reply.vacancies = election->vacancies;
  reply.secret = election->secret;
  reply.tie_rule = election->tie_rule;
  if (election->by_list()) {
    reply.list_parity = election->list_parity;
    reply.list_sharing = election->list_sharing;
  }
  reply.candidacies_until = ns_to_iso(election->candidacies_until_ns);
  reply.until = election->until;
  reply.candidate_count = std::ssize(candidacies);
  // Until the list is published, candidates are known to the members alone.
  // One that was given up before a round or a lot publishes nothing more, whenever that was.
  const bool given_up_early = election->in({"given_up"}) && !election->seed && last_round(election->id, query) == 0;
  reply.published = !election->in({"candidacies_open"}) && !given_up_early;
  if (reply.published || is_inside(query))
    for (const auto& candidacy : candidacies) reply.candidates.push_back(shown(candidacy, *election, lists, *labels, query.actor().id()));
  reply.rounds = rounds_of(*election, candidacies, lists, *labels, query);
  if (election->in({"decided", "proclaimed", "contested", "confirmed", "annulled"})) {
    for (const auto& candidacy : elected_of(election->id, query))
      reply.elected.push_back(shown(candidacy, *election, lists, *labels, {}));
    if (const auto vacant = election->vacancies - std::ssize(reply.elected); vacant > 0) reply.vacant = vacant;
  }
  reply.seed = election->seed;
  reply.tickets = tickets_of(*election, candidacies, *labels, query);
  reply.proclaimed_on = ns_to_iso(election->proclaimed_ns);
  reply.reason = election->reason;
  reply.contest_reason = election->contest_reason;
  reply.ruling_reason = election->ruling_reason;
  reply.actions = actions_of(*election, settings().contest_days, query);
  return reply;
}

}  // namespace plenary_plugin
