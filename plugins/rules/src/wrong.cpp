// Rules that contradict themselves: the house does not start on them.
#include <algorithm>
#include <optional>
#include <string>

#include "rulebook.hpp"
#include "rules.hpp"

namespace rules_plugin {

namespace {

std::string at(const std::string& list, std::size_t index, const std::string& field) { return list + "." + std::to_string(index) + "." + field; }

/// Two rules of one name: nobody could say which one holds.
template <typename Rule, typename Name>
std::optional<WrongSetting> twice(const std::vector<Rule>& rules, const std::string& list, const std::string& field, Name name) {
  for (std::size_t i = 1; i < rules.size(); ++i)
    for (std::size_t other = 0; other < i; ++other)
      if (name(rules[i]) == name(rules[other]))
        return WrongSetting{.path = at(list, i, field), .expected = "what no other rule of this list is about", .found = "'" + name(rules[i]) + "' twice"};
  return {};
}

std::optional<WrongSetting> wrong_body(const rules::BodyRule& body, std::size_t index) {
  const auto days = std::to_string(body.papers_days);
  if (body.papers_days > body.notice_days)
    return WrongSetting{.path = at("bodies", index, "papers_days"), .expected = "at most the " + std::to_string(body.notice_days) + " days of notice", .found = days};
  if (body.quorum_percent == 0 && body.second_convocation == "same")
    return WrongSetting{.path = at("bodies", index, "second_convocation"), .expected = "none or no_quorum, since the body has no quorum", .found = "same"};
  return {};
}

std::optional<WrongSetting> wrong_act(const rules::Settings& settings, const rules::ActRule& act, std::size_t index) {
  const auto has = [&](const std::string& method) { return std::find(act.methods.begin(), act.methods.end(), method) != act.methods.end(); };
  if (!body_rule(settings, act.body)) return WrongSetting{.path = at("acts", index, "body"), .expected = "a body that settings.rules.bodies describes", .found = "'" + act.body + "'"};
  if (act.tie != "rejected" && (act.majority == "absolute_members" || act.majority == "two_thirds"))
    return WrongSetting{.path = at("acts", index, "tie"), .expected = "rejected: where " + act.majority + " is asked, as many for as against is no tie", .found = act.tie};
  if (act.tie == "chair" && act.per_college)
    return WrongSetting{.path = at("acts", index, "tie"), .expected = "rejected or revote: nobody chairs all colleges", .found = "chair"};
  if (act.per_college && act.by_vote && std::all_of(act.methods.begin(), act.methods.end(), [](const std::string& method) { return method == "consent"; }))
    return WrongSetting{.path = at("acts", index, "methods"), .expected = "a method that counts each college, since the majority is taken per college", .found = "consent alone"};
  if (act.id == "elect" && act.by_vote && act.secret_for_persons && !has("secret_paper"))
    return WrongSetting{.path = at("acts", index, "methods"), .expected = "secret_paper among them, since votes on persons are secret (secret_for_persons)", .found = "none that is secret"};
  return {};
}

}  // namespace

std::optional<WrongSetting> Rules::wrong_setting() const {
  const auto& all = settings();
  const auto id = [](const auto& rule) { return rule.id; };
  if (auto wrong = twice(all.bodies, "bodies", "id", id)) return wrong;
  if (auto wrong = twice(all.acts, "acts", "id", id)) return wrong;
  if (auto wrong = twice(all.deliverable_kinds, "deliverable_kinds", "id", id)) return wrong;
  if (auto wrong = twice(all.filings, "filings", "kind", [](const rules::FilingRule& rule) { return rule.kind; })) return wrong;
  for (std::size_t i = 0; i < all.bodies.size(); ++i)
    if (auto wrong = wrong_body(all.bodies[i], i)) return wrong;
  for (std::size_t i = 0; i < all.acts.size(); ++i)
    if (auto wrong = wrong_act(all, all.acts[i], i)) return wrong;
  const auto has_plenary = std::any_of(all.bodies.begin(), all.bodies.end(), [](const rules::BodyRule& body) { return body.kind == "plenary"; });
  for (std::size_t i = 0; i < all.deliverable_kinds.size(); ++i)
    if (all.deliverable_kinds[i].needs_plenary_vote && !has_plenary)
      return WrongSetting{.path = at("deliverable_kinds", i, "needs_plenary_vote"), .expected = "false, since no body is a plenary", .found = "true"};
  if (all.leads_min > all.leads_max)
    return WrongSetting{.path = "leads_min", .expected = "at most leads_max, " + std::to_string(all.leads_max), .found = std::to_string(all.leads_min)};
  return {};
}

}  // namespace rules_plugin
