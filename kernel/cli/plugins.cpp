#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "kernel/cli/commands.hpp"
#include "kernel/cli/plugin_words.hpp"

namespace hemicycle::cli {
namespace {

using nlohmann::json;

/// A folder's name is bytes; JSON is UTF-8.
std::string shown(const json& value) { return value.dump(2, ' ', false, json::error_handler_t::replace); }

std::string gap(const std::string& text, std::size_t width) { return std::string(text.size() < width ? width - text.size() : 1, ' '); }

void print(const json& value, const std::string& indent) {
  for (const auto& [key, item] : value.items()) {
    if (item.is_string()) {
      std::cout << indent << key << ": " << item.get_ref<const std::string&>() << '\n';
    } else if (item.is_array()) {
      // Names stand on one line; sentences each on their own.
      const bool sentences = std::any_of(item.begin(), item.end(), [](const json& one) { return one.get_ref<const std::string&>().find(' ') != std::string::npos; });
      std::cout << indent << key << ":";
      for (const auto& one : item) std::cout << (sentences ? "\n" + indent + "  " : " ") << one.get_ref<const std::string&>();
      std::cout << '\n';
    } else if (!item.is_object()) {
      std::cout << indent << key << ": " << item << '\n';
    } else {
      std::cout << indent << key << ":\n";
      print(item, indent + "  ");
    }
  }
}

}  // namespace

Exit plugin_list(const config::Settings& settings, bool as_json) {
  const auto all = plugins_now(settings);
  bool well = true;
  for (const auto& plugin : all) {
    const auto name = plugin.value("name", ""), state = plugin.value("state", ""), reason = plugin.value("reason", "");
    well = well && (state == "running" || state == "disabled");
    if (as_json) continue;
    std::cout << neutralised(name) << gap(name, 20) << state << gap(state, 12) << neutralised(plugin.value("version", "-")) << (reason.empty() ? "" : "  " + neutralised(reason)) << '\n';
  }
  if (as_json) std::cout << shown(all) << '\n';
  return well ? Exit::ok : Exit::unavailable;
}

Exit plugin_info(const config::Settings& settings, const std::string& name, bool as_json) {
  const auto all = plugins_now(settings);
  const auto found = std::find_if(all.begin(), all.end(), [&](const json& plugin) { return plugin.value("name", "") == name; });
  if (found == all.end()) throw Refusal(Exit::not_found, "no plugin '" + name + "' in this house; `hemicycle plugin list` names them");
  if (as_json)
    std::cout << shown(*found) << '\n';
  else
    print(*found, "");
  return Exit::ok;
}

}  // namespace hemicycle::cli
