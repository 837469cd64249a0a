#include "kernel/host/in_process.hpp"

#include <hemicycle/entry.h>

#include <functional>
#include <stdexcept>
#include <string>

#include "kernel/core/envelope.hpp"
#include "kernel/host/abi_message.hpp"
#include "kernel/host/breadcrumbs.hpp"

namespace hemicycle::host {
namespace {

using core::Outcome;
using core::Status;

/// Entry and start are forbidden to throw; one that does is refused, and its exception ends here: its type may live in the library that goes.
hmc_status without_throw(const char* door, const std::function<hmc_status()>& call) {
  try {
    return call();
  } catch (...) {
    throw std::runtime_error("its " + std::string(door) + " threw an exception across the boundary");
  }
}

Outcome internal(std::string detail) { return Outcome::failure({.status = Status::internal, .code = "internal", .detail = std::move(detail)}); }

}  // namespace

InProcess::InProcess(const std::filesystem::path& library, std::unique_ptr<PluginHost> host) : host_(std::move(host)) {
  // The throwing overload: only it keeps dlerror's text.
  library_.load(library.string(), boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
  constexpr auto kEntry = "hmc_plugin_entry_v1";
  if (!library_.has(kEntry)) throw std::runtime_error("exports no " + std::string(kEntry) + ": built for another major version of the plugin interface?");
  const auto entry = library_.get<hmc_status(const hmc_host_v1*, hmc_instance_v1*)>(kEntry);
  instance_.struct_size = sizeof instance_;
  const auto status = without_throw("entry", [&] { return entry(&host_->table, &instance_); });
  if (status != HMC_OK) throw std::runtime_error("its entry answered '" + std::string(core::name(Status{status})) + "': it needs a newer host, or could not be made");
  if (instance_.start == nullptr || instance_.handle == nullptr || instance_.stop == nullptr || instance_.destroy == nullptr)
    throw std::runtime_error("its entry left one of start, handle, stop and destroy empty");
}

InProcess::~InProcess() {
  stop();
  if (instance_.destroy != nullptr) instance_.destroy(instance_.self);
}

Outcome InProcess::start() {
  const auto status = without_throw("start", [&] { return instance_.start(instance_.self); });
  if (status != HMC_OK) return Outcome::failure({.status = Status{status}, .code = "start_refused", .detail = "its start answered '" + std::string(core::name(Status{status})) + "'"});
  started_ = true;
  return Outcome::success({});
}

Outcome InProcess::handle(core::CallContext& context, const core::Message& message) {
  AbiCall call(context);
  const Breadcrumbs::Step step(host_->crumbs, host_->plugin);
  const auto sent = as_abi(message);
  hmc_status status = HMC_INTERNAL;
  try {
    status = instance_.handle(instance_.self, call.token(), &sent);
  } catch (...) {
    // Forbidden by the ABI, and caught all the same: this thread serves others.
    return internal("threw an exception across the boundary");
  }
  if (!call.answered) return internal("returned '" + std::string(core::name(Status{status})) + "' without a reply");
  if (status != static_cast<hmc_status>(call.outcome.status)) return internal("returned another status than it replied");
  if (call.outcome.status == Status::internal && call.outcome.problem.detail.empty()) call.outcome.problem.detail = "see the plugin's own line above";
  return std::move(call.outcome);
}

void InProcess::stop() {
  if (!std::exchange(started_, false)) return;
  instance_.stop(instance_.self);
}

}  // namespace hemicycle::host
