#include "kernel/core/deliveries.hpp"

#include <algorithm>
#include <string>

#include "kernel/core/identity.hpp"

namespace hemicycle::core {
namespace {

constexpr int kAtOnce = 64;
constexpr std::chrono::seconds kReactionBudget{10};
constexpr std::chrono::minutes kJobBudget{5};
// A recurring job replaces its own waiting row under this key, so that a restart does not double it.
constexpr std::string_view kRecurring = "@every";
// Nobody was there to try: --safe-mode, or a plugin that did not start. What waits for it waits on and is never given up for that.
constexpr std::string_view kAbsent = "plugin_absent";

std::string_view plugin_of(std::string_view type) { return type.substr(0, type.find('.')); }
std::string_view verb_of(std::string_view type) { return type.substr(type.find('.') + 1); }

const std::string& label(const Delivery& delivery) { return delivery.event.type; }
const std::string& label(const DueJob& job) { return job.type; }
std::string_view owner(const Delivery& delivery) { return delivery.consumer; }
std::string_view owner(const DueJob& job) { return plugin_of(job.type); }

Outcome absent(std::string_view plugin) {
  return Outcome::failure({.status = Status::unavailable, .code = std::string(kAbsent), .detail = "plugin " + std::string(plugin) + " is not running"});
}

}  // namespace

std::chrono::nanoseconds backoff(int attempts) {
  const auto doubled = std::chrono::milliseconds(200) * (1LL << std::min(attempts, 12));
  return std::min<std::chrono::nanoseconds>(doubled, std::chrono::seconds(30));
}

void Deliveries::plant_recurring_jobs(Connection& db) {
  for (const auto& attached : routes_.attached())
    for (const auto& job : attached->contract->jobs)
      if (job.every_ns > 0)
        parts_.journal.schedule(db, {.id = 0,
                                     .type = job.name,
                                     .payload = "{}",
                                     .key = std::string(kRecurring),
                                     .correlation = {},
                                     .causation = {},
                                     .traceparent = {},
                                     .due_ns = parts_.clock.now_ns(),
                                     .attempts = 0});
}

std::vector<CommandLane::Unit> Deliveries::due(Connection& db) {
  auto units = std::exchange(second_thoughts_, {});
  if (!units.empty()) return units;
  const auto now = parts_.clock.now_ns();
  for (auto& delivery : parts_.journal.due_deliveries(db, now, kAtOnce)) units.push_back(make_unit(std::move(delivery), &Deliveries::deliver));
  for (auto& job : parts_.journal.due_jobs(db, now, kAtOnce)) units.push_back(make_unit(std::move(job), &Deliveries::run_job));
  return units;
}

std::chrono::milliseconds Deliveries::patience(Connection& db) {
  constexpr std::chrono::milliseconds kLongest{1000};  // a clock that jumps is noticed within a second
  if (!second_thoughts_.empty()) return std::chrono::milliseconds(0);
  const auto next = parts_.journal.next_due(db);
  if (!next) return kLongest;
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(std::chrono::nanoseconds(*next - parts_.clock.now_ns()));
  return std::clamp(wait, std::chrono::milliseconds(1), kLongest);
}

template <typename Waiting>
CommandLane::Unit Deliveries::make_unit(Waiting waiting, Outcome (Deliveries::*run)(const Waiting&, Connection&, Effects&)) {
  auto shared = std::make_shared<const Waiting>(std::move(waiting));
  return {.run = [this, shared, run](Connection& db, Effects& effects) { return (this->*run)(*shared, db, effects); },
          .done =
              [this, shared](const Outcome& outcome) {
                if (outcome.ok()) return;
                // Its savepoint is gone; that it failed is written in a unit of its own, in the next batch.
                second_thoughts_.push_back({.run = [this, shared, problem = outcome.problem](Connection& db,
                                                                                            Effects&) { return put_off(*shared, problem, db); },
                                            .done = [](const Outcome&) {}});
              }};
}

template <typename Waiting>
Outcome Deliveries::put_off(const Waiting& waiting, const Problem& problem, Connection& db) {
  const auto now = parts_.clock.now_ns();
  if (waiting.attempts + 1 < kMostAttempts || problem.code == kAbsent) {
    parts_.journal.postpone(db, waiting, now + backoff(waiting.attempts).count());
    return Outcome::success({});
  }
  ++buried_;
  const auto why = std::string(name(problem.status)) + (problem.code.empty() ? "" : " " + problem.code) + ": " + problem.detail;
  parts_.log(owner(waiting), 4, label(waiting) + " became a dead letter after " + std::to_string(kMostAttempts) + " tries: " + why);
  parts_.journal.bury(db, waiting, why, now);
  plant_again(db, waiting);
  return Outcome::success({});
}

Outcome Deliveries::deliver(const Delivery& delivery, Connection& db, Effects& effects) {
  const auto plugin = routes_.plugin(delivery.consumer);
  if (plugin == nullptr || !plugin->instance->serves()) return absent(delivery.consumer);
  if (!parts_.journal.take(db, delivery, parts_.clock.now_ns())) return Outcome::success({});
  const auto& event = delivery.event;
  const Message message{.kind = Kind::event,
                        .major = event.major,
                        .id = event.id,
                        .type = event.type,
                        .subject = event.subject,
                        .actor = std::string(kSystem),
                        .correlation = event.correlation,
                        .causation = event.id,
                        .traceparent = event.traceparent,
                        .time_ns = parts_.clock.now_ns(),
                        .deadline = parts_.clock.steady() + kReactionBudget,
                        .payload = event.payload,
                        .prepared = {}};
  ++delivered_;
  return runner_.run(*plugin, nullptr, message, db, &effects);
}

Outcome Deliveries::run_job(const DueJob& job, Connection& db, Effects& effects) {
  const auto plugin = routes_.plugin(plugin_of(job.type));
  const auto* declared = plugin == nullptr || !plugin->instance->serves() ? nullptr : plugin->contract->job(verb_of(job.type));
  if (declared == nullptr) return absent(plugin_of(job.type));
  const auto now = parts_.clock.now_ns();
  parts_.journal.finish(db, job);
  const auto id = new_id(now);
  const Message message{.kind = Kind::job,
                        .major = 1,
                        .id = id,
                        .type = job.type,
                        .subject = {},
                        .actor = std::string(kSystem),
                        .correlation = job.correlation.empty() ? id : job.correlation,
                        .causation = job.causation,
                        .traceparent = job.traceparent.empty() ? new_traceparent() : job.traceparent,
                        .time_ns = now,
                        .deadline = parts_.clock.steady() + kJobBudget,
                        .payload = job.payload,
                        .prepared = {}};
  auto outcome = runner_.run(*plugin, nullptr, message, db, &effects);
  if (!outcome.ok()) return outcome;
  ++jobs_;
  plant_again(db, job);
  return outcome;
}

void Deliveries::plant_again(Connection& db, const DueJob& job) {
  const auto plugin = routes_.plugin(plugin_of(job.type));
  const auto* declared = plugin == nullptr ? nullptr : plugin->contract->job(verb_of(job.type));
  if (declared == nullptr || declared->every_ns == 0 || job.key != kRecurring) return;
  auto next = job;
  next.due_ns = parts_.clock.now_ns() + declared->every_ns;
  next.attempts = 0;
  parts_.journal.schedule(db, next);
}

}  // namespace hemicycle::core
