#include <algorithm>

#include "kernel/config/keys.hpp"
#include "kernel/config/profile.hpp"
#include "kernel/config/roles.hpp"
#include "kernel/config/settings.hpp"
#include "kernel/config/vocabularies.hpp"

namespace hemicycle::config {

namespace fs = std::filesystem;

/// Lays one layer over the other.
class Loader {
 public:
  explicit Loader(Settings& settings) : settings_(settings) {}

  void defaults() {
    for (const auto& key : keys()) settings_.values_[std::string(key.name)] = {nlohmann::json::parse(key.default_json), "default"};
  }

  void files(const Sources& sources) {
    auto first = sources.file;
    if (const auto named = sources.environment.find("HEMICYCLE_CONFIG"); first.empty() && named != sources.environment.end())
      first = named->second;
    const bool chosen = !first.empty();
    if (!chosen) first = kDefaultFile;
    std::error_code none;
    std::vector<std::shared_ptr<const TomlFile>> read;
    const auto add = [&read](const fs::path& path) { read.push_back(std::make_shared<const TomlFile>(read_toml(path))); };
    if (chosen || fs::exists(first, none)) add(first);
    for (const auto& path : below(first.parent_path() / "conf.d")) add(path);
    if (!sources.credentials.empty())
      for (const auto& path : below(sources.credentials)) add(path);
    profile(sources, read);
    for (const auto& each : read) file(each);
  }

  void environment(const std::map<std::string, std::string>& variables) {
    std::vector<std::string> known;
    for (const auto& key : keys()) known.push_back(environment_name(key.name));
    for (const auto& [name, text] : variables) {
      if (!name.starts_with("HEMICYCLE_") || name == "HEMICYCLE_CONFIG") continue;
      const auto found = std::find(known.begin(), known.end(), name);
      if (found != known.end())
        put(keys()[static_cast<std::size_t>(found - known.begin())], text, "environment " + name, "environment " + name);
      else if (name.starts_with("HEMICYCLE_PLUGINS_"))
        settings_.plugin_environment_[name] = text;
      else
        throw Refused("environment " + name, "", "a variable that is known" + meant(name, known), "'" + name + "'");
    }
  }

  void options(const std::vector<std::string>& pairs) {
    for (const auto& pair : pairs) {
      const auto equal = pair.find('=');
      const auto name = pair.substr(0, equal);
      if (equal == std::string::npos) throw Refused("option " + name, name, "key=value", "'" + pair + "'");
      const auto text = pair.substr(equal + 1);
      if (name.starts_with("settings."))
        option_of_plugin(name, text);
      else if (const auto* key = find_key(name))
        put(*key, text, "option", "option " + name);
      else
        unknown("option " + name, name);
    }
  }

 private:
  /// The TOML files of a folder in the order of their names; none when there is no such folder.
  static std::vector<fs::path> below(const fs::path& folder) {
    std::vector<fs::path> out;
    std::error_code error;
    if (!fs::is_directory(folder, error)) return out;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
      if (entry->path().extension() == ".toml") out.push_back(entry->path());
    if (error) throw Refused(folder.string(), "", "a readable folder", error.message());
    std::sort(out.begin(), out.end());
    return out;
  }

  static std::string meant(const std::string& wrong, const std::vector<std::string>& known) {
    const auto near = nearest(wrong, known);
    return near.empty() ? std::string() : " (did you mean '" + near + "'?)";
  }

  [[noreturn]] static void unknown(const std::string& where, const std::string& name) {
    std::vector<std::string> known;
    for (const auto& key : keys()) known.emplace_back(key.name);
    throw Refused(where, name, "a key that is known" + meant(name, known), "'" + name + "'");
  }

  static std::string found(const Key& key, const nlohmann::json& value) {
    return key.secret ? "•••" : value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }

  void put(const Key& key, const std::string& text, const std::string& origin, const std::string& where) {
    auto value = from_text(key, text);
    if (!accepts(key, value)) throw Refused(where, std::string(key.name), expectation(key), found(key, value));
    settings_.values_[std::string(key.name)] = {std::move(value), origin};
  }

