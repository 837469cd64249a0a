// What the council's settings say of a category, a body, an office.
#pragma once

#include <string>
#include <string_view>

#include "members.hpp"

namespace members_plugin {

/// A category that the settings do not list votes, with weight 1, and gives no role.
[[nodiscard]] contract::CategoryRule rule_of_category(const contract::Settings& settings, std::string_view category);
/// An office that the settings do not list may have several holders and gives no role.
[[nodiscard]] contract::OfficeRule rule_of_office(const contract::Settings& settings, std::string_view office);
/// The role that sitting in `body` gives; empty when none.
[[nodiscard]] std::string role_of_body(const contract::Settings& settings, std::string_view body);

}  // namespace members_plugin
