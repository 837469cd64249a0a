// A group as the store has it, and who may see it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "working_groups.hpp"

namespace working_groups_plugin {

struct Group {
  std::string id, referral, title, mandate, state, visibility, planned_end;
  std::optional<std::string> resumes_as;  ///< the state that a pause interrupted
  std::int64_t opened_ns = 0;
  std::optional<std::int64_t> closed_ns;

  [[nodiscard]] bool in(std::initializer_list<std::string_view> states) const;
  [[nodiscard]] bool open_to_all() const { return visibility == "public"; }
};

[[nodiscard]] std::optional<Group> find(const std::string& id, const Query& query);

/// "group:G-2026-001": where leads and members hold their roles.
[[nodiscard]] std::string scope_of(const std::string& group);
/// Whether this call's actor reads the private part.
[[nodiscard]] bool sees_inside(const std::string& group, const Query& query);

/// Values of one family ("theme", "method", "means") in their order.
[[nodiscard]] std::vector<std::string> tags(const std::string& group, std::string_view family, const Query& query);

void set_state(const std::string& group, std::string_view state, Command& command);

/// "G-2026-003": counted in the same transaction, so no number is lost or given twice.
[[nodiscard]] std::string next_number(std::string_view letter, Command& command);

/// Whether accounts knows all of them. An error when it could not be asked.
[[nodiscard]] Result<bool> all_known(const std::vector<std::string>& accounts, const Query& query);

[[nodiscard]] bool has_doubles(const std::vector<std::string>& values);

}  // namespace working_groups_plugin
