#include <algorithm>
#include <charconv>

#include "sdk/contract/reading.hpp"

namespace hemicycle::contract {

namespace {

bool is_version(std::string_view text) {
  int dots = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    const bool after_digit = i > 0 && text[i - 1] != '.';
    if (!digit && (text[i] != '.' || !after_digit)) return false;
    dots += int{text[i] == '.'};
  }
  return dots == 2 && text.back() != '.' && text.size() <= 30;
}

void read_identity(const Source& source, const Node& root, Plugin& plugin) {
  const auto& format = source.required(root, "hemicycle", "the contract");
  if (format.kind != Node::Kind::integer || format.integer != 1)
    source.refuse(format, "'hemicycle' is not 1, the only format of contracts that is known here");
  const auto& name = source.required(root, "name", "the contract");
  plugin.name = source.text(name, "'name'");
  source.cpp_name(name, plugin.name, "plugin");
  if (plugin.name == "hmc" || plugin.name.starts_with("hmc_"))
    source.refuse(name, "plugin " + in_quotes(plugin.name) + " bears the prefix of the kernel's tables");
  const auto& version = source.required(root, "version", "the contract");
  plugin.version = source.text(version, "'version'");
  if (!is_version(plugin.version)) source.refuse(version, "bad version " + in_quotes(plugin.version) + "; write three numbers: 1.0.0");
  plugin.title = source.text_of(root, "title", "the contract");
  if (const auto* isolation = root.find("isolation")) {
    const auto least = isolation_named(source.text(*isolation, "'isolation'"));
    if (!least) source.refuse(*isolation, "'isolation' is the least that the plugin accepts: \"in_process\", \"worker\" or \"sandboxed\"");
    plugin.isolation = *least;
  }
}

void read_requirements(const Source& source, const Node& root, std::string_view key, const Plugin& plugin, std::vector<Requirement>& list) {
  const auto texts = source.texts_of(root, key, "the contract");
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto& at = root.find(key)->items[i];
    const auto& text = texts[i];
    Requirement out;
    const auto mark = text.find('@');
    out.name = text.substr(0, mark);
    const auto major = mark == std::string::npos ? std::string_view() : std::string_view(text).substr(mark + 1);
    const auto [end, error] = std::from_chars(major.data(), major.data() + major.size(), out.major);
    if (!is_full_name(out.name) || error != std::errc() || end != major.data() + major.size() || out.major < 1)
      source.refuse(at, "bad requirement " + in_quotes(text) + "; write for example \"accounts.names@1\"");
    if (out.plugin() == plugin.name) source.refuse(at, "requirement " + in_quotes(text) + " is of the plugin itself");
    for (const auto& other : plugin.asks())
      if (other.name == out.name) source.refuse(at, in_quotes(out.name) + " is required twice; it stands once, in 'requires' or in 'uses'");
    list.push_back(std::move(out));
  }
}

void read_lists(const Source& source, const Node& root, Plugin& plugin) {
  const auto snake_list = [&](std::string_view key, const std::string& what) {
    auto out = source.texts_of(root, key, "the contract");
    for (std::size_t i = 0; i < out.size(); ++i) source.snake(root.find(key)->items[i], out[i], what);
    return out;
  };
  plugin.vocabularies = snake_list("vocabularies", "vocabulary");
  plugin.grants = snake_list("grants", "role");
  plugin.permissions = source.texts_of(root, "permissions", "the contract");
  for (std::size_t i = 0; i < plugin.permissions.size(); ++i) {
    const auto& at = root.find("permissions")->items[i];
    const auto& name = plugin.permissions[i];
    if (!name.starts_with(plugin.name + "."))
      source.refuse(at, "permission " + in_quotes(name) + " does not begin with the plugin's name: " + plugin.name + ".…");
    source.cpp_name(at, std::string_view(name).substr(plugin.name.size() + 1), "permission");
  }
}

/// The query by which the kernel learns what an actor is called and where letters reach them: {ids} -> {people: [{id, name, email}]}.
void read_people(const Source& source, const Node& root, Plugin& plugin) {
  const auto* node = root.find("people");
  if (node == nullptr) return;
  const auto& verb = source.text(*node, "'people'");
  const auto* query = plugin.operation(verb);
  if (query == nullptr || query->command) source.refuse(*node, "'people' names the unknown query " + in_quotes(verb));
  const auto* ids = query->input.find("ids");
  const auto* people = query->output.find("people");
  const auto* person = people && people->items ? people->items->fields.get() : nullptr;
  if (query->permission.access != Access::internal || !ids || ids->type != Type::array || !person || !person->find("id") || !person->find("name"))
    source.refuse(*node, "'people' names " + in_quotes(verb) + ", which is not internal with the input \"ids\" and the output {\"people\": [{\"id\", \"name\"}]}");
  plugin.people = query->name;
}

/// `options` may name a query of this plugin, whose shape is known, or one of a required plugin.
void check_options(const Source& source, const FieldReader& fields, const Plugin& plugin) {
  for (const auto& [at, query] : fields.wanted_options()) {
    if (!is_full_name(query)) source.refuse(*at, "'options' " + in_quotes(query) + " names no query");
    const auto dot = query.find('.');
    if (query.substr(0, dot) != plugin.name) {
      if (std::none_of(plugin.requires_.begin(), plugin.requires_.end(),
                       [&, &wanted = query](const Requirement& need) { return need.name == wanted; }))
        source.refuse(*at, "'options' names " + in_quotes(query) + ", which is not in 'requires'");
      continue;
    }
    const auto* found = plugin.operation(query.substr(dot + 1));
    if (!found || found->command) source.refuse(*at, "'options' names the unknown query " + in_quotes(query));
    const auto* options = found->output.find("options");
    const auto* item = options && options->items ? options->items->fields.get() : nullptr;
    if (!item || !item->find("id") || !item->find("label"))
      source.refuse(*at, "'options' names " + in_quotes(query) + ", whose output is not {\"options\": [{\"id\", \"label\"}]}");
  }
}

}  // namespace

Plugin read(std::string_view json, const std::string& file, const std::optional<std::filesystem::path>& views) {
  const auto root = parse_with_lines(json, file);
  const Source source(file);
  source.object(root, "the contract",
                {"hemicycle", "name", "version", "title", "isolation", "requires", "uses", "vocabularies", "grants", "permissions", "types", "commands",
                 "queries", "events", "reactions", "jobs", "settings", "pages", "slots", "navigation", "imports", "mail",
                 "people", "$schema"});
  Plugin plugin;
  read_identity(source, root, plugin);
  read_requirements(source, root, "requires", plugin, plugin.requires_);
  read_requirements(source, root, "uses", plugin, plugin.uses);
  read_lists(source, root, plugin);
  FieldReader fields(source, plugin, root.find("types"));
  plugin.types = fields.types();
  read_messages(source, root, fields, plugin);
  plugin.settings = fields.fields(root.find("settings"), "the settings", Place::settings);
  check_names(source, root, plugin);
  check_options(source, fields, plugin);
  plugin.mail = source.truth_of(root, "mail", "the contract");
  read_people(source, root, plugin);
  read_pages(source, root, views, plugin);
  read_navigation(source, root, plugin);
  return plugin;
}

}  // namespace hemicycle::contract
