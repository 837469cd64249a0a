#include "rules.hpp"

#include <algorithm>

namespace members_plugin {

contract::CategoryRule rule_of_category(const contract::Settings& settings, std::string_view category) {
  const auto found = std::find_if(settings.categories.begin(), settings.categories.end(), [&](const auto& rule) { return rule.category == category; });
  if (found != settings.categories.end()) return *found;
  return {.category = std::string(category), .voting = true, .weight = 1, .role = std::nullopt};
}

contract::OfficeRule rule_of_office(const contract::Settings& settings, std::string_view office) {
  const auto found = std::find_if(settings.offices.begin(), settings.offices.end(), [&](const auto& rule) { return rule.office == office; });
  if (found != settings.offices.end()) return *found;
  return {.office = std::string(office), .single = false, .role = std::nullopt, .sits_in = std::nullopt};
}

std::string role_of_body(const contract::Settings& settings, std::string_view body) {
  const auto found = std::find_if(settings.bodies.begin(), settings.bodies.end(), [&](const auto& rule) { return rule.body == body; });
  return found == settings.bodies.end() ? std::string() : found->role;
}

}  // namespace members_plugin
