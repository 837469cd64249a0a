// A page that shows what happened to its object.
#include <algorithm>

#include "sdk/contract/reading.hpp"

namespace hemicycle::contract {

void read_history(const Source& reader, const Node& node, const std::string& what, const Operation& source, const Plugin& plugin, Page& out) {
  out.history = reader.text_of(node, "history", what);
  out.history_names = reader.text_of(node, "history_names", what);
  if (out.history.empty()) {
    if (!out.history_names.empty()) reader.refuse(*node.find("history_names"), "'history_names' of " + what + " without 'history'");
    return;
  }
  const auto& at = *node.find("history");
  const auto names = template_names(out.history);
  if (!names || out.history.find(':') == std::string::npos)
    reader.refuse(at, "'history' of " + what + " is not a subject such as \"club:{id}\": " + in_quotes(out.history));
  for (const auto& name : *names)
    if (!source.input.find(name) && !source.output.find(name))
      reader.refuse(at, "'history' of " + what + " names " + in_quotes(name) + ", which is neither in the input nor in the reply of " + in_quotes(source.verb));
  if (!out.history_names.empty() && std::find(plugin.permissions.begin(), plugin.permissions.end(), out.history_names) == plugin.permissions.end())
    reader.refuse(*node.find("history_names"), "'history_names' of " + what + " is no permission of this plugin: " + in_quotes(out.history_names));
}

}  // namespace hemicycle::contract
