#include "election.hpp"

#include <algorithm>

namespace plenary_plugin {
namespace {

Candidacy read_candidacy(const Row& row) {
  return {.id = row.text(0),
          .person = row.text(1),
          .account = row.optional_text(2),
          .list = row.optional_text(3),
          .statement = row.optional_text(4),
          .position = row.integer(5),
          .elected_round = row.optional_integer(6),
          .place = row.optional_integer(7),
          .tied = row.integer(8) != 0};
}

}  // namespace

bool Election::in(std::initializer_list<std::string_view> stages) const {
  return std::find(stages.begin(), stages.end(), std::string_view(stage)) != stages.end();
}

std::optional<Election> find_election(const std::string& id, const Query& query) {
  const auto row = query.store().first(
      "SELECT office, body, electors, ballot, stage, tie_rule, list_parity, list_sharing, vacancies, list_bonus_percent, "
      "list_threshold_percent, open_seats, secret, candidacies_until_ns, proclaimed_ns, until, session, seed, reason, contest_reason, "
      "ruling_reason FROM plenary_election WHERE id = :id",
      {bind("id", id)});
  if (!row) return std::nullopt;
  Election election;
  election.id = id;
  election.office = row->text(0);
  election.body = row->text(1);
  election.electors = row->text(2);
  election.ballot = row->text(3);
  election.stage = row->text(4);
  election.tie_rule = row->text(5);
  election.list_parity = row->text(6);
  election.list_sharing = row->text(7);
  election.vacancies = row->integer(8);
  election.list_bonus_percent = row->integer(9);
  election.list_threshold_percent = row->integer(10);
  election.open_seats = row->integer(11);
  election.secret = row->integer(12) != 0;
  election.candidacies_until_ns = row->optional_integer(13);
  election.proclaimed_ns = row->optional_integer(14);
  election.until = row->optional_text(15);
  election.session = row->optional_text(16);
  election.seed = row->optional_text(17);
  election.reason = row->optional_text(18);
  election.contest_reason = row->optional_text(19);
  election.ruling_reason = row->optional_text(20);
  return election;
}

void set_stage(const std::string& election, std::string_view stage, Command& command) {
  command.store().exec("UPDATE plenary_election SET stage = :stage WHERE id = :id", {bind("stage", stage), bind("id", election)});
}

std::vector<Candidacy> candidacies_of(const std::string& election, const Query& query) {
  std::vector<Candidacy> found;
  query.store().rows(
      "SELECT id, person, account, list, statement, position, elected_round, place, tied FROM plenary_candidacy "
      "WHERE election = :election AND standing = 1 "
      "ORDER BY (SELECT filed.position FROM plenary_list filed WHERE filed.id = list), position, id LIMIT 500",
      {bind("election", election)}, [&](const Row& row) { found.push_back(read_candidacy(row)); });
  return found;
}

std::vector<Candidacy> elected_of(const std::string& election, const Query& query) {
  auto found = candidacies_of(election, query);
  std::erase_if(found, [](const Candidacy& candidacy) { return !candidacy.elected_round; });
  std::ranges::stable_sort(found, {}, [](const Candidacy& candidacy) { return candidacy.place.value_or(0); });
  return found;
}

std::vector<CandidateList> lists_of(const std::string& election, const Query& query) {
  std::vector<CandidateList> found;
  query.store().rows(
      "SELECT id, name, filed_by, tied, gained FROM plenary_list WHERE election = :election AND standing = 1 ORDER BY position LIMIT 100",
      {bind("election", election)}, [&](const Row& row) {
        found.push_back({.id = row.text(0), .name = row.text(1), .filed_by = row.text(2), .tied = row.integer(3) != 0, .gained = row.optional_integer(4)});
      });
  return found;
}

std::vector<Choice> paper_of(const Election& election, const Query& query) {
  std::vector<Choice> all, equal;
  if (election.by_list()) {
    for (const auto& list : lists_of(election.id, query)) {
      all.push_back({.id = list.id, .person = {}, .name = list.name});
      if (list.tied) equal.push_back(all.back());
    }
  } else {
    for (const auto& candidacy : candidacies_of(election.id, query)) {
      if (candidacy.elected_round) continue;
      all.push_back({.id = candidacy.id, .person = candidacy.person, .name = {}});
      if (candidacy.tied) equal.push_back(all.back());
    }
  }
  return equal.empty() ? all : equal;
}

Result<std::vector<members::Voter>> electors_of(const Election& election, const Query& query) {
  auto electorate = query.ask(members::Electorate{.body = election.electors, .at = to_iso(query.now())});
  if (!electorate) return electorate.error();
  std::erase_if(electorate->voters, [](const members::Voter& voter) { return !voter.voting; });
  return std::move(electorate->voters);
}

std::string person_of(std::string_view account, const std::vector<members::Voter>& electors) {
  for (const auto& voter : electors)
    if (voter.account && *voter.account == account) return voter.person;
  return {};
}

bool is_at_stake(std::string_view account, const Election& election, const Query& query) {
  return query.store().integer(
             "SELECT COUNT(*) FROM plenary_candidacy WHERE election = :election AND standing = 1 AND account = :account",
             {bind("election", election.id), bind("account", account)}) > 0 ||
         query.store().integer("SELECT COUNT(*) FROM plenary_list WHERE election = :election AND standing = 1 AND filed_by = :account",
                               {bind("election", election.id), bind("account", account)}) > 0;
}

std::int64_t last_round(const std::string& election, const Query& query) {
  return query.store().integer("SELECT MAX(round) FROM plenary_round WHERE election = :election", {bind("election", election)});
}

}  // namespace plenary_plugin
