// For the tests of workers: a real store and a real bus with the trial plugin in a worker process, beside one that is only pretended.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "kernel/core/small_house_test.hpp"
#include "kernel/host/elf_manifest.hpp"
#include "kernel/host/worker_instance.hpp"

namespace hemicycle::host {

/// Lines and deaths, as they come from the worker's thread.
class Notebook final {
 public:
  void write(std::string line) {
    {
      const std::lock_guard lock(mutex_);
      lines_.push_back(std::move(line));
    }
    written_.notify_all();
  }
  /// Waits for a line that holds `part`; "" when none came in five seconds.
  [[nodiscard]] std::string await(std::string_view part) {
    std::unique_lock lock(mutex_);
    std::string found;
    written_.wait_for(lock, std::chrono::seconds(5), [&] {
      for (const auto& line : lines_)
        if (line.find(part) != std::string::npos) found = line;
      return !found.empty();
    });
    return found;
  }
  [[nodiscard]] std::size_t size() {
    const std::lock_guard lock(mutex_);
    return lines_.size();
  }

 private:
  std::mutex mutex_;
  std::condition_variable written_;
  std::vector<std::string> lines_;
};

[[nodiscard]] inline std::string trial_contract() {
  std::string json = R"({"hemicycle": 1, "name": "trial", "version": "1.0.0", "requires": ["names.find@1"], "permissions": ["trial.write"],
    "events": {"told": {"subject": "note:{note}", "payload": {"note": {"type": "string", "format": "identifier"}}}}, "commands": {)";
  for (const char* verb : {"write", "write_and_refuse", "write_and_crash", "write_and_wait"})
    json += std::string(json.back() == '{' ? "" : ", ") + '"' + verb + R"(": {"permission": "public", "emits": ["told"]})";
  json += R"(}, "queries": {)";
  for (const char* verb : {"write_in_query", "echo", "rows", "leave_open", "nested", "other", "meet", "surroundings", "hang", "throws", "silent", "differ", "stale",
                           "too_large", "leave", "talk"})
    json += std::string(json.back() == '{' ? "" : ", ") + '"' + verb + R"(": {"permission": "public"})";
  return json + "}}";
}

struct WorkerHouse : store::House {
  int channels = 4;
  Notebook log, deaths;
  store::SqlJournal journal;
  core::SystemClock clock;
  core::Policy policy{{}};
  core::Vocabularies vocabularies;
  std::map<std::string, std::string, std::less<>> vocabularies_json{{"themes", "[]"}};
  std::shared_ptr<core::Pretended> names = std::make_shared<core::Pretended>();
  std::shared_ptr<Worker> worker;
  std::unique_ptr<core::Bus> bus;

  [[nodiscard]] std::shared_ptr<Worker> make(const std::string& settings = "{}", const char* program = HEMICYCLE_WORKER,
                                             std::chrono::nanoseconds start_deadline = std::chrono::seconds(10),
                                             const char* library = HEMICYCLE_TRIAL_PLUGIN, const char* plugin = "trial") {
    return std::make_shared<Worker>(
        std::make_shared<const SealedLibrary>(SealedLibrary::read(library)),
        std::make_unique<PluginHost>(PluginHost{.table = {},
                                                .plugin = plugin,
                                                .settings_json = settings,
                                                .vocabularies_json = &vocabularies_json,
                                                .log = [this](std::string_view who, std::uint32_t level, std::string_view text) {
                                                  log.write(std::string(who) + " " + std::to_string(level) + " " + std::string(text));
                                                }}),
        WorkerOptions{.program = program,
                      .channels = channels,
                      .start_deadline = start_deadline,
                      .died = [this](const std::string& why) { deaths.write(why); }});
  }

  void make_bus() {
    bus = std::make_unique<core::Bus>(core::Bus::Parts{.store = *store,
                                                       .journal = journal,
                                                       .policy = policy,
                                                       .clock = clock,
                                                       .log = [this](std::string_view, std::uint32_t, std::string_view text) { log.write("bus " + std::string(text)); },
                                                       .vocabularies = vocabularies,
                                                       .broken = [](const std::string&) {}},
                                      core::BusLimits{.query_threads = 4, .slow_threads = 1});
  }
  void open(std::shared_ptr<Worker> made) {
    worker = std::move(made);
    store::apply(*store->open_schema(), "trial",
                 {{.number = 1, .file = "0001_trial.sql", .name = "0001_trial", .sql = "CREATE TABLE trial_note (id INTEGER PRIMARY KEY, text TEXT);\n"}}, 1);
    make_bus();
    bus->attach(std::make_shared<const contract::Plugin>(contract::read(core::kNames, "names")), names);
    bus->attach(std::make_shared<const contract::Plugin>(contract::read(trial_contract(), "trial")), worker);
    writer.reset();
    bus->start();
  }
  /// A house whose worker serves.
  [[nodiscard]] core::Outcome open() {
    open(make());
    return worker->start();
  }
  /// Through the door: the payload is checked against the contract.
  [[nodiscard]] core::Outcome call_as(std::string actor, std::string type, std::string payload) const {
    return bus->call({.type = std::move(type), .payload = std::move(payload), .actor = std::move(actor)});
  }
  [[nodiscard]] core::Outcome call(std::string type, std::string payload = "{}", std::chrono::nanoseconds budget = std::chrono::seconds(10)) const {
    return bus->call({.type = std::move(type), .payload = std::move(payload), .budget = budget, .checked = true});
  }
  [[nodiscard]] std::int64_t seen(std::string_view owner, std::string_view sql) const {
    const auto reader = store->open_reader();
    return reader->query(owner, sql, {})->next()[0].as.integer;
  }
  [[nodiscard]] std::int64_t notes() const { return seen("trial", "SELECT COUNT(*) FROM trial_note"); }
};

/// The house with one of sdk/examples alone, as it was built, in a worker that serves.
[[nodiscard]] inline std::shared_ptr<Worker> open_example(WorkerHouse& house, const char* name, const std::filesystem::path& library) {
  auto worker = house.make(R"({"shown":20})", HEMICYCLE_WORKER, std::chrono::seconds(10), library.c_str(), name);
  const auto sealed = SealedLibrary::read(library);
  auto contract = contract::read(manifest_of(sealed.bytes()), library.string());
  house.writer.reset();
  house.store = store::open_sqlite({.path = house.folder.path() / "example.db"});  // "hello" and "hello_c" cannot share one
  store::apply(*house.store->open_schema(), core::kKernel, store::kernel_migrations(), 1);
  store::apply(*house.store->open_schema(), name, store::read_migrations(name, library.parent_path() / "migrations"), 1);
  house.make_bus();
  house.bus->attach(std::make_shared<const contract::Plugin>(std::move(contract)), worker);
  house.bus->start();
  if (const auto started = worker->start(); !started.ok()) throw std::runtime_error(started.problem.detail);
  return worker;
}

}  // namespace hemicycle::host
