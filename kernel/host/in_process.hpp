// A plugin as a library in this process.
#pragma once

#include <hemicycle/plugin.h>

#include <boost/dll/shared_library.hpp>
#include <filesystem>
#include <memory>
#include <mutex>

#include "kernel/core/instance.hpp"
#include "kernel/host/abi_call.hpp"

namespace hemicycle::host {

/// Loads, enters, and in the end stops, destroys and unloads. Commands, events and jobs come one at a time from the command lane.
class InProcess final : public core::Instance {
 public:
  /// Throws std::runtime_error with dlerror's own words, or with what entry answered.
  InProcess(const std::filesystem::path& library, std::unique_ptr<PluginHost> host);
  ~InProcess() override;
  InProcess(const InProcess&) = delete;
  InProcess& operator=(const InProcess&) = delete;

  [[nodiscard]] core::Outcome start() override;
  [[nodiscard]] std::optional<core::SettingRefusal> refused_setting() const override { return host_->refused; }
  [[nodiscard]] core::Outcome handle(core::CallContext& call, const core::Message& message) override;
  void stop() override;

 private:
  std::unique_ptr<PluginHost> host_;
  boost::dll::shared_library library_;
  hmc_instance_v1 instance_{};
  bool started_ = false;
};

}  // namespace hemicycle::host
