// The minutes of a session as the store has them, and the record that they are drawn from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "minuting.hpp"
#include "session.hpp"

namespace plenary_plugin {

struct MinutesRow {
  std::string session, stage = "draft";
  std::int64_t version = 1;
  std::optional<std::string> correction{}, record{}, seal{}, approved_in{}, approved_on{};
  bool written = false;  ///< there is a row; a session that nobody wrote about yet has a first draft all the same
};

/// The latest version.
[[nodiscard]] MinutesRow latest_minutes(const std::string& session, const Query& query);
[[nodiscard]] std::vector<MinutesRow> all_minutes(const std::string& session, const Query& query);

/// Whoever keeps a copy or follows a session hears that its minutes have come to another stage.
inline void tell(const MinutesRow& minutes, std::string_view stage, Command& command) {
  command.emit(contract::MinutesChanged{.session = minutes.session, .version = minutes.version, .minutes_stage = std::string(stage)});
}

/// "opening" for what no item of the agenda holds.
inline constexpr std::string_view kOpening = "opening";
[[nodiscard]] std::optional<std::string> passage_of(const MinutesRow& minutes, std::string_view item, const Query& query);

/// What happened, from attendance, proxies, speech, votes and elections, with the passages of this version. `voices`: roll-calls are named.
[[nodiscard]] Result<contract::MinutesRecord> draw_record(const Session& session, const MinutesRow& minutes, bool voices, const Query& query);

}  // namespace plenary_plugin
