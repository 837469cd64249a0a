// A group as the store has it, and who may see it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "term.hpp"
#include "working_groups.hpp"

namespace working_groups_plugin {

struct Group {
  std::string id, referral, title, mandate, state, visibility, planned_end;
  std::optional<std::string> resumes_as;  ///< the state that a pause interrupted
  std::int64_t opened_ns = 0;
  std::optional<std::int64_t> closed_ns;
  std::optional<std::string> watch_subject, watch_until;

  [[nodiscard]] bool in(std::initializer_list<std::string_view> states) const;
  /// Nobody works in it any more: closed, on watch or filed away.
  [[nodiscard]] bool over() const { return in({"closed", "on_watch", "archived"}); }
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

/// Whether a group may be opened on this referral: it is in the programme, or in work by the fast track without a group.
[[nodiscard]] bool awaits_group(const saisine::GetBriefReply& referral);

/// The refusal when the rules want members only and one of these accounts is none. `field` is where it is said.
[[nodiscard]] std::optional<Error> outsider_among(const std::vector<std::string>& accounts, const rules::GroupReply& rule, const Query& query,
                                                  std::string_view field);

[[nodiscard]] bool has_doubles(const std::vector<std::string>& values);

}  // namespace working_groups_plugin
