#include <algorithm>
#include <functional>
#include <set>

#include "kernel/cli/check/promises.hpp"

namespace hemicycle::check {
namespace {

using contract::Field;
using contract::Fields;
using contract::Plugin;

void walk(const Fields& fields, const std::function<void(const Field&)>& see) {
  for (const auto& field : fields.list) {
    see(field);
    const auto* inner = &field;
    while (inner->items) see(*(inner = inner->items.get()));
    if (inner->fields) walk(*inner->fields, see);
  }
}

void walk_messages(const Plugin& plugin, const std::function<void(const Field&)>& see) {
  for (const auto& operation : plugin.operations) {
    walk(operation.input, see);
    walk(operation.output, see);
  }
  for (const auto& event : plugin.events) walk(event.payload, see);
  for (const auto& job : plugin.jobs) walk(job.input, see);
  walk(plugin.settings, see);
}

Findings unused_types(const Plugin& plugin) {
  std::set<std::string> used;
  walk_messages(plugin, [&](const Field& field) { used.insert(field.ref); });
  Findings out;
  for (const auto& [name, fields] : plugin.types)
    if (!used.contains(name)) out.push_back("the type '" + name + "' is used by no command, query, event, job or setting: remove it from `types`, or refer to it");
  return out;
}

/// What no message names may still be used by the code, which then says its name.
Findings unused_names(const Subject& subject) {
  const auto& plugin = subject.contract;
  Findings out;
  std::set<std::string> asked, emitted, among, options;
  for (const auto& operation : plugin.operations) {
    asked.insert(operation.permission.name);
    emitted.insert(operation.emits.begin(), operation.emits.end());
  }
  for (const auto& entry : plugin.navigation) asked.insert(entry.permission);
  walk_messages(plugin, [&](const Field& field) {
    among.insert(field.among);
    options.insert(field.options);
  });

  for (const auto& permission : plugin.permissions)
    if (!asked.contains(permission) && !subject.code_says(permission))
      out.push_back("the permission '" + permission + "' opens nothing: no command or query asks for it and the code never tests it; remove it from `permissions`");
  for (const auto& event : plugin.events)
    if (!emitted.contains(event.name) && !subject.code_says(event.name))
      out.push_back("the event '" + event.name + "' is never told: name it in the `emits` of the command that causes it, or remove it from `events`");
  for (const auto& vocabulary : plugin.vocabularies)
    if (!among.contains(vocabulary) && !subject.code_says(vocabulary))
      out.push_back("the vocabulary '" + vocabulary + "' is asked of every council and no field is `among` it; remove it from `vocabularies`");
  for (const auto& requirement : plugin.requires_)
    if (!options.contains(requirement.name) && !subject.code_says(requirement.name))
      out.push_back("it requires " + requirement.name + " and never asks it: without that plugin this one would not start, for nothing; remove it from `requires`");
  for (const auto& use : plugin.uses)
    if (!subject.code_says(use.name)) out.push_back("it names " + use.name + " in `uses` and never asks it; remove it from `uses`");
  return out;
}

}  // namespace

Findings contract_lint(const Subject& subject) {
  auto out = unused_types(subject.contract);
  for (auto& finding : unused_names(subject)) out.push_back(std::move(finding));
  for (const auto& operation : subject.contract.operations)
    if (operation.command && operation.emits.empty() && operation.permission.access == contract::Access::internal)
      out.push_back("the command '" + operation.name + "' is internal, so nobody can call it: a command is for people; make it a job, or give it a permission");
  return out;
}

}  // namespace hemicycle::check
