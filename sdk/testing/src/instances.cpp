#include "sdk/testing/src/instances.hpp"

#include <algorithm>
#include <cstdlib>

#include "kernel/host/in_process.hpp"

namespace hemicycle::testing {
namespace {

contract::Isolation asked(const Options& options) {
  if (options.isolation) return static_cast<contract::Isolation>(*options.isolation);
  const char* variable = std::getenv("HEMICYCLE_TEST_ISOLATION");
  if (variable == nullptr || *variable == '\0') return contract::Isolation::in_process;
  const auto named = contract::isolation_named(variable);
  if (!named) throw Misuse("HEMICYCLE_TEST_ISOLATION is '" + std::string(variable) + "'; write in_process, worker or sandboxed");
  return *named;
}

}  // namespace

Isolation isolation_of(const Options& options, contract::Isolation least) { return static_cast<Isolation>(std::max(asked(options), least)); }

std::shared_ptr<core::Instance> make_instance(Isolation isolation, const std::filesystem::path& library, std::unique_ptr<host::PluginHost> host) {
  if (isolation == Isolation::in_process) return std::make_shared<host::InProcess>(library, std::move(host));
  throw Misuse(library.filename().string() + " is to run out of this process, and this build of the SDK has no worker");
}

}  // namespace hemicycle::testing
