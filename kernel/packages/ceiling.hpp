// The most that a plugin signed by a key may ask for. Its own tables, pages, permissions and public contracts need no leave; what reaches
// beyond the plugin does.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/contract/model.hpp"

namespace hemicycle::packages {

/// `may` holds:
///   grant:ROLE            give or take this role (`grants`)
///   session               begin or end sessions
///   require:PLUGIN.VERB   call this `internal` contract of another plugin
///   layout                frame every page, or be the home page
/// "grant:*" and "require:*" stand for all of their kind.
struct Ceiling {
  std::set<std::string, std::less<>> may{};
  contract::Isolation isolation = contract::Isolation::sandboxed;  ///< the loosest way in which such a plugin is run

  friend bool operator==(const Ceiling&, const Ceiling&) = default;
};

/// "grant:lead,session" -> its parts. Throws Refused (invalid) with what is known.
[[nodiscard]] std::set<std::string, std::less<>> read_may(std::string_view list);

/// What a contract asks for that needs leave, in the words of `may`. A contract that it requires needs leave when it is `internal` in
/// `neighbours`; one that none of them has is not this room's affair. One that it
/// uses needs leave too when none of them has it: it may come later.
[[nodiscard]] std::vector<std::string> wants(const contract::Plugin& plugin, const std::vector<contract::Plugin>& neighbours);

/// What of `wants` the ceiling does not hold.
[[nodiscard]] std::vector<std::string> beyond(const Ceiling& ceiling, const std::vector<std::string>& wanted);

}  // namespace hemicycle::packages
