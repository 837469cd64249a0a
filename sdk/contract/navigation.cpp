#include <algorithm>

#include "sdk/contract/reading.hpp"

namespace hemicycle::contract {

namespace {

NavigationEntry entry(const Source& source, const Node& node, const Plugin& plugin) {
  source.object(node, "a navigation entry", {"label", "path", "order", "permission", "group", "place"});
  NavigationEntry out;
  out.label = source.text(source.required(node, "label", "a navigation entry"), "'label' of a navigation entry");
  const auto what = "navigation entry " + in_quotes(out.label);
  const auto& path = source.required(node, "path", what);
  out.path = source.text(path, "'path' of " + what);
  if (out.path.front() != '/' || out.path.find('{') != std::string::npos)
    source.refuse(path, "'path' of " + what + " is not a path without parameters");
  out.order = static_cast<int>(source.integer_of(node, "order", what, out.order));
  out.permission = source.text_of(node, "permission", what);
  const auto known = out.permission.empty() || out.permission == "public" || out.permission == "signed_in" || out.permission == "visitor" ||
                     std::find(plugin.permissions.begin(), plugin.permissions.end(), out.permission) != plugin.permissions.end();
  if (!known) source.refuse(*node.find("permission"), "unknown permission " + in_quotes(out.permission) + " of " + what);
  out.group = source.text_of(node, "group", what);
  if (!out.group.empty() && !is_snake_case(out.group)) source.refuse(*node.find("group"), "'group' of " + what + " is not snake_case");
  const auto place = source.text_of(node, "place", what);
  if (!place.empty() && place != "menu" && place != "footer") source.refuse(*node.find("place"), "'place' of " + what + " is menu or footer");
  out.footer = place == "footer";
  if (out.footer && !out.group.empty()) source.refuse(*node.find("group"), what + " stands in the footer, which has no groups");
  return out;
}

}  // namespace

void read_navigation(const Source& source, const Node& root, Plugin& plugin) {
  const auto* node = root.find("navigation");
  if (!node) return;
  source.expect(*node, Node::Kind::array, in_quotes("navigation"));
  for (const auto& item : node->items) plugin.navigation.push_back(entry(source, item, plugin));
}

}  // namespace hemicycle::contract
