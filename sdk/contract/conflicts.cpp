#include <algorithm>
#include <set>

#include "sdk/contract/model.hpp"

namespace hemicycle::contract {

namespace {

using Reasons = std::map<std::string, std::string>;

std::string in_quotes(const std::string& name) { return "'" + name + "'"; }

/// The plugins by name, with what is wrong with them so far. The first reason found for a plugin stays.
class House {
 public:
  explicit House(const std::vector<Plugin>& plugins) : plugins_(plugins) {
    for (const auto& plugin : plugins)
      if (!by_name_.emplace(plugin.name, &plugin).second)
        reasons_.emplace(plugin.name, "two plugins are named " + in_quotes(plugin.name) + "; remove one");
  }

  void check_requirements() {
    for (const auto& plugin : plugins_) {
      for (const auto& need : plugin.requires_) check_requirement(plugin, need);
      for (const auto& use : plugin.uses)
        if (const auto* provided = provided_for(use)) check_major(plugin, "uses", use, *provided);
    }
  }

  void check_cycles() {
    std::set<std::string> done;
    for (const auto& [name, plugin] : by_name_) {
      std::vector<std::string> path;
      walk(name, path, done);
    }
  }

  /// The plugin that comes later yields: the house that stood before a newcomer keeps standing.
  void check_pages() {
    std::map<std::string, std::pair<std::string, std::string>> seen;  // pattern -> plugin, path
    for (const auto& plugin : plugins_) {
      if (reasons_.contains(plugin.name)) continue;
      for (const auto& page : plugin.pages) {
        const auto pattern = fill(page.path, [](std::string_view) { return std::string("{}"); });
        const auto [found, fresh] = seen.emplace(pattern, std::pair(plugin.name, page.path));
        if (!fresh && found->second.first != plugin.name)
          reasons_.emplace(plugin.name, "its page " + in_quotes(page.path) + " is already the page " + in_quotes(found->second.second) +
                                            " of " + in_quotes(found->second.first));
      }
    }
  }

  /// Who requires one that cannot stand cannot stand either.
  void spread() {
    for (bool changed = true; changed;) {
      changed = false;
      for (const auto& plugin : plugins_)
        for (const auto& need : plugin.requires_) {
          const auto fallen = reasons_.find(need.plugin());
          if (fallen == reasons_.end() || reasons_.contains(plugin.name)) continue;
          reasons_.emplace(plugin.name, "it requires " + in_quotes(need.name) + ", but " + in_quotes(need.plugin()) +
                                            " cannot stand: " + fallen->second);
          changed = true;
        }
    }
  }

  [[nodiscard]] Reasons take() { return std::move(reasons_); }

 private:
  void check_requirement(const Plugin& plugin, const Requirement& need) {
    const auto wanted = in_quotes(need.name + "@" + std::to_string(need.major));
    const auto provider = by_name_.find(need.plugin());
    if (provider == by_name_.end()) {
      reasons_.emplace(plugin.name, "it requires " + wanted + ", but there is no plugin " + in_quotes(need.plugin()));
      return;
    }
    const auto* operation = provided_for(need);
    if (!operation)
      reasons_.emplace(plugin.name, "it requires " + wanted + ", which " + in_quotes(need.plugin()) + " " + provider->second->version +
                                        " does not provide");
    else
      check_major(plugin, "requires", need, *operation);
  }

  void check_major(const Plugin& plugin, const std::string& how, const Requirement& need, const Operation& provided) {
    if (provided.major == need.major) return;
    reasons_.emplace(plugin.name, "it " + how + " " + in_quotes(need.name + "@" + std::to_string(need.major)) + ", but " +
                                      in_quotes(need.plugin()) + " provides " + in_quotes(need.name + "@" + std::to_string(provided.major)));
  }

  [[nodiscard]] const Operation* provided_for(const Requirement& need) const {
    const auto provider = by_name_.find(need.plugin());
    return provider == by_name_.end() ? nullptr : provider->second->operation(need.name.substr(need.name.find('.') + 1));
  }

  void walk(const std::string& name, std::vector<std::string>& path, std::set<std::string>& done) {
    const auto known = by_name_.find(name);
    if (known == by_name_.end() || done.contains(name)) return;
    if (const auto open = std::find(path.begin(), path.end(), name); open != path.end()) {
      std::string chain;
      for (auto step = open; step != path.end(); ++step) chain += *step + " -> ";
      for (auto step = open; step != path.end(); ++step) reasons_.emplace(*step, "its requirements make a circle: " + chain + name);
      return;
    }
    path.push_back(name);
    for (const auto& need : known->second->asks()) walk(need.plugin(), path, done);
    path.pop_back();
    done.insert(name);
  }

  const std::vector<Plugin>& plugins_;
  std::map<std::string, const Plugin*> by_name_;
  Reasons reasons_;
};

}  // namespace

Reasons conflicts(const std::vector<Plugin>& plugins) {
  House house(plugins);
  house.check_requirements();
  house.check_cycles();
  house.spread();
  house.check_pages();
  house.spread();
  return house.take();
}

}  // namespace hemicycle::contract
