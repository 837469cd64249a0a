#include "kernel/config/roles.hpp"

#include <algorithm>
#include <iterator>

#include "kernel/config/refused.hpp"
#include "kernel/config/toml_file.hpp"

namespace hemicycle::config {

namespace {

bool is_name(std::string_view text) {
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

bool is_permission(std::string_view text) {
  const auto dot = text.find('.');
  return dot != std::string_view::npos && is_name(text.substr(0, dot)) && (text.substr(dot + 1) == "*" || is_name(text.substr(dot + 1)));
}

std::vector<std::string> names(const TomlFile& file, const std::string& key, const nlohmann::json& list, bool (*fits)(std::string_view),
                               const std::string& expected) {
  if (!list.is_array()) throw Refused(file.where(key), key, "a list of " + expected, list.dump());
  std::vector<std::string> out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!list[i].is_string() || !fits(list[i].get_ref<const std::string&>()))
      throw Refused(file.where(key + "." + std::to_string(i)), key, expected, list[i].dump());
    out.push_back(list[i].get<std::string>());
  }
  return out;
}

bool is_language(std::string_view key) { return key.size() == 2 && is_name(key); }

class Circles {
 public:
  Circles(const TomlFile& file, const std::vector<core::Role>& roles) : file_(file), roles_(roles) {
    for (const auto& role : roles) walk(role.name);
  }

 private:
  void walk(const std::string& name) {
    const auto key = "roles." + (path_.empty() ? name : path_.back()) + ".includes";
    const auto role = std::find_if(roles_.begin(), roles_.end(), [&](const core::Role& each) { return each.name == name; });
    if (role == roles_.end()) {
      std::vector<std::string> known;
      for (const auto& each : roles_) known.push_back(each.name);
      const auto near = nearest(name, known);
      throw Refused(file_.where(key), key, "a role of this file" + (near.empty() ? "" : " (did you mean '" + near + "'?)"),
                    "'" + name + "'");
    }
    if (const auto open = std::find(path_.begin(), path_.end(), name); open != path_.end()) {
      std::string chain;
      for (auto step = open; step != path_.end(); ++step) chain += *step + " -> ";
      throw Refused(file_.where(key), key, "no circle", chain + name);
    }
    if (std::find(done_.begin(), done_.end(), name) != done_.end()) return;
    path_.push_back(name);
    for (const auto& included : role->includes) walk(included);
    path_.pop_back();
    done_.push_back(name);
  }

  const TomlFile& file_;
  const std::vector<core::Role>& roles_;
  std::vector<std::string> path_, done_;
};

}  // namespace

std::vector<core::Role> read_roles(const std::filesystem::path& path) {
  const auto file = read_toml(path);
  std::vector<core::Role> out;
  for (const auto& [key, value] : file.root.items())
    if (key != "roles" || !value.is_object()) throw Refused(file.where(key), key, "tables [roles.<name>]", key);
  if (!file.root.contains("roles")) throw Refused(file.where(""), "roles", "tables [roles.<name>]", "none");
  for (const auto& [name, table] : file.root["roles"].items()) {
    const auto here = "roles." + name;
    if (!is_name(name)) throw Refused(file.where(here), here, "a role in snake_case", "'" + name + "'");
    if (!table.is_object()) throw Refused(file.where(here), here, "a table", table.dump());
    core::Role role{.name = name, .includes = {}, .permissions = {}};
    for (const auto& [key, value] : table.items()) {
      const auto inner = here + "." + key;
      if (key == "includes")
        role.includes = names(file, inner, value, is_name, "roles");
      else if (key == "permissions")
        role.permissions = names(file, inner, value, is_permission, "permissions such as club.join or club.*");
      else if (!is_language(key))
        throw Refused(file.where(inner), inner, "includes, permissions or a language such as fr", "'" + key + "'");
      else if (!value.is_string() || value.get_ref<const std::string&>().empty())
        throw Refused(file.where(inner), inner, "what the role is called", value.dump());
      else
        role.labels[key] = value.get<std::string>();
    }
    out.push_back(std::move(role));
  }
  const Circles circles(file, out);
  return out;
}

core::Vocabulary vocabulary_of(const std::vector<core::Role>& roles) {
  core::Vocabulary out;
  for (const auto& role : roles) {
    out.push_back({.id = role.name, .labels = role.labels});
    out.back().labels.try_emplace("fr", role.name);
  }
  return out;
}

std::vector<core::Role> held(const std::vector<core::Role>& roles, const std::vector<std::string>& given) {
  std::vector<std::string> names(given);
  names.emplace_back(core::kVisitorRole);
  names.emplace_back(core::kSignedInRole);
  const auto among = [&](const std::string& name) { return std::find(names.begin(), names.end(), name) != names.end(); };
  std::vector<core::Role> out;
  for (bool more = true; more;) {
    more = false;
    for (const auto& role : roles) {
      if (!among(role.name)) continue;
      for (const auto& included : role.includes)
        if (!among(included)) {
          names.push_back(included);
          more = true;
        }
    }
  }
  std::copy_if(roles.begin(), roles.end(), std::back_inserter(out), [&](const core::Role& role) { return among(role.name); });
  return out;
}

}  // namespace hemicycle::config
