#include <hemicycle/testing/kernel.hpp>

#include <atomic>
#include <hemicycle/time.hpp>
#include <thread>

#include "sdk/testing/src/house.hpp"

namespace hemicycle::testing {
namespace {

constexpr std::size_t kSenders = 4;

Reply as_reply(core::Outcome outcome) {
  Reply::Parts parts{.status = std::string(core::name(outcome.status)),
                     .json = std::move(outcome.payload),
                     .code = std::move(outcome.problem.code),
                     .detail = std::move(outcome.problem.detail)};
  for (auto& field : outcome.problem.fields) parts.errors.push_back({std::move(field.field), std::move(field.code)});
  return Reply(std::move(parts));
}

core::Status status_named(std::string_view name) {
  for (auto number = hmc_status{HMC_INVALID}; number <= HMC_INTERNAL; ++number)
    if (core::name(core::Status{number}) == name) return core::Status{number};
  throw Misuse("'" + std::string(name) + "' is no status that a query refuses with; see hemicycle/status.h");
}

}  // namespace

Caller::Caller(TestKernel& kernel, std::string actor) : kernel_(kernel), actor_(std::move(actor)) {}

Caller& Caller::may(std::string_view permission, std::string_view scope) {
  if (actor_.empty()) throw Misuse("a visitor holds no permission; kernel.as(\"somebody\").may(…)");
  kernel_.house_->allow(actor_, permission, scope);
  return *this;
}

Caller& Caller::key(std::string_view key) {
  key_ = key;
  return *this;
}

Caller& Caller::within(std::chrono::nanoseconds budget) {
  budget_ = budget;
  return *this;
}

Caller& Caller::unchecked() {
  checked_ = true;
  return *this;
}

Reply Caller::call(std::string_view operation, std::string_view json) {
  auto& bus = kernel_.house_->bus();
  auto outcome = bus.call({.type = std::string(operation), .payload = std::string(json), .actor = actor_, .idempotency_key = key_, .budget = budget_, .checked = checked_});
  bus.settle();
  return as_reply(std::move(outcome));
}

TestKernel::TestKernel(Options options) : house_(std::make_unique<House>(std::move(options))) {}
TestKernel::~TestKernel() = default;

TestKernel& TestKernel::load(const std::filesystem::path& library) {
  house_->load(library);
  return *this;
}

TestKernel& TestKernel::stub(std::string_view query, std::string_view reply) {
  return stub(query, [json = std::string(reply)](const std::string&) { return json; });
}

TestKernel& TestKernel::stub(std::string_view query, std::function<std::string(const std::string& input)> answer) {
  house_->stand_in(query, [answer = std::move(answer)](const std::string& input) { return core::Outcome::success(answer(input)); });
  return *this;
}

TestKernel& TestKernel::refuse(std::string_view query, std::string_view status, std::string_view code) {
  const core::Problem problem{.status = status_named(status), .code = std::string(code)};
  house_->stand_in(query, [problem](const std::string&) { return core::Outcome::failure(problem); });
  return *this;
}

Caller TestKernel::as(std::string_view actor) {
  if (actor.empty()) throw Misuse("an actor has a name; kernel.visitor() is nobody in particular");
  return {*this, std::string(actor)};
}
Caller TestKernel::visitor() { return {*this, {}}; }
Caller TestKernel::system() { return {*this, std::string(core::kOperator)}; }

void TestKernel::emit(std::string_view event, std::string_view payload, std::string_view subject) {
  core::EventRecord record;
  record.type = event;
  record.payload = payload;
  record.subject = subject;
  house_->emit(std::move(record));
}

void TestKernel::advance(std::chrono::nanoseconds by) { house_->advance(by); }

std::string TestKernel::now() const { return to_iso(from_ns(house_->clock.now_ns())); }

std::vector<Event> TestKernel::events(std::string_view type) const {
  std::vector<Event> out;
  const auto read = house_->bus().read_now([&](core::Connection& db) {
    std::int64_t after = 0;
    for (;;) {
      const auto some = house_->journal.events(db, after, 1000);
      if (some.empty()) return core::Outcome::success({});
      after = some.back().seq;
      for (const auto& event : some)
        if (type.empty() || event.type == type) out.push_back({event.type, event.subject, event.actor, event.payload});
    }
  });
  if (!read.ok()) throw Misuse("the journal cannot be read: " + read.problem.detail);
  return out;
}

Rows TestKernel::rows(std::string_view sql) const { return house_->rows(sql); }

std::vector<DeadLetter> TestKernel::dead_letters() const {
  std::vector<DeadLetter> out;
  const auto read = house_->bus().read_now([&](core::Connection& db) {
    for (const auto& letter : house_->journal.dead_letters(db)) out.push_back({letter.consumer, letter.type, letter.payload, letter.problem});
    return core::Outcome::success({});
  });
  if (!read.ok()) throw Misuse("the dead letters cannot be read: " + read.problem.detail);
  return out;
}

std::vector<LogLine> TestKernel::log() const { return house_->lines(); }

std::vector<Reply> TestKernel::stop_amid(const std::vector<Call>& calls) {
  auto& bus = house_->bus();
  std::vector<core::Outcome> outcomes(calls.size());
  std::vector<std::atomic<int>> answers(calls.size());
  std::atomic<std::size_t> answered = 0;
  const auto send = [&](std::size_t from) {
    for (auto i = from; i < calls.size(); i += kSenders)
      bus.send({.type = calls[i].operation, .payload = calls[i].json, .actor = calls[i].actor, .budget = calls[i].budget}, [&, i](core::Outcome outcome) {
        if (answers[i]++ == 0) outcomes[i] = std::move(outcome);
        ++answered;
      });
  };
  std::vector<std::thread> senders;
  for (std::size_t from = 0; from < kSenders; ++from) senders.emplace_back(send, from);
  while (answered < calls.size() / 2) std::this_thread::yield();
  bus.stop();  // returns when what had begun, and what waited, is answered
  for (auto& sender : senders) sender.join();
  std::vector<Reply> out;
  for (std::size_t i = 0; i < calls.size(); ++i) out.push_back(answers[i] == 1 ? as_reply(std::move(outcomes[i])) : Reply({.status = {}}));
  return out;
}

}  // namespace hemicycle::testing
