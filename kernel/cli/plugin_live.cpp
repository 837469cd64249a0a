// Changes of the plugins that a server has: asked of the server when one runs, else remembered for its next start.
#include <iostream>
#include <nlohmann/json.hpp>

#include "kernel/cli/commands.hpp"
#include "kernel/cli/plugin_words.hpp"
#include "kernel/cli/survey.hpp"

namespace hemicycle::cli {
namespace {

/// No server runs: what it will find when it starts.
void remember(const config::Settings& settings, const std::string& verb, const std::string& name) {
  const std::filesystem::path data = settings.text("data.dir");
  if (verb == "reload") throw Refusal(Exit::unavailable, "no server runs on " + data.string() + "; the next one to start reads the plugin's present files anyway");
  if (const Survey survey(settings); !survey.house().find(name)) throw Refusal(Exit::not_found, "no plugin '" + name + "' in this house; `hemicycle plugin list` names them");
  std::filesystem::create_directories(data);
  steward::Ledger ledger(data / "plugins.json");
  if (verb == "disable")
    ledger.set_disabled(name, true);
  else
    ledger.forgive(name);
}

const char* done(const std::string& verb, bool running) {
  if (!running) return verb == "enable" ? "will be started with the server" : "will not be started with the server";
  return verb == "disable" ? "was stopped" : (verb == "enable" ? "runs" : "serves in a new generation");
}

}  // namespace

Exit plugin_change(const config::Settings& settings, const std::string& verb, const std::string& name, bool as_json) {
  const bool running = ask_server(settings, {{"do", verb}, {"plugin", name}}).has_value();
  if (!running) remember(settings, verb, name);
  if (as_json)
    std::cout << nlohmann::json({{"plugin", name}, {"done", verb}, {"server", running ? "running" : "not running"}}).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  else
    std::cout << neutralised(name) << ' ' << done(verb, running) << '\n';
  return Exit::ok;
}

}  // namespace hemicycle::cli
