#include "rulebook.hpp"

#include <algorithm>

namespace rules_plugin {

namespace {

template <typename Rule>
const Rule* find(const std::vector<Rule>& list, std::string_view id) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const Rule& rule) { return rule.id == id; });
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

const rules::BodyRule* body_rule(const rules::Settings& settings, std::string_view body) { return find(settings.bodies, body); }

const rules::FilingRule* filing_rule(const rules::Settings& settings, std::string_view kind) {
  const auto& list = settings.filings;
  const auto found = std::find_if(list.begin(), list.end(), [&](const rules::FilingRule& rule) { return rule.kind == kind; });
  return found == list.end() ? nullptr : &*found;
}

std::optional<rules::ActRule> act_rule(const rules::Settings& settings, const std::string& act) {
  if (const auto* rule = find(settings.acts, act)) return *rule;
  const auto& bodies = settings.bodies;
  const auto plenary = std::find_if(bodies.begin(), bodies.end(), [](const rules::BodyRule& body) { return body.kind == "plenary"; });
  if (plenary == bodies.end()) return {};
  rules::ActRule out;
  out.id = act;
  out.body = plenary->id;
  return out;
}

rules::KindRule kind_rule(const rules::Settings& settings, const std::string& kind) {
  if (const auto* rule = find(settings.deliverable_kinds, kind)) return *rule;
  rules::KindRule out;
  out.id = kind;
  return out;
}

}  // namespace rules_plugin
