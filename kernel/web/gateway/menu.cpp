#include "kernel/web/gateway/menu.hpp"

#include <algorithm>

namespace hemicycle::web::gateway {
namespace {

using render::Data;
using render::put;

Menu::Link link_of(const Premises& premises, const contract::Plugin& plugin, const contract::NavigationEntry& entry) {
  const auto found = premises.router.find(entry.path);
  Menu::Link link{.path = entry.path, .permission = entry.permission, .operation = found ? found->route->operation : nullptr, .label = {}, .order = entry.order};
  for (const auto& locale : premises.settings.locales) link.label.emplace(locale, premises.catalogue.text(plugin.name, entry.label, locale));
  return link;
}

/// The entry's own page, or one beneath it. The first page of the house is above all others and stands for itself alone.
bool leads_to(const Menu::Link& link, const std::string& path) {
  return path == link.path || (link.path != "/" && path.starts_with(link.path) && path[link.path.size()] == '/');
}

std::vector<Data> shown(const std::vector<Menu::Link>& links, const std::string& path, const std::string& nearest, const std::string& locale, const Menu::Shows& shows) {
  std::vector<Data> out;
  for (const auto& link : links) {
    if (!shows(link)) continue;
    auto data = Data(Data::type::object);
    const auto label = link.label.find(locale);
    put(data, "label", label == link.label.end() ? std::string() : label->second);
    put(data, "path", link.path);
    put(data, "current", link.path == path);
    put(data, "within", link.path != path && link.path == nearest);
    put(data, "group", false);
    out.push_back(std::move(data));
  }
  return out;
}

}  // namespace

Menu::Menu(const Premises& premises) {
  if (const auto found = premises.vocabularies.find(kMenuGroups); found != premises.vocabularies.end())
    for (const auto& term : found->second) groups_.push_back({.term = &term, .links = {}});
  for (const auto& plugin : premises.contracts)
    for (const auto& entry : plugin->navigation) {
      const auto group = std::find_if(groups_.begin(), groups_.end(), [&](const Group& one) { return one.term->id == entry.group; });
      auto& there = entry.footer ? footer_ : group != groups_.end() ? group->links : alone_;
      there.push_back(link_of(premises, *plugin, entry));
    }
  const auto sort = [](std::vector<Link>& links) { std::stable_sort(links.begin(), links.end(), [](const Link& a, const Link& b) { return a.order < b.order; }); };
  sort(alone_);
  sort(footer_);
  for (auto& group : groups_) sort(group.links);
}

std::vector<Data> Menu::entries(const std::string& path, const std::string& locale, const Shows& shows) const {
  std::string nearest;  // of the entries above this page, the one with the longest path
  const auto look = [&](const std::vector<Link>& links) {
    for (const auto& link : links)
      if (leads_to(link, path) && link.path.size() > nearest.size() && shows(link)) nearest = link.path;
  };
  look(alone_);
  for (const auto& group : groups_) look(group.links);

  auto out = shown(alone_, path, nearest, locale, shows);
  for (const auto& group : groups_) {
    auto entries = shown(group.links, path, nearest, locale, shows);
    if (entries.empty()) continue;
    auto data = Data(Data::type::object);
    put(data, "label", group.term->label(locale));
    put(data, "path", false);
    put(data, "current", false);
    put(data, "within", std::any_of(group.links.begin(), group.links.end(), [&](const Link& link) { return link.path == nearest && shows(link); }));
    put(data, "group", true);
    render::put_list(data, "entries", std::move(entries));
    out.push_back(std::move(data));
  }
  return out;
}

std::vector<Data> Menu::footer(const std::string& path, const std::string& locale, const Shows& shows) const { return shown(footer_, path, {}, locale, shows); }

}  // namespace hemicycle::web::gateway
