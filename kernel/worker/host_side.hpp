// What the plugin may ask outside a call. All of it came with the first frame, or goes one way: no answer is waited for.
#pragma once

#include <hemicycle/host.h>

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "kernel/wire/channel.hpp"

namespace hemicycle::worker {

/// Its address is the `host` that the plugin was given at entry. Lives until after destroy.
struct HostSide {
  hmc_host_v1 table;  ///< first: the plugin's pointer is this struct's
  std::string settings_json{};
  std::map<std::string, std::string, std::less<>> vocabularies_json{};
  struct Refusal {
    std::string path{}, expected{}, found{};
  };
  Refusal refused{};  ///< the setting that start refused; an empty path = none
  wire::Channel& control;
  std::mutex speaking{};  ///< the plugin's threads and ours write to the control pair

  /// Any thread; waits while the server is behind with reading.
  void say(std::uint32_t level, std::string_view text);
};

/// hmc_host_v1::extension: the table of an id, or null.
[[nodiscard]] const void* find_extension(const hmc_host_v1* host, hmc_span id);

}  // namespace hemicycle::worker
