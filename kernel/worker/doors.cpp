#include "kernel/worker/doors.hpp"

#include <dlfcn.h>
#include <hemicycle/entry.h>

#include <utility>

namespace hemicycle::worker {
namespace {

constexpr const char* kEntry = "hmc_plugin_entry_v1";

const char* name(hmc_status status) {
  switch (status) {
    case HMC_OK: return "ok";
    case HMC_INVALID: return "invalid";
    case HMC_DENIED: return "denied";
    case HMC_NOT_FOUND: return "not_found";
    case HMC_CONFLICT: return "conflict";
    case HMC_OVERLOADED: return "overloaded";
    case HMC_UNAVAILABLE: return "unavailable";
    case HMC_DEADLINE: return "deadline";
    default: return "internal";
  }
}

/// Entry and start must not throw; one that does is refused, with what its exception says left aside: its type is the plugin's.
template <typename Door>
std::string enter(const char* which, Door door, hmc_status& status) {
  try {
    status = door();
    return {};
  } catch (...) {
    return "its " + std::string(which) + " threw an exception across the boundary";
  }
}

}  // namespace

std::string Doors::open(const std::string& path, const hmc_host_v1* host) {
  library_ = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library_ == nullptr) return ::dlerror();
  const auto entry = reinterpret_cast<decltype(&hmc_plugin_entry_v1)>(::dlsym(library_, kEntry));
  if (entry == nullptr) return "exports no " + std::string(kEntry) + ": built for another major version of the plugin interface?";
  instance_.struct_size = sizeof instance_;
  hmc_status status = HMC_INTERNAL;
  if (auto threw = enter("entry", [&] { return entry(host, &instance_); }, status); !threw.empty()) return threw;
  if (status != HMC_OK) return "its entry answered '" + std::string(name(status)) + "': it needs a newer host, or could not be made";
  if (instance_.start == nullptr || instance_.handle == nullptr || instance_.stop == nullptr || instance_.destroy == nullptr)
    return "its entry left one of start, handle, stop and destroy empty";
  return {};
}

std::string Doors::start() {
  hmc_status status = HMC_INTERNAL;
  if (auto threw = enter("start", [&] { return instance_.start(instance_.self); }, status); !threw.empty()) return threw;
  if (status != HMC_OK) return "its start answered '" + std::string(name(status)) + "'";
  started_ = true;
  return {};
}

void Doors::close() {
  if (library_ == nullptr) return;
  if (std::exchange(started_, false)) instance_.stop(instance_.self);
  if (instance_.destroy != nullptr) instance_.destroy(instance_.self);
  ::dlclose(std::exchange(library_, nullptr));
}

}  // namespace hemicycle::worker
