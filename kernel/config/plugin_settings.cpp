#include <algorithm>
#include <charconv>

#include "kernel/config/keys.hpp"
#include "kernel/config/roles.hpp"
#include "kernel/config/settings.hpp"
#include "kernel/core/door.hpp"

namespace hemicycle::config {

namespace {

using contract::Field;
using contract::Fields;
using contract::Type;

std::string number(double value) {
  char out[40];
  const auto end = std::to_chars(out, out + sizeof out, value).ptr;
  return {out, end};
}

std::string bounds(const Field& field, const std::string& unit) {
  if (field.min && field.max) return " from " + number(*field.min) + " to " + number(*field.max) + unit;
  if (field.min) return " of at least " + number(*field.min) + unit;
  return field.max ? " of at most " + number(*field.max) + unit : "";
}

std::string format_name(contract::Format format) {
  switch (format) {
    case contract::Format::line:
      return "a text of one line,";
    case contract::Format::text:
    case contract::Format::markdown:
    case contract::Format::csv:
      return "a text";
    case contract::Format::date:
      return "a date such as 2026-04-08,";
    case contract::Format::date_time:
      return "a time such as 2026-04-08T14:00:00Z,";
    case contract::Format::email:
      return "an e-mail address";
    case contract::Format::uri:
      return "an http or https address";
    case contract::Format::password:
      return "a password";
    case contract::Format::identifier:
      return "an identifier (letters, digits, . _ : -)";
  }
  return {};
}

std::string expectation(const Field& field) {
  switch (field.type) {
    case Type::string: {
      std::string among;
      for (const auto& value : field.enumeration) among += (among.empty() ? "one of " : ", ") + value;
      if (!among.empty()) return among;
      return format_name(field.format) + bounds(field, " characters");
    }
    case Type::integer:
      return "an integer" + bounds(field, "");
    case Type::number:
      return "a number" + bounds(field, "");
    case Type::boolean:
      return "true or false";
    case Type::array:
      return "a list" + bounds(field, " items");
    case Type::object:
      return "a table";
    case Type::upload:
      return "an upload";
  }
  return {};
}

/// The field that "steps.2.days" names, or null.
const Field* field_at(const Fields& fields, std::string_view path) {
  const auto dot = path.find('.');
  const auto* field = fields.find(path.substr(0, dot));
  auto rest = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  while (field && field->type == Type::array && !rest.empty()) {
    const auto next = rest.find('.');
    rest = next == std::string_view::npos ? std::string_view() : rest.substr(next + 1);
    field = field->items.get();
  }
  return field && field->type == Type::object && !rest.empty() ? field_at(*field->fields, rest) : field;
}

/// What stands at "steps.2.days"; null when nothing does.
nlohmann::json value_at(const nlohmann::json& input, std::string path) {
  std::replace(path.begin(), path.end(), '.', '/');
  const nlohmann::json::json_pointer pointer("/" + path);
  return input.contains(pointer) ? input.at(pointer) : nlohmann::json();
}

/// Which ids there are would be too long to say; which one was probably meant is not.
std::string of_vocabulary(const Field& field, const core::Vocabularies& vocabularies, const nlohmann::json& value) {
  std::string out = field.among == kRoles       ? "a role of the file of roles"
                    : field.among == kHeldRoles ? "a role that somebody can hold: one that a plugin gives, or that such a role includes"
                                                : "an id of the vocabulary '" + field.among + "'";
  std::vector<std::string> ids;
  if (const auto vocabulary = vocabularies.find(field.among); vocabulary != vocabularies.end())
    for (const auto& term : vocabulary->second) ids.push_back(term.id);
  const auto near = value.is_string() ? nearest(value.get_ref<const std::string&>(), ids) : std::string();
  return out + (near.empty() ? "" : " (did you mean '" + near + "'?)");
}

std::string expected(const contract::Plugin& contract, const core::Vocabularies& vocabularies, const nlohmann::json& input,
                     const core::FieldError& error) {
  if (error.code == "unknown_field") {
    std::vector<std::string> known;
    for (const auto& field : contract.settings.list) known.push_back(field.name);
    const auto near = nearest(error.field, known);
    return "a setting of plugin '" + contract.name + "'" + (near.empty() ? "" : " (did you mean '" + near + "'?)");
  }
  const auto* field = field_at(contract.settings, error.field);
  if (field && !field->among.empty()) return of_vocabulary(*field, vocabularies, value_at(input, error.field));
  return field ? expectation(*field) : "what the contract of '" + contract.name + "' declares";
}

bool secret(const Field* field) { return field && (field->format == contract::Format::password || field->personal); }

std::string found(const contract::Plugin& contract, const nlohmann::json& input, const core::FieldError& error) {
  if (secret(contract.settings.find(error.field.substr(0, error.field.find('.'))))) return "•••";
  if (error.code == "unknown_field") return "'" + error.field + "'";
  const auto value = value_at(input, error.field);
  return value.is_null() ? "nothing" : value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Text takes the type of its field; lists and tables are written as JSON.
nlohmann::json typed(const Fields& fields, const std::string& name, const std::string& text) {
  const auto* field = fields.find(name);
  if (!field) return text;
  if (text.starts_with('[') || text.starts_with('{')) {
    auto parsed = core::parse_strict(text);
    if (parsed.ok()) return std::move(parsed.value);
  }
  Fields one;
  one.list.push_back(*field);
  one.list.back().optional = false;  // empty text is a value here, not an empty box of a form
  one.list.back().default_json.clear();
  auto made = core::coerce(one, {{name, text}}, core::Sent::query_string);
  return made.contains(name) ? made[name] : nlohmann::json(text);
}

}  // namespace

std::map<std::string, Settings::Raw> Settings::raw(const contract::Plugin& contract) const {
  std::map<std::string, Raw> out;
  if (const auto given = plugin_files_.find(contract.name); given != plugin_files_.end()) out = given->second;
  for (const auto& field : contract.settings.list) {
    const auto variable = environment_name("plugins." + contract.name + "." + field.name);
    if (const auto given = plugin_environment_.find(variable); given != plugin_environment_.end())
      out[field.name] = {.value = given->second, .text = true, .where = "environment " + variable};
  }
  if (const auto given = plugin_options_.find(contract.name); given != plugin_options_.end())
    for (const auto& [name, value] : given->second) out[name] = value;
  return out;
}

PluginSettings Settings::plugin(const contract::Plugin& contract) const {
  const auto given = raw(contract);
  auto input = nlohmann::json::object();
  for (const auto& [name, value] : given)
    input[name] = value.text ? typed(contract.settings, name, value.value.get<std::string>()) : value.value;
  auto checked = core::check(contract.settings, input, vocabularies_);
  if (!checked.ok()) {
    const auto& error = checked.problem->fields.at(0);
    throw Refused(where(contract, error.field), "settings." + contract.name + "." + error.field, expected(contract, vocabularies_, input, error),
                  found(contract, input, error));
  }
  PluginSettings out{.values = std::move(checked.value), .lines = {}};
  for (const auto& field : contract.settings.list) {
    const auto value = out.values.find(field.name);
    if (value == out.values.end()) continue;
    const auto source = given.find(field.name);
    out.lines.push_back({"settings." + contract.name + "." + field.name, secret(&field) ? "•••" : value->dump(),
                         source == given.end() ? "default" : source->second.where});
  }
  return out;
}

std::string Settings::where(const contract::Plugin& contract, const std::string& path) const {
  const auto given = raw(contract);
  const auto source = given.find(path.substr(0, path.find('.')));
  if (source == given.end()) return "settings." + contract.name;
  return source->second.file ? source->second.file->where("settings." + contract.name + "." + path) : source->second.where;
}

std::vector<std::string> Settings::strangers(const std::vector<contract::Plugin>& contracts, const std::vector<std::string>& unread) const {
  std::vector<std::string> out;
  const auto known = [&](const std::string& name) {
    return std::any_of(contracts.begin(), contracts.end(), [&](const contract::Plugin& contract) { return contract.name == name; }) ||
           std::find(unread.begin(), unread.end(), name) != unread.end();
  };
  for (const auto* layer : {&plugin_files_, &plugin_options_})
    for (const auto& [plugin, settings] : *layer)
      if (!known(plugin) && !settings.empty())
        out.push_back(settings.begin()->second.where + ": settings." + plugin + ": there is no plugin '" + plugin +
                      "'; remove the table, or check the name and plugins.path");
  for (const auto& entry : plugin_environment_) {
    const auto takes = [&](const contract::Plugin& contract) {
      return std::any_of(contract.settings.list.begin(), contract.settings.list.end(), [&](const Field& field) {
        return environment_name("plugins." + contract.name + "." + field.name) == entry.first;
      });
    };
    const auto may_take = [&](const std::string& name) { return entry.first.starts_with(environment_name("plugins." + name + ".")); };
    if (std::none_of(contracts.begin(), contracts.end(), takes) && std::none_of(unread.begin(), unread.end(), may_take))
      out.push_back("environment " + entry.first + ": no plugin has such a setting; unset it, or check the name");
  }
  return out;
}

}  // namespace hemicycle::config
