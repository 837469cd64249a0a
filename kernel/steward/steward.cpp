#include "kernel/steward/steward.hpp"

#include <hemicycle/ext/log.h>

#include <exception>
#include <utility>

namespace hemicycle::steward {
namespace {

using core::Outcome;
using core::Status;
using host::State;
using std::chrono::steady_clock;

constexpr std::chrono::seconds kWatch{1};

Outcome refused(Status status, std::string why) { return Outcome::failure({.status = status, .code = {}, .fields = {}, .detail = std::move(why)}); }

}  // namespace

Steward::~Steward() { stop(); }

void Steward::start(StewardParts parts) {
  parts_ = std::make_unique<StewardParts>(std::move(parts));
  parts_->house.threads_run();
  thread_ = std::thread([this] { run(); });
}

void Steward::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    tasks_.clear();  // whoever waits for one holds a promise that is broken here, and is told
  }
  asked_.notify_all();
  if (thread_.joinable()) thread_.join();
  retired_.clear();
}

void Steward::post(Task task, Instant when) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    tasks_.emplace(when, std::move(task));
  }
  asked_.notify_one();
}

void Steward::died(const std::string& plugin, std::uint64_t generation, const std::string& why) {
  post([this, plugin, generation, why] { bury(plugin, generation, why); });
}

void Steward::retire(std::unique_ptr<core::Instance> instance) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_) retired_.push_back(std::move(instance));
  }
  asked_.notify_one();  // after the end of the steward it is destroyed here, by whoever brought it
}

Steward::Task Steward::next_task() {
  std::unique_lock lock(mutex_);
  const auto latest = steady_clock::now() + kWatch;
  asked_.wait_until(lock, tasks_.empty() ? latest : std::min(latest, tasks_.begin()->first), [&] {
    return stopping_ || !retired_.empty() || (!tasks_.empty() && tasks_.begin()->first <= steady_clock::now());
  });
  if (!retired_.empty())
    return [gone = std::make_shared<std::vector<std::unique_ptr<core::Instance>>>(std::exchange(retired_, {}))] { gone->clear(); };
  if (stopping_ || tasks_.empty() || tasks_.begin()->first > steady_clock::now()) return [] {};
  auto task = std::move(tasks_.begin()->second);
  tasks_.erase(tasks_.begin());
  return task;
}

void Steward::run() {
  while (true) {
    next_task()();
    watch();
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
  }
}

void Steward::watch() {
  if (parts_->crumbs == nullptr || !parts_->stuck) return;
  if (const auto plugin = parts_->crumbs->overdue(kStuckAfter); !plugin.empty()) {
    parts_->crumbs->blame(plugin);
    parts_->stuck(plugin);
  }
}

void Steward::note(std::string_view plugin, std::uint32_t level, std::string_view text) const { parts_->log(plugin, level, text); }

void Steward::bury(const std::string& plugin, std::uint64_t generation, const std::string& why) {
  const auto resident = parts_->house.find(plugin);
  if (!resident || resident->generation != generation) return;  // one that was replaced already
  set_back(plugin, why);
}

void Steward::set_back(const std::string& plugin, const std::string& why) {
  const auto wait = policies_[plugin].died(steady_clock::now());
  parts_->house.put_aside(plugin, wait ? State::restarting : State::quarantined, why, parts_->bus);
  parts_->bus.touch_all();
  if (!wait) {
    note(plugin, HMC_LOG_ERROR, "died " + std::to_string(policies_[plugin].deaths()) + " times in five minutes and is in quarantine: " + why +
                                    "; `hemicycle plugin enable " + plugin + "` starts it again");
    return;
  }
  note(plugin, HMC_LOG_WARNING, "is started again in " + std::to_string(wait->count()) + " ms");
  const auto generation = parts_->house.find(plugin)->generation;
  post([this, plugin, generation] { start_again(plugin, generation); }, steady_clock::now() + *wait);
}

