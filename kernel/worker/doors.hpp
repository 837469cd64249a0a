// The plugin in its worker: opened from the inherited descriptor, entered, and in the end closed.
#pragma once

#include <hemicycle/host.h>
#include <hemicycle/plugin.h>

#include <string>

namespace hemicycle::worker {

/// Main thread, but for `handle`, which any channel's thread calls.
class Doors final {
 public:
  Doors() = default;
  ~Doors() { close(); }
  Doors(const Doors&) = delete;
  Doors& operator=(const Doors&) = delete;

  /// Empty, or why the plugin is not used: the sentences of a plugin in the server's own process.
  [[nodiscard]] std::string open(const std::string& path, const hmc_host_v1* host);
  [[nodiscard]] std::string start();
  /// May throw what the plugin threw.
  [[nodiscard]] hmc_status handle(hmc_call call, const hmc_message_v1& message) const { return instance_.handle(instance_.self, call, &message); }
  /// Stops when it was started, destroys, unloads: the library's own destructors run.
  void close();

 private:
  void* library_ = nullptr;
  hmc_instance_v1 instance_{};
  bool started_ = false;
};

}  // namespace hemicycle::worker
