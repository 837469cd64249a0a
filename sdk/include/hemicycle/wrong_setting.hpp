// A setting that the contract's types allow and the plugin's own rules do not.
#pragma once

#include <string>

namespace hemicycle {

/// Read by the operator, in English, as the other refusals of a configuration: "hemicycle.toml:12: settings.club.steps.2.days: expected …, found …".
struct WrongSetting {
  std::string path{};      ///< below the plugin's settings, items by their number: "steps.2.days"
  std::string expected{};  ///< "at least as many days as step 1"
  std::string found{};     ///< "3"; may be empty
};

}  // namespace hemicycle
