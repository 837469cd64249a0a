#include "kernel/packages/rating.hpp"

#include <algorithm>

namespace hemicycle::packages {
namespace {

using contract::Field;
using contract::Fields;
using contract::Plugin;

template <typename Names>
std::string joined(const Names& names) {
  std::string out;
  for (const auto& name : names) out.append(out.empty() ? "" : ", ").append(name);
  return out;
}

template <typename Holds>
bool any_field(const Fields& fields, const Holds& holds) {
  return std::any_of(fields.list.begin(), fields.list.end(), [&](const Field& field) {
    return holds(field) || (field.items && holds(*field.items)) || (field.fields && any_field(*field.fields, holds)) ||
           (field.items && field.items->fields && any_field(*field.items->fields, holds));
  });
}

template <typename Holds>
bool any_field(const Plugin& plugin, const Holds& holds) {
  return any_field(plugin.settings, holds) || std::any_of(plugin.operations.begin(), plugin.operations.end(), [&](const contract::Operation& operation) {
           return any_field(operation.input, holds) || any_field(operation.output, holds);
         });
}

template <typename Holds>
bool any_operation(const Plugin& plugin, const Holds& holds) {
  return std::any_of(plugin.operations.begin(), plugin.operations.end(), holds);
}

void add_how_it_runs(std::vector<Right>& out, contract::Isolation isolation, Provenance provenance) {
  if (provenance == Provenance::house) {
    out.push_back({.key = "rights.house"});
    return;
  }
  if (isolation == contract::Isolation::in_process) out.push_back({.key = "rights.in_process", .weight = 6});
  if (isolation == contract::Isolation::worker) out.push_back({.key = "rights.worker", .weight = 6});
  if (isolation == contract::Isolation::sandboxed) out.push_back({.key = "rights.sandboxed"});
  if (provenance == Provenance::unsigned_) out.push_back({.key = "rights.unsigned", .weight = 4});
}

void add_reach(std::vector<Right>& out, const Plugin& plugin) {
  if (!plugin.grants.empty()) out.push_back({.key = "rights.roles", .weight = 5, .parameters = {{"roles", joined(plugin.grants)}}});
  if (any_operation(plugin, [](const auto& operation) { return operation.begins_session || operation.ends_session; })) out.push_back({.key = "rights.sessions", .weight = 5});
  if (plugin.mail) out.push_back({.key = "rights.mail", .weight = 4});
  if (!plugin.people.empty()) out.push_back({.key = "rights.people", .weight = 4});
  if (!plugin.layout.empty()) out.push_back({.key = "rights.layout", .weight = 5});
  std::vector<std::string> required;
  for (const auto& requirement : plugin.asks())
    if (requirement.plugin() != plugin.name) required.push_back(requirement.name);
  if (!required.empty()) out.push_back({.key = "rights.requires", .weight = 4, .parameters = {{"contracts", joined(required)}}});
}

void add_data(std::vector<Right>& out, const Plugin& plugin) {
  if (any_field(plugin, [](const Field& field) { return field.format == contract::Format::password && field.type == contract::Type::string; }))
    out.push_back({.key = "rights.passwords", .weight = 4});
  if (any_field(plugin, [](const Field& field) { return field.personal || (field.type == contract::Type::string && field.format == contract::Format::email); }))
    out.push_back({.key = "rights.personal", .weight = 3});
  if (any_field(plugin, [](const Field& field) { return field.type == contract::Type::upload; })) out.push_back({.key = "rights.documents", .weight = 3});
  std::vector<std::string> slots;
  for (const auto& filler : plugin.slots) slots.push_back(filler.slot);
  if (!slots.empty()) out.push_back({.key = "rights.slots", .weight = 2, .parameters = {{"slots", joined(slots)}}});
  if (!plugin.reactions.empty()) out.push_back({.key = "rights.reactions", .weight = 2, .parameters = {{"events", joined(plugin.reactions)}}});
  if (any_operation(plugin, [](const auto& operation) { return operation.command; })) out.push_back({.key = "rights.changes", .weight = 2});
  if (!plugin.jobs.empty()) out.push_back({.key = "rights.jobs", .weight = 2});
  if (!plugin.permissions.empty()) out.push_back({.key = "rights.permissions", .parameters = {{"permissions", joined(plugin.permissions)}}});
  std::vector<std::string> paths;
  for (const auto& page : plugin.pages) paths.push_back(page.path);
  if (!paths.empty()) out.push_back({.key = "rights.pages", .parameters = {{"paths", joined(paths)}}});
}

}  // namespace

std::vector<Right> rights(const Plugin& plugin, contract::Isolation isolation, Provenance provenance) {
  std::vector<Right> out;
  add_how_it_runs(out, isolation, provenance);
  add_reach(out, plugin);
  add_data(out, plugin);
  std::stable_sort(out.begin(), out.end(), [](const Right& left, const Right& right) { return left.weight > right.weight; });
  return out;
}

int safety_rating(const Plugin& plugin, contract::Isolation isolation, Provenance provenance) { return rights(plugin, isolation, provenance).front().weight; }

}  // namespace hemicycle::packages
