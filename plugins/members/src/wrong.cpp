// Settings that the types allow and the register could not live by.
#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "members.hpp"

namespace members_plugin {
namespace {

/// The roles among the `grants` of plugin.json: the kernel lets this plugin give no other.
constexpr std::array<std::string_view, 3> kGiven{"member", "bureau", "chair"};

std::string at(std::string_view list, std::size_t index, std::string_view field) {
  return std::string(list).append(".").append(std::to_string(index)).append(".").append(field);
}

std::optional<WrongSetting> wrong_role(std::string_view list, std::size_t index, const std::optional<std::string>& role) {
  if (!role || std::find(kGiven.begin(), kGiven.end(), *role) != kGiven.end()) return std::nullopt;
  return WrongSetting{.path = at(list, index, "role"), .expected = "a role that a seat or an office may give: member, bureau or chair", .found = "'" + *role + "'"};
}

template <typename Rule, typename Name>
std::optional<WrongSetting> twice(const std::vector<Rule>& rules, std::string_view list, std::string_view field, Name name) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < rules.size(); ++i)
    if (!seen.insert(name(rules[i])).second)
      return WrongSetting{.path = at(list, i, field), .expected = "what no other rule of this list is about", .found = "'" + name(rules[i]) + "' twice"};
  return std::nullopt;
}

/// A census gives people or shares, of all lines or none, and not more than the whole.
template <typename Line>
std::optional<WrongSetting> wrong_shares(const std::vector<Line>& lines, std::string_view list) {
  double all = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& one = lines[i];
    if (one.people && one.percent) return WrongSetting{.path = at(list, i, "percent"), .expected = "nothing, where people are given: the share is worked out of them", .found = "both"};
    if (one.people.has_value() != lines.front().people.has_value())
      return WrongSetting{.path = std::string(list) + "." + std::to_string(i), .expected = "people in every line or in none", .found = "some with, some without"};
    all += one.percent.value_or(0);
    if (all > 100.5) return WrongSetting{.path = at(list, i, "percent"), .expected = "shares of 100 in all", .found = "more"};
  }
  return std::nullopt;
}

}  // namespace

std::optional<WrongSetting> Members::wrong_setting() const {
  const auto& all = settings();
  if (auto wrong = twice(all.categories, "categories", "category", [](const auto& rule) { return rule.category; })) return wrong;
  if (auto wrong = twice(all.bodies, "bodies", "body", [](const auto& rule) { return rule.body; })) return wrong;
  if (auto wrong = twice(all.offices, "offices", "office", [](const auto& rule) { return rule.office; })) return wrong;
  for (std::size_t i = 0; i < all.categories.size(); ++i)
    if (auto wrong = wrong_role("categories", i, all.categories[i].role)) return wrong;
  for (std::size_t i = 0; i < all.bodies.size(); ++i)
    if (auto wrong = wrong_role("bodies", i, all.bodies[i].role)) return wrong;
  for (std::size_t i = 0; i < all.offices.size(); ++i)
    if (auto wrong = wrong_role("offices", i, all.offices[i].role)) return wrong;
  if (auto wrong = twice(all.census_colleges, "census_colleges", "college", [](const auto& line) { return line.college; })) return wrong;
  if (auto wrong = wrong_shares(all.census, "census")) return wrong;
  if (auto wrong = wrong_shares(all.census_colleges, "census_colleges")) return wrong;
  for (std::size_t i = 0; i < all.census.size(); ++i) {
    const auto& one = all.census[i];
    if (one.from > one.to) return WrongSetting{.path = at("census", i, "to"), .expected = "at least from, " + std::to_string(one.from), .found = std::to_string(one.to)};
    if (i > 0 && one.from <= all.census[i - 1].to)
      return WrongSetting{.path = at("census", i, "from"), .expected = "above the class before, " + std::to_string(all.census[i - 1].to), .found = std::to_string(one.from)};
  }
  return std::nullopt;
}

}  // namespace members_plugin
