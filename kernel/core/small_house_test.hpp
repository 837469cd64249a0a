// For the tests of the bus: a house with a real store, a clock turned by hand, and plugins whose handlers each test writes itself.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/core/bus.hpp"
#include "kernel/core/call_context.hpp"
#include "kernel/store/journal.hpp"
#include "kernel/store/temporary_folder_test.hpp"

namespace hemicycle::core {

/// Starts in 2026. Both times move together; the steady one also runs by itself, as SQLite's deadlines do.
class ManualClock final : public Clock {
 public:
  [[nodiscard]] std::int64_t now_ns() const override { return kStart + turned_; }
  [[nodiscard]] std::chrono::steady_clock::time_point steady() const override {
    return std::chrono::steady_clock::now() + std::chrono::nanoseconds(turned_);
  }
  void turn(std::chrono::nanoseconds by) { turned_ += by.count(); }

  static constexpr std::int64_t kStart = 1'775'650'000'000'000'000;

 private:
  std::atomic<std::int64_t> turned_ = 0;
};

/// Answers with lambdas, by message type. What has none answers `{}`.
class Pretended final : public Instance {
 public:
  using Handler = std::function<Outcome(CallContext&, const Message&)>;
  std::map<std::string, Handler, std::less<>> handlers;

  [[nodiscard]] Outcome start() override { return Outcome::success({}); }
  [[nodiscard]] Outcome handle(CallContext& call, const Message& message) override {
    const auto found = handlers.find(message.type);
    return found == handlers.end() ? Outcome::success("{}") : found->second(call, message);
  }
  void stop() override {}
};

/// The real store; once told so, no commit of the writer succeeds any more.
class BreakableStore final : public Store {
 public:
  explicit BreakableStore(Store& real) : real_(real) {}
  [[nodiscard]] std::unique_ptr<Connection> open_reader() override { return real_.open_reader(); }
  [[nodiscard]] std::unique_ptr<Connection> open_writer() override { return std::make_unique<Writer>(real_.open_writer(), broken); }
  std::atomic<bool> broken = false;

 private:
  class Writer final : public Connection {
   public:
    Writer(std::unique_ptr<Connection> real, const std::atomic<bool>& broken) : real_(std::move(real)), broken_(broken) {}
    void begin_read() override { real_->begin_read(); }
    void begin_write() override { real_->begin_write(); }
    void commit() override {
      if (broken_) throw StoreError(Status::unavailable, "fsync failed");
      real_->commit();
    }
    void rollback() noexcept override { real_->rollback(); }
    void savepoint() override { real_->savepoint(); }
    void release() override { real_->release(); }
    void rollback_to_savepoint() override { real_->rollback_to_savepoint(); }
    std::int64_t exec(std::string_view owner, std::string_view sql, std::span<const hmc_param> params) override {
      return real_->exec(owner, sql, params);
    }
    [[nodiscard]] std::unique_ptr<Cursor> query(std::string_view owner, std::string_view sql, std::span<const hmc_param> params) override {
      return real_->query(owner, sql, params);
    }
    [[nodiscard]] std::int64_t foreign_version() override { return real_->foreign_version(); }

   private:
    std::unique_ptr<Connection> real_;
    const std::atomic<bool>& broken_;
  };
  Store& real_;
};

/// `hello` acts, `ears` hears it, `names` is asked.
inline constexpr std::string_view kHello = R"({
  "hemicycle": 1, "name": "hello", "version": "1.0.0", "requires": ["names.find@1"], "uses": ["ghost.see@1"], "grants": ["writer"], "permissions": ["hello.write"],
  "commands": {
    "act": {"permission": "public", "emits": ["told"],
            "input": {"note": {"type": "string", "format": "identifier", "default": "n1"}, "number": {"type": "integer", "optional": true}}},
    "write": {"permission": "hello.write", "scope": "group:{group}", "input": {"group": {"type": "string", "format": "identifier"}}},
    "sign": {"permission": "public", "emits": ["told"], "prepare": "costly", "input": {"word": {"type": "string"}}},
    "fill": {"permission": "public", "input": {"title": {"type": "string", "max": 5}, "count": {"type": "integer"}}}
  },
  "queries": {
    "look": {"permission": "public", "input": {"level": {"type": "integer", "default": 0}}},
    "mine": {"permission": "signed_in"},
    "costly": {"permission": "internal", "lane": "slow", "input": {"word": {"type": "string"}}}
  },
  "events": {
    "told": {"subject": "note:{note}", "payload": {"note": {"type": "string", "format": "identifier"}}},
    "hidden": {"subject": "note:{note}", "payload": {"note": {"type": "string", "format": "identifier"}}}
  },
  "jobs": {"tidy": {"input": {"number": {"type": "integer"}}}, "sweep": {"every": "1h"}}
})";
inline constexpr std::string_view kEars =
    R"({"hemicycle": 1, "name": "ears", "version": "1.0.0", "permissions": [], "reactions": ["hello.told"]})";
