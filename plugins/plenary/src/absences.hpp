// Absences in a row: kept session by session, shown to the staff, who decide whether somebody is warned.
#pragma once

#include "roll.hpp"

namespace plenary_plugin {

/// Keeps who was expected and neither came, nor was replaced by the alternate, nor gave proxy. Called while the session is being closed.
[[nodiscard]] Result<void> keep_absences(const Session& session, Command& command);

struct Streak {
  std::string body, person, seat;
  std::optional<std::string> account{};
  std::int64_t absences = 0;
  std::string since{}, last{};  ///< first and last session that were missed
  std::optional<std::int64_t> warned_ns{};
};

/// Those who sit now and missed as many sessions of a body in a row as its rules say, or more; the longest first. A second convocation counts with the
/// first as one.
[[nodiscard]] Result<std::vector<Streak>> streaks(const Query& query);

}  // namespace plenary_plugin
