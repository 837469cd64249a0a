// From the loading of a library to its leaving, on the bare host: no bus, no store.
#include <dlfcn.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "kernel/cli/check/child.hpp"
#include "kernel/cli/check/promises.hpp"
#include "kernel/core/door.hpp"
#include "kernel/host/in_process.hpp"

namespace hemicycle::check {
namespace {

constexpr int kRounds = 2;  // what one round leaves behind, the next one stumbles over

/// What the plugin may ask outside a call. Outlives its instances.
struct Host {
  explicit Host(const Subject& subject) : plugin(subject.contract.name) {
    const auto checked = core::check(subject.contract.settings, nlohmann::json::object(), subject.vocabularies);
    settings = checked.ok() ? checked.value.dump() : "{}";
    for (const auto& [name, terms] : subject.vocabularies) {
      auto list = nlohmann::json::array();
      for (const auto& term : terms) list.push_back({{"id", term.id}, {"fr", term.id}});
      vocabularies[name] = list.dump();
    }
  }
  [[nodiscard]] std::unique_ptr<host::PluginHost> make() {
    return std::make_unique<host::PluginHost>(host::PluginHost{.table = {sizeof(hmc_host_v1), 0, &host::find_extension},
                                                               .plugin = plugin,
                                                               .settings_json = settings,
                                                               .vocabularies_json = &vocabularies,
                                                               .log = [this](std::string_view, std::uint32_t, std::string_view text) { said = text; }});
  }
  std::string plugin, settings, said;
  std::map<std::string, std::string, std::less<>> vocabularies;
};

void live(const Subject& subject, Host& host, const Teller& tell) {
  const auto said = [&] { return (host.said.empty() ? "" : ", saying: " + host.said) + "; with its default settings a plugin starts"; };
  try {
    tell.step("loading it");
    host::InProcess instance(subject.library, host.make());
    tell.step("starting it");
    if (const auto started = instance.start(); !started.ok()) tell.finding(started.problem.detail + said());
    tell.step("stopping it");
    instance.stop();
    tell.step("destroying it");
  } catch (const std::exception& error) {
    tell.finding(error.what() + said());
  }
}

std::size_t threads_now() {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& task : std::filesystem::directory_iterator("/proc/self/task")) ++count;
  return count;
}

/// A thread that was joined leaves /proc a moment later.
bool threads_ended(std::size_t before) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  while (threads_now() > before) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

bool mapped(const std::filesystem::path& library) {
  const auto path = std::filesystem::canonical(library).string();
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);)
    if (line.ends_with(path)) return true;
  return false;
}

/// Why the dynamic linker keeps a library that was closed, as far as its symbols tell.
std::string keeper(const LibraryFacts& facts) {
  if (!facts.unique.empty()) return "the STB_GNU_UNIQUE symbol " + facts.unique.front() + " holds it: compile with -fno-gnu-unique";
  if (facts.never_unloaded) return "it is linked with -z nodelete: link without";
  return "something holds it, a dlopen of itself for example: undo in `stop` what was done in `start`";
}

}  // namespace

Findings lifecycle(const Subject& subject) {
  return in_child(kStepSeconds, [&](const Teller& tell) {
    Host host(subject);
    hold(subject.library);
    for (int round = 0; round < kRounds; ++round) live(subject, host, tell);
  });
}

Findings unload(const Subject& subject, const LibraryFacts& facts) {
  // The kernel's threads outlive a plugin that is replaced, and with them what such an object holds.
  if (std::any_of(facts.undefined.begin(), facts.undefined.end(), [](const std::string& name) { return name.starts_with("__cxa_thread_atexit"); }))
    return {"a thread_local object with a destructor holds it in memory until each of the kernel's threads ends: keep such state in the plugin's own object"};
  return in_child(kStepSeconds, [&](const Teller& tell) {
    Host host(subject);
    const auto before = threads_now();
    tell.step("loading it");
    // A handle of our own, so that destroying and unloading are two steps.
    void* held = ::dlopen(subject.library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (held == nullptr) return tell.finding(::dlerror());
    live(subject, host, tell);
    if (!threads_ended(before))
      return tell.finding("a thread that it started still runs after `destroy`: join it in `stop`, and do without threads where you can");
    tell.step("unloading it");
    ::dlclose(held);
    if (mapped(subject.library)) tell.finding("is still mapped after it was unloaded: " + keeper(facts));
  });
}

}  // namespace hemicycle::check
