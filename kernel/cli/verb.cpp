#include "kernel/cli/verb.hpp"

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "kernel/cli/commands.hpp"
#include "kernel/cli/log.hpp"
#include "kernel/cli/plain_text.hpp"
#include "kernel/cli/survey.hpp"
#include "kernel/core/door.hpp"
#include "kernel/web/render/reply.hpp"

namespace hemicycle::cli {
namespace {

/// "--lang fr" and the others that are no field; a field of such a name is reached by `hemicycle call`.
struct Given {
  core::Form fields;
  std::string language, actor, key;
  bool help = false;
};

Given read(const std::vector<std::string>& words) {
  Given out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto name = words[i];
    if (!name.starts_with("--") || name.size() == 2) throw Refusal(Exit::usage, "'" + name + "' is no option: fields are written --field value");
    name.erase(0, 2);
    if (name == "help") {
      out.help = true;
      continue;
    }
    const auto equals = name.find('=');
    if (equals == std::string::npos && i + 1 == words.size()) throw Refusal(Exit::usage, "--" + name + " needs a value");
    const auto value = equals == std::string::npos ? words[++i] : name.substr(equals + 1);
    name.resize(std::min(equals, name.size()));
    std::replace(name.begin(), name.end(), '-', '_');
    if (name == "lang")
      out.language = value;
    else if (name == "as")
      out.actor = value;
    else if (name == "key")
      out.key = value;
    else
      out.fields.emplace(name, value);
  }
  return out;
}

std::shared_ptr<const contract::Plugin> plugin_of(const host::House& house, const std::string& name) {
  for (auto& contract : house.contracts())
    if (contract->name == name) return contract;
  throw Refusal(Exit::usage, "'" + name + "' is neither a command nor a plugin; `hemicycle --help` names the ones, `hemicycle plugin list` the others");
}

const contract::Operation& operation_of(const contract::Plugin& plugin, const std::string& verb) {
  if (const auto* found = plugin.operation(verb); found && found->permission.access != contract::Access::internal) return *found;
  std::string known;
  for (const auto& operation : plugin.operations)
    if (operation.permission.access != contract::Access::internal) known += (known.empty() ? "" : ", ") + operation.verb;
  throw Refusal(Exit::not_found, "the plugin '" + plugin.name + "' has no '" + verb + "'; it has: " + known);
}

/// What stands in a command line is seen by every user of the machine, and kept by the shell.
void refuse_passwords(const contract::Operation& operation, const Given& given) {
  for (const auto& field : operation.input.list)
    if (field.format == contract::Format::password && given.fields.contains(field.name))
      throw Refusal(Exit::usage, "--" + field.name + " is a password, which others could read in the command line: use `hemicycle call " + operation.name + " -` with the input on standard input");
}

void print_help(const contract::Plugin& plugin, const contract::Operation& operation) {
  std::cout << "hemicycle " << plugin.name << ' ' << operation.verb << " [--field value]... [--json] [--lang fr] [--as ACTOR] [--key KEY]\n";
  if (!operation.summary.empty()) std::cout << operation.summary << '\n';
  for (const auto& field : operation.input.list) {
    std::cout << "  --" << field.name;
    for (std::size_t i = 0; i < field.enumeration.size(); ++i) std::cout << (i == 0 ? " " : "|") << field.enumeration[i];
    if (!field.among.empty()) std::cout << " (of the vocabulary " << field.among << ')';
    if (!field.summary.empty()) std::cout << "  " << field.summary;
    std::cout << '\n';
  }
}

/// The words of the page that shows this query; empty when none does.
std::string page_text(Kernel& kernel, const contract::Plugin& plugin, const contract::Operation& operation, const std::string& payload, const std::string& language) {
  const auto page = std::find_if(plugin.pages.begin(), plugin.pages.end(), [&](const contract::Page& one) { return one.kind == contract::PageKind::view && one.query == operation.verb && !one.view.empty(); });
  if (page == plugin.pages.end()) return {};
  const auto fittings = kernel.take_fittings();
  const auto locale = language.empty() ? kernel.settings().list("site.languages").front() : language;
  const auto* view = fittings->views().find(plugin.name, page->view, locale);
  if (view == nullptr) return {};
  const auto data = web::render::read_reply(payload, operation.output,
                                            {.catalogue = fittings->catalogue(), .vocabularies = kernel.settings().vocabularies(), .view = view, .plugin = plugin.name, .locale = locale});
  return data ? plain_text(view->render(*data, nullptr)) : std::string();
}

}  // namespace

Split split(const std::vector<std::string>& arguments, const std::vector<std::string>& commands) {
  Split out;
  std::vector<std::string> rest;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto& word = arguments[i];
    const bool takes_value = word == "--config" || word == "--set";
    const bool global = takes_value || word == "--json" || word.starts_with("--config=") || word.starts_with("--set=");
    (global ? out.own : rest).push_back(word);
    if (takes_value && i + 1 < arguments.size()) out.own.push_back(arguments[++i]);
  }
  if (rest.size() < 2 || rest[0].starts_with('-') || rest[1].starts_with('-') || std::find(commands.begin(), commands.end(), rest[0]) != commands.end())
    return {.own = arguments};
  out.verb = Verb{.plugin = rest[0], .verb = rest[1], .words = {rest.begin() + 2, rest.end()}};
  std::replace(out.verb->verb.begin(), out.verb->verb.end(), '-', '_');
  return out;
}

std::vector<std::string> words_after(const config::Settings& settings, const std::vector<std::string>& path) {
  const Survey survey(settings);
  std::vector<std::string> out;
  for (const auto& contract : survey.house().known_contracts()) {
    if (path.empty()) out.push_back(contract->name);
    if (path.empty() || contract->name != path[0]) continue;
    for (const auto& operation : contract->operations) {
      if (operation.permission.access == contract::Access::internal) continue;
      if (path.size() == 1) out.push_back(operation.verb);
      if (path.size() == 1 || operation.verb != path[1]) continue;
      for (const auto& field : operation.input.list)
        if (field.format != contract::Format::password) out.push_back("--" + field.name);
      for (const auto* option : {"--as", "--help", "--json", "--key", "--lang"}) out.emplace_back(option);
    }
  }
  return out;
}

Exit call_verb(const config::Settings& settings, const Verb& verb, bool as_json) {
  const auto given = read(verb.words);
  Kernel kernel(settings, {.serve_pages = !as_json});
  const auto plugin = plugin_of(kernel.house(), verb.plugin);
  const auto& operation = operation_of(*plugin, verb.verb);
  if (given.help) {
    print_help(*plugin, operation);
    return Exit::ok;
  }
  refuse_passwords(operation, given);
  kernel.start();
  const auto outcome = kernel.bus().call({.type = operation.name,
                                          .payload = core::coerce(operation.input, given.fields, core::Sent::query_string).dump(),
                                          .actor = given.actor.empty() ? std::string(core::kOperator) : given.actor,
                                          .idempotency_key = given.key});
  if (!outcome.ok()) return tell(outcome.problem, as_json);
  kernel.bus().settle();
  const auto words = as_json || operation.command ? std::string() : page_text(kernel, *plugin, operation, outcome.payload, given.language);
  if (!words.empty())
    std::cout << words;
  else
    std::cout << nlohmann::json::parse(outcome.payload).dump(as_json ? -1 : 2) << '\n';
  return Exit::ok;
}

}  // namespace hemicycle::cli
