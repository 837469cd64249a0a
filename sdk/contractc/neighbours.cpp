#include "sdk/contractc/neighbours.hpp"

#include <algorithm>

#include "sdk/contractc/spelling.hpp"

namespace hemicycle::contractc {
namespace {

using contract::Refused;

/// The line of the item `text` in the array `key`, else of the key, else 1.
int line_of(const Source& source, std::string_view key, std::string_view text) {
  const auto* list = source.root.find(key);
  if (list == nullptr) return 1;
  const auto found = std::find_if(list->items.begin(), list->items.end(), [&](const auto& item) { return item.text == text; });
  return found == list->items.end() ? list->line : found->line;
}

const Source* find(const std::vector<Source>& others, std::string_view plugin) {
  const auto found = std::find_if(others.begin(), others.end(), [&](const Source& other) { return other.plugin.name == plugin; });
  return found == others.end() ? nullptr : &*found;
}

/// Follows requirements from `at`; returns the path back to `goal`, or nothing.
std::vector<std::string> path_to(std::string_view goal, const Source& at, const std::vector<Source>& others,
                                 std::vector<std::string>& seen) {
  seen.push_back(at.plugin.name);
  for (const auto& requirement : at.plugin.asks()) {
    const auto next_name = requirement.plugin();
    if (next_name == goal) return {at.plugin.name, std::string(goal)};
    const auto* next = find(others, next_name);
    if (next == nullptr || std::find(seen.begin(), seen.end(), next_name) != seen.end()) continue;
    auto rest = path_to(goal, *next, others, seen);
    if (rest.empty()) continue;
    rest.insert(rest.begin(), at.plugin.name);
    return rest;
  }
  return {};
}

void refuse_cycle(const Source& own, const std::vector<Source>& others, const contract::Requirement& requirement, int line) {
  const auto* next = find(others, requirement.plugin());
  std::vector<std::string> seen;
  const auto path = path_to(own.plugin.name, *next, others, seen);
  if (path.empty()) return;
  auto text = own.plugin.name;
  for (const auto& step : path) text.append(" -> ").append(step);
  throw Refused(own.file, line, "a cycle of requirements: " + text + "; let one of them react to an event instead");
}

}  // namespace

std::map<std::string, Verbs> needed(const Source& own, const std::vector<Source>& others) {
  std::map<std::string, Verbs> out;
  for (const auto& requirement : own.plugin.asks()) {
    const auto& hard = own.plugin.requires_;
    const bool required = std::any_of(hard.begin(), hard.end(), [&](const auto& one) { return one.name == requirement.name; });
    const std::string key = required ? "requires" : "uses";
    const auto line = line_of(own, key, requirement.name + "@" + std::to_string(requirement.major));
    const auto* other = find(others, requirement.plugin());
    if (other == nullptr) {
      throw Refused(own.file, line,
                    key + " '" + requirement.name + "', but no contract of '" + requirement.plugin() + "' was given; add it with --with");
    }
    const auto* query = other->plugin.operation(verb_of(requirement.name));
    if (query == nullptr || query->command)
      throw Refused(own.file, line, key + " '" + requirement.name + "', which is no query of " + other->file);
    if (query->major != requirement.major) {
      throw Refused(own.file, line,
                    key + " '" + requirement.name + "@" + std::to_string(requirement.major) + "', but " + other->file + " has major " +
                        std::to_string(query->major));
    }
    refuse_cycle(own, others, requirement, line);
    out[requirement.plugin()].insert(std::string(verb_of(requirement.name)));
  }
  for (const auto& event : own.plugin.reactions) {
    const std::string plugin(plugin_of(event));
    const auto line = line_of(own, "reactions", event);
    if (plugin == own.plugin.name) {
      if (own.plugin.event(verb_of(event)) == nullptr)
        throw Refused(own.file, line, "reacts to '" + event + "', which it does not declare");
      continue;
    }
    const auto* other = find(others, plugin);
    if (other == nullptr)
      throw Refused(own.file, line, "reacts to '" + event + "', but no contract of '" + plugin + "' was given; add it with --with");
    if (other->plugin.event(verb_of(event)) == nullptr)
      throw Refused(own.file, line, "reacts to '" + event + "', which is no event of " + other->file);
    out[plugin].insert(std::string(verb_of(event)));
  }
  return out;
}

void refuse_one_name_twice(const Source& own, const std::vector<Shape>& shapes) {
  Verbs seen = {"Handler"};
  for (const auto& shape : shapes) {
    if (seen.insert(shape.name).second) continue;
    int line = 1;
    for (const auto* block : {"types", "commands", "queries", "events", "jobs"}) {
      const auto* node = own.root.find(block);
      for (std::size_t i = 0; node != nullptr && i < node->keys.size(); ++i) {
        const auto& key = node->keys[i];
        if (key == shape.name || (block != std::string_view("types") && pascal(key) == shape.name)) line = node->items[i].line;
      }
    }
    throw Refused(own.file, line, "two things would both be the C++ struct " + shape.name + "; rename one of them");
  }
}

}  // namespace hemicycle::contractc
