// A vote as the store has it (domain.md, SM6).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "session.hpp"

namespace plenary_plugin {

struct VoteRecord {
  std::string id{}, session{}, item{}, kind{}, question{}, proposes{}, act{}, method{}, stage{};
  bool secret = false, per_college = false, tie_broken = false;
  std::optional<std::int64_t> minutes{}, opened_ns{}, closes_ns{}, closed_ns{}, proclaimed_ns{};
  std::optional<std::int64_t> in_favour{}, against{}, abstained{}, base{}, required{};
  std::int64_t members = 0, present = 0, represented = 0, quorum_percent = 0, quorum_required = 0, quorum_counted = 0, blank = 0;
  std::string majority{}, tie{};
  std::optional<std::string> outcome{}, decision{}, void_reason{}, contest_reason{}, ruling_reason{}, reservations{};

  [[nodiscard]] bool in(std::initializer_list<std::string_view> stages) const;
  /// Hands or papers: numbers are entered, nobody votes at a device.
  [[nodiscard]] bool counted() const { return method == "show_of_hands" || method == "secret_paper"; }
};

[[nodiscard]] std::optional<VoteRecord> find_vote(const std::string& session, const std::string& id, const Query& query);
/// The vote itself, or not_found.
[[nodiscard]] Result<VoteRecord> the_vote(const std::string& session, const std::string& id, const Query& query);

/// Votes on an item that are prepared, open or closed: not yet proclaimed.
[[nodiscard]] std::vector<std::string> unsettled_votes_on(const std::string& item, const Query& query);
/// Whether another vote for or against, or a recorded decision, already decided what this vote is on; one that was annulled did not. A vote
/// between options decides no matter.
[[nodiscard]] bool is_decided_already(const VoteRecord& vote, const Query& query);
/// From now on the vote is void.
void void_one(const std::string& session, const std::string& vote, const std::optional<std::string>& reason, Command& command);

/// What was counted, as voices: each with its weight.
struct Counts {
  std::int64_t members = 0, in_favour = 0, against = 0, abstained = 0;
};
struct CollegeCounts {
  std::string college;
  Counts counts;
};

}  // namespace plenary_plugin
