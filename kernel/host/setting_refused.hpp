// A plugin's start refused a setting: the operator must change the configuration, not the plugin.
#pragma once

#include <stdexcept>
#include <string>

#include "kernel/core/instance.hpp"

namespace hemicycle::host {

/// `what()` is the whole sentence.
class SettingRefused final : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The sentence where nobody knows the file: "settings.club.steps.2.days: expected …, found …".
[[nodiscard]] inline std::string sentence_of(const std::string& plugin, const core::SettingRefusal& refusal) {
  return "settings." + plugin + "." + refusal.path + ": expected " + refusal.expected + (refusal.found.empty() ? "" : ", found " + refusal.found);
}

}  // namespace hemicycle::host
