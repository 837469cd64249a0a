// What `plugin info` and the administrator's page say about trust, as JSON that merges into what else is known of the plugin.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "kernel/packages/rating.hpp"

namespace hemicycle::packages {

/// A text of the kernel's catalogue in the language of whoever reads.
using Words = std::function<std::string(const std::string& key)>;

/// {"signature": "signed by the key …", "safety_rating": "3", "safety": "…", "rights": ["…", …]}: texts alone, ready to be shown.
/// `key` is the id of the one that signed; empty = none did.
[[nodiscard]] nlohmann::json describe(const contract::Plugin& plugin, contract::Isolation isolation, Provenance provenance, const std::string& key, const Words& words);

/// The text of one right, with its parameters put in.
[[nodiscard]] std::string told(const Right& right, const Words& words);

}  // namespace hemicycle::packages
