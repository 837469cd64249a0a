// Plugins as the command line tells them, and the words that it exchanges with the server that runs.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "kernel/cli/kernel.hpp"
#include "kernel/cli/package_commands.hpp"
#include "kernel/config/settings.hpp"

namespace hemicycle::cli {

/// The running server's side: {"do": "list"}, {"do": "reload" | "enable" | "disable", "plugin": …}. Any thread; waits for the change.
[[nodiscard]] nlohmann::json answer_control(Kernel& kernel, const nlohmann::json& request);

/// What steward::StewardParts::rate is to do, in these words. Any thread.
void rate(steward::Standing& standing, const host::Resident& resident, const packages::Words& words);

/// An array, one object a plugin: as the running server knows them, else as they would stand if it started now. Throws Refusal when a server runs
/// and cannot be asked.
[[nodiscard]] nlohmann::json plugins_now(const config::Settings& settings);

/// The answer of the server on this configuration's data folder; nullopt when none runs. Throws Refusal with what it refused.
[[nodiscard]] std::optional<nlohmann::json> ask_server(const config::Settings& settings, const nlohmann::json& request);

}  // namespace hemicycle::cli