inline constexpr std::string_view kNames = R"({"hemicycle": 1, "name": "names", "version": "1.0.0", "permissions": ["names.read"],
  "queries": {"find": {"permission": "internal"}, "secret": {"permission": "names.read"}}})";

struct SmallHouse : store::House {
  BreakableStore breakable{*store};
  store::SqlJournal journal;
  ManualClock clock;
  Policy policy{{{.name = "writer", .includes = {}, .permissions = {"hello.write"}}, {.name = "keeper", .includes = {}, .permissions = {"steward.manage"}}}};
  Vocabularies vocabularies;
  std::atomic<int> broken = 0;
  std::shared_ptr<Pretended> hello = std::make_shared<Pretended>(), ears = std::make_shared<Pretended>(),
                             names = std::make_shared<Pretended>();
  std::unique_ptr<Connection> reader = store->open_reader();
  std::unique_ptr<Bus> bus;

  explicit SmallHouse(BusLimits limits = {}) {
    bus = std::make_unique<Bus>(Bus::Parts{.store = breakable,
                                           .journal = journal,
                                           .policy = policy,
                                           .clock = clock,
                                           .log = [](std::string_view, std::uint32_t, std::string_view) {},
                                           .vocabularies = vocabularies,
                                           .broken = [this](const std::string&) { ++broken; }},
                                limits);
    const auto attach = [&](std::string_view json, const std::shared_ptr<Pretended>& instance) {
      bus->attach(std::make_shared<const contract::Plugin>(contract::read(json, "test")), instance);
    };
    attach(kNames, names);
    attach(kHello, hello);
    attach(kEars, ears);
  }

  /// Handlers are set before this, and not changed while a message may run.
  void open() {
    bus->start();
    bus->settle();
  }
  void on(const std::string& type, Pretended::Handler handler) {
    auto& plugin = type.starts_with("names.") ? names : hello;
    plugin->handlers[type] = std::move(handler);
  }
  [[nodiscard]] Outcome call(std::string type, std::string payload = "{}", std::string actor = {}) {
    return bus->call({.type = std::move(type), .payload = std::move(payload), .actor = std::move(actor)});
  }
  /// One number, as another connection sees the store now.
  [[nodiscard]] std::int64_t seen(std::string_view sql, std::string_view owner = kKernel) const {
    const auto rows = reader->query(owner, sql, {});
    const auto* row = rows->next();
    return row == nullptr || row[0].type != HMC_INTEGER ? 0 : row[0].as.integer;
  }
  [[nodiscard]] std::int64_t notes() const { return seen("SELECT COUNT(*) FROM hello_note", "hello"); }
  void turn(std::chrono::nanoseconds by) {
    clock.turn(by);
    bus->settle();
  }
};

/// Writes a row of the plugin's own table.
inline void note(CallContext& call, std::int64_t id) {
  const std::array parameters{bind("id", id)};
  call.db().exec("hello", "INSERT INTO hello_note (id, text) VALUES (:id, 'x')", parameters);
}

[[nodiscard]] inline Status tell(CallContext& call, std::string_view note) {
  return call.services().emit(call, "hello.told", "note:" + std::string(note), R"({"note": ")" + std::string(note) + "\"}");
}

[[nodiscard]] inline Outcome refuse(Status status, std::string code) {
  return Outcome::failure({.status = status, .code = std::move(code)});
}

}  // namespace hemicycle::core
