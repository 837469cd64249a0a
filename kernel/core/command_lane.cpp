#include "kernel/core/command_lane.hpp"

#include <algorithm>
#include <utility>

namespace hemicycle::core {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// How stale a page may be after another process (the command line) wrote.
constexpr milliseconds kWatch{250};

Outcome failed(const StoreError& error) {
  return Outcome::failure({.status = error.status(), .code = error.status() == Status::conflict ? "conflict" : "", .detail = error.what()});
}

}  // namespace

CommandLane::CommandLane(Store& store, std::size_t batch, Hooks hooks) : db_(store.open_writer()), batch_limit_(batch), hooks_(std::move(hooks)) {}

CommandLane::~CommandLane() { stop(); }

void CommandLane::start() {
  foreign_version_ = db_->foreign_version();
  {
    const std::lock_guard lock(mutex_);
    started_ = true;
  }
  thread_ = std::thread([this] { run(); });
}

void CommandLane::post(Unit unit) {
  {
    std::unique_lock lock(mutex_);
    if (closed_) {
      lock.unlock();
      return unit.done(failed(StoreError(Status::unavailable, "the server is stopping")));
    }
    queue_.push_back(std::move(unit));
    ++waiting_;
    idle_ = false;
  }
  work_arrived_.notify_one();
}

void CommandLane::settle() {
  std::unique_lock lock(mutex_);
  if (closed_ || !started_) return;
  due_asked_ = true;
  idle_ = false;
  work_arrived_.notify_one();
  settled_.wait(lock, [&] { return idle_; });
}

void CommandLane::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_arrived_.notify_one();
  thread_.join();
}

void CommandLane::run() {
  while (wait_for_work()) run_batch();
}

bool CommandLane::wait_for_work() {
  std::unique_lock lock(mutex_);
  const auto ready = [&] { return !queue_.empty() || due_asked_ || stopping_; };
  if (!ready()) {
    idle_ = true;
    settled_.notify_all();
    work_arrived_.wait_until(lock, std::min(next_due_, next_watch_), ready);
  }
  if (steady_clock::now() >= next_due_) due_asked_ = true;
  if (!stopping_ || !queue_.empty()) return true;
  closed_ = idle_ = true;
  settled_.notify_all();
  return false;
}

void CommandLane::watch_other_processes() {
  const auto now = steady_clock::now();
  if (now < next_watch_) return;
  next_watch_ = now + kWatch;
  const auto version = db_->foreign_version();
  if (version == foreign_version_) return;
  hooks_.foreign_write(*db_);
  foreign_version_ = version;
  const std::lock_guard lock(mutex_);
  due_asked_ = true;
}

bool CommandLane::take(Unit& unit) {
  const std::lock_guard lock(mutex_);
  if (queue_.empty()) return false;
  unit = std::move(queue_.front());
  queue_.pop_front();
  --waiting_;
  return true;
}

void CommandLane::run_batch() {
  finished_.clear();
  effects_.clear();
  try {
    watch_other_processes();
    bool ask_due = false;
    {
      const std::lock_guard lock(mutex_);
      ask_due = std::exchange(due_asked_, false);
      if (queue_.empty() && !ask_due) return;
    }
    if (!broken_.empty()) throw StoreError(Status::unavailable, broken_);
    db_->begin_write();
    const bool whole = run_queue();
    const bool more = ask_due && (!whole || run_due());
    commit_batch();
    if (ask_due) {
      next_due_ = steady_clock::now() + hooks_.patience(*db_);
      const std::lock_guard lock(mutex_);
      due_asked_ = due_asked_ || more;
    }
  } catch (const StoreError& error) {
    fail_batch(error);
  }
  for (auto& one : finished_) one.done(std::move(one.outcome));
  finished_.clear();
}

/// False when the batch has to end here. What arrives while it runs joins it: the fsync is what they all wait for.
bool CommandLane::run_queue() {
  Unit unit;
  while (finished_.size() < batch_limit_ && take(unit)) {
    run_unit(unit);
    if (changed_grants()) return false;
  }
  return true;
}

/// Whether something was due: then more may be.
bool CommandLane::run_due() {
  auto due = hooks_.due(*db_);
  for (auto& waiting : due) {
    run_unit(waiting);
    if (changed_grants()) break;  // the rest still stands in the store
  }
  return !due.empty();
}

/// A grant given or taken back is known to the policy once it is committed: what comes behind it in the queue waits for the next batch.
bool CommandLane::changed_grants() const { return !effects_.empty() && !effects_.back().grants.empty(); }

void CommandLane::run_unit(Unit& unit) {
  Effects effects;
  Outcome outcome;
  db_->savepoint();
  try {
    outcome = unit.run(*db_, effects);
  } catch (const StoreError& error) {
    outcome = failed(error);
    if (error.status() == Status::unavailable) {
      finished_.push_back({std::move(unit.done), std::move(outcome)});
      throw;
    }
  }
  // The unit is in `finished_` before anything more can fail: whoever waits is always told.
  const bool kept = outcome.ok();
  finished_.push_back({std::move(unit.done), std::move(outcome)});
  ++units_;
  if (kept) {
    db_->release();
    finished_.back().outcome.session = effects.session;
    effects_.push_back(std::move(effects));
  } else {
    db_->rollback_to_savepoint();
    db_->release();
  }
}

void CommandLane::commit_batch() {
  if (effects_.empty()) {
    db_->rollback();
    return;
  }
  db_->commit();
  ++commits_;
  const bool wakes = std::any_of(effects_.begin(), effects_.end(), [](const Effects& e) { return e.wakes_deliveries; });
  hooks_.committed(effects_);
  if (!wakes) return;
  const std::lock_guard lock(mutex_);
  due_asked_ = true;
}

void CommandLane::fail_batch(const StoreError& error) {
  db_->rollback();
  for (auto& one : finished_)
    if (one.outcome.ok()) one.outcome = failed(error);
  // Whoever waits is told at once; what could not even begin (a locked or full store) must not wait for ever either.
  Unit unit;
  while (take(unit)) finished_.push_back({std::move(unit.done), failed(error)});
  next_due_ = steady_clock::now() + milliseconds(500);
  if (error.status() != Status::unavailable || !broken_.empty()) return;
  broken_ = error.what();
  hooks_.broken(broken_);
}

}  // namespace hemicycle::core
