// What stands behind TestKernel: the parts of a kernel, put together at the first call.
#pragma once

#include <hemicycle/testing/kernel.hpp>
#include <mutex>

#include "kernel/core/bus.hpp"
#include "kernel/store/journal.hpp"
#include "kernel/store/outbox.hpp"
#include "kernel/store/sqlite_store.hpp"
#include "sdk/testing/src/scratch.hpp"
#include "sdk/testing/src/stand_in.hpp"
#include "sdk/testing/src/virtual_clock.hpp"

namespace hemicycle::testing {

class TestKernel::House final {
 public:
  explicit House(Options options);
  ~House();
  House(const House&) = delete;
  House& operator=(const House&) = delete;

  void load(const std::filesystem::path& library);
  void stand_in(std::string_view query, StandIn::Answer answer);
  /// The running bus; the first time it is asked for, the house opens. Throws Misuse.
  [[nodiscard]] core::Bus& bus();

  void allow(const std::string& actor, std::string_view permission, std::string_view scope);
  void emit(core::EventRecord event);
  void advance(std::chrono::nanoseconds by);
  [[nodiscard]] Rows rows(std::string_view sql);

  VirtualClock clock;
  store::SqlJournal journal;
  store::SqlOutbox outbox;
  [[nodiscard]] std::vector<LogLine> lines() const;

 private:
  struct Loaded {
    std::filesystem::path library;
    std::shared_ptr<const contract::Plugin> contract;
  };
  using Contracts = std::vector<std::shared_ptr<const contract::Plugin>>;

  void open();
  [[nodiscard]] std::map<std::string, std::vector<std::string>> given_vocabularies() const;
  void require_vocabularies(const contract::Plugin& plugin) const;
  [[nodiscard]] Contracts contracts_of_stand_ins();
  void refuse_conflicts(const Contracts& stand_ins) const;
  [[nodiscard]] std::vector<core::Role> roles(const Contracts& stand_ins) const;
  void migrate();
  void start(const Loaded& plugin);
  [[nodiscard]] std::string settings_of(const contract::Plugin& plugin) const;
  void write_line(std::string_view plugin, std::uint32_t level, std::string_view text);

  Options options_;
  Scratch folder_;
  core::Vocabularies vocabularies_;
  std::map<std::string, std::string, std::less<>> vocabularies_json_;
  std::vector<Loaded> loaded_;
  std::map<std::string, std::shared_ptr<StandIn>, std::less<>> stand_ins_;  // by plugin
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<core::Policy> policy_;
  mutable std::mutex lines_mutex_;
  std::vector<LogLine> lines_;
  std::unique_ptr<core::Bus> bus_;  // last: its instances go first
};

}  // namespace hemicycle::testing
