// A kernel for tests: the real bus, journal, migrations, authorizer and policy over a database in memory, and a clock that the test turns.
//
//   TestKernel kernel;
//   kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
//   const auto reply = kernel.as("a1").may("club.submit").call("club.submit", R"({"title": "Water"})");
//   REQUIRE(reply.ok());
//
// Every call returns when its reactions and the jobs that are due have run: nothing moves between two lines of a test. One thread.
// The test program is compiled with the compiler's own standard library, as the SDK's archive was; the plugin may be built with another.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <hemicycle/testing/reply.hpp>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace hemicycle::testing {

/// Where plugins run.
enum class Isolation { in_process, worker, sandboxed };

struct Options {
  std::optional<Isolation> isolation{};                           ///< else HEMICYCLE_TEST_ISOLATION ("worker"), but never less than the contract demands
  std::map<std::string, std::string> settings{};                  ///< "club.seats" -> JSON
  std::map<std::string, std::vector<std::string>> vocabularies{}; ///< "themes" -> ids
  std::map<std::string, std::vector<std::string>> roles{};        ///< roles that a plugin gives with `grant` -> their permissions
  std::string begins = "2026-04-08T14:00:00Z";                    ///< what the clock shows at first
};

/// What a test asks wrongly of the kernel, in a sentence: a plugin that cannot be loaded, a requirement that nobody answers.
class Misuse : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A row as text, column by column; SQL's NULL is "NULL".
using Row = std::vector<std::string>;
using Rows = std::vector<Row>;

class TestKernel;

/// Somebody who calls. Made by the kernel, which it must not outlive.
class Caller final {
 public:
  /// Gives a permission that a loaded or required plugin declares, everywhere or in `scope` ("group:12"). Stays given to this actor.
  Caller& may(std::string_view permission, std::string_view scope = {});
  /// The next calls bear this idempotency key.
  Caller& key(std::string_view key);
  /// The next calls must be answered within `budget` of real time; nothing left = `deadline`. 60 s at first.
  Caller& within(std::chrono::nanoseconds budget);
  /// The next payloads go past the door, unchecked, as another plugin's `ask` may send them.
  Caller& unchecked();

  Reply call(std::string_view operation, std::string_view json = "{}");
  /// The same with a struct of the contract's header: call(club::Submit{.title = "Water"}).
  template <typename Message>
    requires requires(const Message* message) { message_type(message); }
  Reply call(const Message& message) {
    return call(message_type(&message), to_json(message));
  }

 private:
  friend class TestKernel;
  Caller(TestKernel& kernel, std::string actor);
  TestKernel& kernel_;
  std::string actor_, key_;
  std::chrono::nanoseconds budget_ = std::chrono::seconds(60);
  bool checked_ = false;
};

class TestKernel final {
 public:
  explicit TestKernel(Options options = {});
  ~TestKernel();
  TestKernel(const TestKernel&) = delete;
  TestKernel& operator=(const TestKernel&) = delete;

  // Before the first call, which opens the house. Each throws Misuse.

  /// A plugin, from its library with its folder beside: migrations, views.
  TestKernel& load(const std::filesystem::path& library);
  /// Answers a query that a loaded plugin requires, in place of a plugin that is not here. Its input is handed on unchecked.
  TestKernel& stub(std::string_view query, std::string_view reply);
  TestKernel& stub(std::string_view query, std::function<std::string(const std::string& input)> answer);
  /// The same, refusing: refuse("members.find", "not_found", "no_such_member").
  TestKernel& refuse(std::string_view query, std::string_view status, std::string_view code);

  // From then on.

  /// An actor who has signed in.
  [[nodiscard]] Caller as(std::string_view actor);
  [[nodiscard]] Caller visitor();
  /// May all, queries that are `internal` included.
  [[nodiscard]] Caller system();

  /// Tells an event of a plugin, loaded or not, to those who react, and waits for them. Throws Misuse when nobody does.
  void emit(std::string_view event, std::string_view payload, std::string_view subject = {});
  template <typename Event>
    requires requires(const Event* event) { message_type(event); }
  void emit(const Event& event) {
    emit(message_type(&event), to_json(event), message_subject(event));
  }
  /// Turns the clock; jobs and second tries that fall due on the way run at their own times.
  void advance(std::chrono::nanoseconds by);
  /// What the clock shows: "2026-04-08T14:00:00Z".
  [[nodiscard]] std::string now() const;

  /// All events of this type, oldest first; those of `emit` too. Empty type = all.
  [[nodiscard]] std::vector<Event> events(std::string_view type = {}) const;
  /// A SELECT on the tables of one loaded plugin, or on the kernel's own (hmc_…). Throws Misuse with what SQLite says.
  [[nodiscard]] Rows rows(std::string_view sql) const;
  [[nodiscard]] std::vector<DeadLetter> dead_letters() const;
  /// The letters that plugins wrote, oldest first. None leaves: say with the next two what became of one.
  [[nodiscard]] std::vector<Mail> mails() const;
  void mail_sent(std::string_view id, std::string_view words = "250 OK");
  void mail_failed(std::string_view id, std::string_view words = "550 no such mailbox");
  [[nodiscard]] std::vector<LogLine> log() const;

  /// One call of many.
  struct Call {
    std::string actor, operation, json = "{}";
    std::chrono::nanoseconds budget = std::chrono::seconds(60);
  };
  /// Sends them all at once from several threads and stops the house when half are answered. Replies in the order of the calls; one that
  /// was never answered has an empty status. Afterwards this kernel answers no more.
  std::vector<Reply> stop_amid(const std::vector<Call>& calls);

 private:
  friend class Caller;
  class House;
  std::unique_ptr<House> house_;
};

}  // namespace hemicycle::testing
