// An election as the store has it: its candidates, its lists, who may vote in it and who may count.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "electing.hpp"

namespace plenary_plugin {

struct Election {
  std::string id, office, body, electors, ballot, stage, tie_rule, list_parity, list_sharing;
  std::int64_t vacancies = 1, list_bonus_percent = 0, list_threshold_percent = 0, open_seats = 0;
  bool secret = true;
  std::optional<std::int64_t> candidacies_until_ns, proclaimed_ns;
  std::optional<std::string> until, session, seed, reason, contest_reason, ruling_reason;

  [[nodiscard]] bool in(std::initializer_list<std::string_view> stages) const;
  [[nodiscard]] bool by_list() const { return ballot == "list"; }
};

[[nodiscard]] std::optional<Election> find_election(const std::string& id, const Query& query);
void set_stage(const std::string& election, std::string_view stage, Command& command);

struct Candidacy {
  std::string id, person;
  std::optional<std::string> account, list, statement;
  std::int64_t position = 0;
  std::optional<std::int64_t> elected_round, place;
  bool tied = false;
};

/// Those who stand, in the order of the paper.
[[nodiscard]] std::vector<Candidacy> candidacies_of(const std::string& election, const Query& query);
/// Those of them who are elected, in the order of election.
[[nodiscard]] std::vector<Candidacy> elected_of(const std::string& election, const Query& query);

struct CandidateList {
  std::string id, name, filed_by;
  bool tied = false;
  std::optional<std::int64_t> gained;
};

[[nodiscard]] std::vector<CandidateList> lists_of(const std::string& election, const Query& query);

/// What stands on the paper of the next round, or of the one that is open: candidates or lists, after a tie those who stand equal alone.
struct Choice {
  std::string id, person, name;  ///< a candidate has a person, a list a name
};
[[nodiscard]] std::vector<Choice> paper_of(const Election& election, const Query& query);

/// The seats of the body that elects, as they are held now.
[[nodiscard]] Result<std::vector<members::Voter>> electors_of(const Election& election, const Query& query);
/// The person who holds a seat there and signs in with this account; empty when there is none.
[[nodiscard]] std::string person_of(std::string_view account, const std::vector<members::Voter>& electors);

/// Whether this account is that of a candidate, or filed a list: who is at stake counts no papers (invariant 12).
[[nodiscard]] bool is_at_stake(std::string_view account, const Election& election, const Query& query);

[[nodiscard]] std::int64_t last_round(const std::string& election, const Query& query);

}  // namespace plenary_plugin