void Steward::start_again(const std::string& plugin, std::uint64_t generation) {
  const auto resident = parts_->house.find(plugin);
  if (!resident || resident->generation != generation || resident->state != State::restarting) return;
  try {
    parts_->house.restart(plugin, parts_->bus);
    parts_->bus.touch_all();
    note(plugin, HMC_LOG_INFO, "runs again");
  } catch (const std::exception& error) {
    set_back(plugin, error.what());
  }
}

std::vector<host::Resident> Steward::others_than(const std::string& plugin) const {
  auto shown = parts_->house.residents();
  std::erase_if(shown, [&](const host::Resident& one) { return one.name == plugin || !host::attached(one); });
  return shown;
}

void Steward::take_out(const std::string& plugin) {
  const auto show = parts_->furnish ? parts_->furnish(others_than(plugin)) : std::function<void()>();
  parts_->house.put_aside(plugin, State::disabled, "an administrator stopped it", parts_->bus);
  if (show) show();  // its entries leave the menus; its pages say that they are closed
  parts_->bus.touch_all();
}

void Steward::bring_in(const std::string& plugin) {
  auto fresh = parts_->house.candidate(plugin);
  auto shown = others_than(plugin);
  shown.push_back(fresh);
  const auto show = parts_->furnish ? parts_->furnish(shown) : std::function<void()>();
  parts_->house.admit(std::move(fresh), parts_->bus);
  if (show) show();
  parts_->bus.forget_former(plugin);
  parts_->bus.touch_all();
  policies_[plugin].forgive();
}

Outcome Steward::carry_out(Wish wish, const std::string& plugin) {
  try {
    if (wish == Wish::disable) {
      const auto resident = parts_->house.find(plugin);
      if (!resident || !host::attached(*resident)) return refused(Status::conflict, plugin + " does not run; there is nothing to stop");
      take_out(plugin);
    } else {
      bring_in(plugin);
    }
    if (parts_->remember && wish != Wish::reload) parts_->remember(plugin, wish == Wish::disable);
    note(plugin, HMC_LOG_INFO, wish == Wish::disable ? "was stopped by an administrator" : "serves in a new generation");
    return Outcome::success({});
  } catch (const std::exception& error) {
    note(plugin, HMC_LOG_ERROR, std::string("stays as it was: ") + error.what());
    return refused(parts_->house.find(plugin) ? Status::conflict : Status::not_found, plugin + " stays as it was: " + error.what());
  }
}

Outcome Steward::change(Wish wish, const std::string& plugin) {
  auto answer = std::make_shared<std::promise<Outcome>>();
  auto future = answer->get_future();
  post([this, wish, plugin, answer = std::move(answer)] { answer->set_value(carry_out(wish, plugin)); });
  try {
    return future.get();
  } catch (const std::future_error&) {
    return refused(Status::unavailable, "the server is stopping");
  }
}

void Steward::wish(Wish wish, const std::string& plugin) {
  post([this, wish, plugin] { static_cast<void>(carry_out(wish, plugin)); });
}

std::vector<Standing> Steward::standings() const {
  std::vector<Standing> out;
  const auto costs = parts_->bus.plugin_metrics();
  for (const auto& resident : parts_->house.residents()) {
    Standing one{.name = resident.name,
                 .version = resident.contract ? resident.contract->version : std::string(),
                 .title = resident.contract ? resident.contract->title : std::string(),
                 .state = std::string(host::name(resident.state)),
                 .isolation = std::string(contract::name(resident.isolation)),
                 .reason = resident.reason,
                 .sha256 = resident.sha256,
                 .restarts = resident.restarts,
                 .signed_by = resident.signed_by,
                 .not_applied = resident.not_applied};
    if (const auto cost = costs.find(resident.name); cost != costs.end()) {
      one.calls = cost->second.calls;
      one.failures = cost->second.failures;
      one.busy_ns = cost->second.busy_ns;
      one.statements = cost->second.statements;
      one.memory_bytes = cost->second.memory_bytes;
    }
    if (parts_->rate) parts_->rate(one, resident);
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace hemicycle::steward
