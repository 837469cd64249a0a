#include "sdk/testing/src/instances.hpp"

#include <algorithm>
#include <cstdlib>

#include "kernel/host/in_process.hpp"
#include "kernel/host/worker_instance.hpp"

namespace hemicycle::testing {
namespace {

contract::Isolation asked_by_environment() {
  const char* variable = std::getenv("HEMICYCLE_TEST_ISOLATION");
  if (variable == nullptr || *variable == '\0') return contract::Isolation::in_process;
  const auto named = contract::isolation_named(variable);
  if (!named) throw Misuse("HEMICYCLE_TEST_ISOLATION is '" + std::string(variable) + "'; write in_process, worker or sandboxed");
  return *named;
}

/// The program that hosts one plugin: HEMICYCLE_TEST_WORKER, beside the test program, or where packages put it.
std::filesystem::path worker_program() {
  namespace fs = std::filesystem;
  if (const char* variable = std::getenv("HEMICYCLE_TEST_WORKER"); variable != nullptr && *variable != '\0') return variable;
  for (const auto& folder : {fs::read_symlink("/proc/self/exe").parent_path(), fs::path("/usr/local/lib/hemicycle"), fs::path("/usr/lib/hemicycle")})
    if (fs::exists(folder / "hemicycle-worker")) return folder / "hemicycle-worker";
  throw Misuse("no hemicycle-worker is installed; say where it is in HEMICYCLE_TEST_WORKER");
}

}  // namespace

Isolation isolation_of(const Options& options, contract::Isolation least) {
  return options.isolation ? *options.isolation : static_cast<Isolation>(std::max(asked_by_environment(), least));
}

std::shared_ptr<core::Instance> make_instance(Isolation isolation, const std::filesystem::path& library, std::unique_ptr<host::PluginHost> host) {
  if (isolation == Isolation::in_process) return std::make_shared<host::InProcess>(library, std::move(host));
  auto sealed = std::make_shared<const host::SealedLibrary>(host::SealedLibrary::read(library));
  return std::make_shared<host::Worker>(std::move(sealed), std::move(host),
                                        host::WorkerOptions{.program = worker_program(),
                                                            .isolation = static_cast<contract::Isolation>(isolation),
                                                            .start_deadline = std::chrono::minutes(1)});  // tests run on busy machines
}

}  // namespace hemicycle::testing
