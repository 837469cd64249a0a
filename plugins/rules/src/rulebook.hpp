// Where a rule is looked up in the settings, and what holds for that which they do not name.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rules.contract.hpp"

namespace rules_plugin {

/// Null when no rule is about it. Valid as long as the settings.
[[nodiscard]] const rules::BodyRule* body_rule(const rules::Settings& settings, std::string_view body);
[[nodiscard]] const rules::FilingRule* filing_rule(const rules::Settings& settings, std::string_view kind);

/// An act that no rule names is taken by the first plenary, by show of hands and simple majority. Nothing when there is no plenary.
[[nodiscard]] std::optional<rules::ActRule> act_rule(const rules::Settings& settings, const std::string& act);
/// A kind that no rule names goes to the board and the plenary, is numbered and expects a response.
[[nodiscard]] rules::KindRule kind_rule(const rules::Settings& settings, const std::string& kind);

}  // namespace rules_plugin
