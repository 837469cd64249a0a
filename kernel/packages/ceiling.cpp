#include "kernel/packages/ceiling.hpp"

#include <algorithm>
#include <cctype>

#include "kernel/packages/refused.hpp"

namespace hemicycle::packages {
namespace {

constexpr std::string_view kGrant = "grant:", kRequire = "require:", kSession = "session", kLayout = "layout", kMail = "mail", kPeople = "people";

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 130 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '_' || c == '.';
  });
}

bool is_item(std::string_view item) {
  for (const auto prefix : {kGrant, kRequire})
    if (item.starts_with(prefix)) return item.substr(prefix.size()) == "*" || is_name(item.substr(prefix.size()));
  return item == kSession || item == kLayout || item == kMail || item == kPeople;
}

const contract::Operation* provided(const contract::Requirement& requirement, const std::vector<contract::Plugin>& neighbours) {
  for (const auto& plugin : neighbours)
    if (plugin.name == requirement.plugin()) return plugin.operation(std::string_view(requirement.name).substr(plugin.name.size() + 1));
  return nullptr;
}

bool is_known(const contract::Requirement& requirement, const std::vector<contract::Plugin>& neighbours) {
  return provided(requirement, neighbours) != nullptr;
}

bool is_internal(const contract::Requirement& requirement, const std::vector<contract::Plugin>& neighbours) {
  const auto* operation = provided(requirement, neighbours);
  return operation != nullptr && operation->permission.access == contract::Access::internal;
}

}  // namespace

std::set<std::string, std::less<>> read_may(std::string_view list) {
  std::set<std::string, std::less<>> out;
  while (!list.empty()) {
    const auto end = std::min(list.find_first_of(", "), list.size());
    if (const auto item = list.substr(0, end); !item.empty()) {
      if (!is_item(item))
        refuse_invalid("'" + std::string(item) + "' is nothing that a key may allow; known are grant:ROLE, require:PLUGIN.VERB, session, mail, people and layout");
      out.emplace(item);
    }
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return out;
}

std::vector<std::string> wants(const contract::Plugin& plugin, const std::vector<contract::Plugin>& neighbours) {
  std::vector<std::string> out;
  for (const auto& role : plugin.grants) out.push_back(std::string(kGrant) + role);
  const auto sessions = [](const contract::Operation& operation) { return operation.begins_session || operation.ends_session; };
  if (std::any_of(plugin.operations.begin(), plugin.operations.end(), sessions)) out.emplace_back(kSession);
  if (plugin.mail) out.emplace_back(kMail);
  if (!plugin.people.empty()) out.emplace_back(kPeople);
  for (const auto& requirement : plugin.requires_)
    if (requirement.plugin() != plugin.name && is_internal(requirement, neighbours)) out.push_back(std::string(kRequire) + requirement.name);
  // What it only uses may come later, when nobody asks any more what it may: unknown is taken for internal.
  for (const auto& use : plugin.uses)
    if (is_internal(use, neighbours) || !is_known(use, neighbours)) out.push_back(std::string(kRequire) + use.name);
  const auto home = [](const contract::Page& page) { return page.home; };
  if (!plugin.layout.empty() || std::any_of(plugin.pages.begin(), plugin.pages.end(), home)) out.emplace_back(kLayout);
  return out;
}

std::vector<std::string> beyond(const Ceiling& ceiling, const std::vector<std::string>& wanted) {
  std::vector<std::string> out;
  for (const auto& item : wanted) {
    const auto all = item.substr(0, item.find(':') + 1) + "*";
    if (!ceiling.may.contains(item) && !ceiling.may.contains(all)) out.push_back(item);
  }
  return out;
}

}  // namespace hemicycle::packages
