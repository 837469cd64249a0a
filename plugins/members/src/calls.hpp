// Calls for applications and the applications themselves, as the store has them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "members.hpp"

namespace members_plugin {

struct CallRow {
  std::string id, title, state, method, closes;
  std::int64_t places = 0;
  std::optional<std::string> list_mark{};
};

struct ApplicationRow {
  std::string id, call, state;
  std::optional<std::int64_t> rank{};
};

[[nodiscard]] std::optional<CallRow> find_call(const std::string& call, const Query& query);
[[nodiscard]] std::vector<contract::Quota> quotas_of(const std::string& call, const Query& query);
/// A quota as pages show it, in words.
[[nodiscard]] contract::ShownQuota shown(const contract::Quota& quota, const std::optional<bool>& met);
[[nodiscard]] std::optional<ApplicationRow> find_application(const std::string& application, const Query& query);
/// Moves an application on; `decided` starts the clock of its deletion.
void move(const ApplicationRow& application, std::string_view state, bool decided, Command& command);
/// Who was drawn is gone: the first in reserve takes the place.
void move_up(const ApplicationRow& gone, Command& command);

}  // namespace members_plugin