  void option_of_plugin(const std::string& name, const std::string& text) {
    const auto rest = name.substr(std::string_view("settings.").size());
    const auto dot = rest.find('.');
    if (dot == std::string::npos || dot == 0 || dot + 1 == rest.size())
      throw Refused("option " + name, name, "settings.<plugin>.<setting>=value", "'" + name + "'");
    settings_.plugin_options_[rest.substr(0, dot)][rest.substr(dot + 1)] = {.value = text, .text = true, .where = "option"};
  }

  /// The profile that the strongest source names lies beneath all of them.
  void profile(const Sources& sources, const std::vector<std::shared_ptr<const TomlFile>>& files) {
    const ProfileNames names(sources, files);
    const auto path = names.path();
    if (path.empty()) return;
    const auto read = std::make_shared<const TomlFile>(read_toml(path));
    if (read->root.contains("profile")) throw Refused(read->where("profile"), "profile", "no profile beneath a profile", read->root["profile"].dump());
    file(read);
    auto pack = path;
    std::error_code none;
    if (pack.replace_extension(); fs::is_directory(pack, none)) settings_.pack_ = pack;
  }

  void file(const std::shared_ptr<const TomlFile>& read) {
    for (const auto& [name, value] : read->root.items()) {
      if (name == "settings")
        plugin_tables(read, value);
      else if (name == "vocabularies")
        vocabularies(*read, value);
      else
        kernel_keys(*read, name, value);
    }
  }

  void kernel_keys(const TomlFile& file, const std::string& name, const nlohmann::json& value) {
    const auto* key = find_key(name);
    if (!key && value.is_object()) {
      for (const auto& [inner, below] : value.items()) kernel_keys(file, name + "." + inner, below);
      return;
    }
    if (!key) unknown(file.where(name), name);
    if (!accepts(*key, value)) throw Refused(file.where(name), name, expectation(*key), found(*key, value));
    settings_.values_[name] = {resolved(file, *key, value), file.where(name)};
  }

  /// A path in a file is meant from where that file lies.
  static nlohmann::json resolved(const TomlFile& file, const Key& key, nlohmann::json value) {
    if (key.name == "profile" && is_path_of_profile(value.get<std::string>())) return profile_beside(file, value.get<std::string>()).string();
    const auto whole = [&](const std::string& text) {
      return text.empty() ? text : (file.path.parent_path() / text).lexically_normal().string();
    };
    if (key.kind == Kind::path) return whole(value.get<std::string>());
    if (key.kind == Kind::paths)
      for (auto& item : value) item = whole(item.get<std::string>());
    return value;
  }

  void plugin_tables(const std::shared_ptr<const TomlFile>& file, const nlohmann::json& tables) {
    if (!tables.is_object()) throw Refused(file->where("settings"), "settings", "tables [settings.<plugin>]", tables.dump());
    for (const auto& [plugin, table] : tables.items()) {
      const auto key = "settings." + plugin;
      if (!table.is_object()) throw Refused(file->where(key), key, "a table", table.dump());
      for (const auto& [setting, value] : table.items())
        settings_.plugin_files_[plugin][setting] = {.value = value, .where = file->where(key + "." + setting), .file = file};
    }
  }

  void vocabularies(const TomlFile& file, const nlohmann::json& table) {
    if (!table.is_object()) throw Refused(file.where("vocabularies"), "vocabularies", "a table", table.dump());
    for (const auto& entry : table.items()) {
      const auto key = "vocabularies." + entry.key();
      if (entry.key() == kRoles || entry.key() == kHeldRoles) throw Refused(file.where(key), key, "nothing here: roles stand in the file that policy.roles names", "a list");
      settings_.vocabularies_[entry.key()] = read_vocabulary(file, entry.key());
      settings_.vocabulary_origins_[entry.key()] = file.where(key);
    }
  }

  Settings& settings_;
};

Settings load(const Sources& sources) {
  Settings settings;
  Loader loader(settings);
  loader.defaults();
  loader.files(sources);
  loader.environment(sources.environment);
  loader.options(sources.options);
  return settings;
}

}  // namespace hemicycle::config
