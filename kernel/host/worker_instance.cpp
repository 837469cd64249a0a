#include "kernel/host/worker_instance.hpp"

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "kernel/core/call_context.hpp"
#include "kernel/host/abi_message.hpp"
#include "kernel/host/socket_pair.hpp"
#include "kernel/host/worker_service.hpp"
#include "kernel/wire/call_message.hpp"
#include "kernel/wire/inherited.hpp"

namespace hemicycle::host {
namespace {

using core::Outcome;
using core::Status;
using std::chrono::steady_clock;
using wire::Fault;
using wire::Kind;
using wire::Transfer;

// A handler that stops by itself at its deadline needs a moment to say so; ending its process is for those that do not.
constexpr std::chrono::milliseconds kGrace{50};
// The kernel closes a dying process's sockets a moment before it can be asked how it ended.
constexpr std::chrono::seconds kVerdict{2};

wire::Deadline hard_limit(const core::Message& message) { return message.deadline > wire::kNever - kGrace ? wire::kNever : message.deadline + kGrace; }

Outcome internal(std::string detail) { return Outcome::failure({.status = Status::internal, .code = "internal", .detail = std::move(detail)}); }

void write_hello(wire::Writer out, const PluginHost& host, const WorkerOptions& options) {
  out.number(wire::kWireVersion);
  out.number(static_cast<std::uint8_t>(options.isolation == contract::Isolation::sandboxed ? 1 : 0));
  out.number(options.memory_bytes).text(host.settings_json);
  const auto* vocabularies = host.vocabularies_json;
  out.number(static_cast<std::uint32_t>(vocabularies == nullptr ? 0 : vocabularies->size()));
  if (vocabularies == nullptr) return;
  for (const auto& [name, json] : *vocabularies) out.text(name).text(json);
}

}  // namespace

/// The calls that this thread is serving, innermost first: a plugin that asks a query of its own is called on the channel that waits for the
/// answer, since another might never become free.
struct Worker::Serving {
  Serving(const Worker& worker_, Lane& lane_) : worker(worker_), lane(lane_), outer(innermost) { innermost = this; }
  ~Serving() { innermost = outer; }
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

  [[nodiscard]] static Lane* lane_of(const Worker& worker) {
    for (const auto* each = innermost; each != nullptr; each = each->outer)
      if (&each->worker == &worker) return &each->lane;
    return nullptr;
  }

  const Worker& worker;
  Lane& lane;
  Serving* const outer;
  static thread_local Serving* innermost;
};
thread_local Worker::Serving* Worker::Serving::innermost = nullptr;

/// A free channel, given back at the end; null when none became free in time or the worker is down.
class Worker::Loan final {
 public:
  Loan(Worker& worker, wire::Deadline until) : worker_(worker) {
    std::unique_lock lock(worker_.mutex_);
    const auto ready = [&] { return !worker_.free_.empty() || worker_.closing_; };
    if (!ready()) {
      if (until == wire::kNever)
        worker_.lane_freed_.wait(lock, ready);
      else
        worker_.lane_freed_.wait_until(lock, until, ready);
    }
    if (worker_.closing_ || worker_.free_.empty()) return;
    lane_ = worker_.free_.back();
    worker_.free_.pop_back();
  }
  ~Loan() {
    if (lane_ == nullptr) return;
    const std::lock_guard lock(worker_.mutex_);
    worker_.free_.push_back(lane_);
    if (worker_.closing_)
      worker_.lane_freed_.notify_all();  // `stop` waits too
    else
      worker_.lane_freed_.notify_one();
  }
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;
  [[nodiscard]] Lane* lane() const { return lane_; }

 private:
  Worker& worker_;
  Lane* lane_ = nullptr;
};

Worker::Worker(std::shared_ptr<const SealedLibrary> library, std::unique_ptr<PluginHost> host, WorkerOptions options)
    : library_(std::move(library)), host_(std::move(host)), options_(std::move(options)) {
  options_.channels = std::clamp(options_.channels, 1, wire::kMostChannels);
  std::deque<SocketPair> pairs(static_cast<std::size_t>(options_.channels));
  SpawnRequest request{.program = options_.program, .plugin = host_->plugin, .descriptors = {library_->fd()}, .isolation = options_.isolation};
  for (auto& pair : pairs) {
    request.descriptors.push_back(pair.theirs());
    auto& lane = lanes_.emplace_back(pair.take_ours());
    lane.channel.watch_deadlines();
    free_.push_back(&lane);
  }
  process_ = std::make_unique<WorkerProcess>(
      std::move(request), [this](wire::Writer out) { write_hello(out, *host_, options_); },
      WorkerProcess::Hooks{.log = [this](std::uint32_t level, std::string_view line) { host_->log(host_->plugin, level, line); },
                           .ended =
                               [this] {
                                 for (auto& lane : lanes_) lane.channel.shut();
                                 const std::lock_guard lock(mutex_);
                                 closing_ = true;
                                 lane_freed_.notify_all();
                               },
                           .died = options_.died});
  if (process_->reach(WorkerProcess::Stage::loaded, options_.start_deadline)) return;
  const auto problem = process_->problem();
  process_.reset();  // before the ends in `pairs` are closed: its thread may be handing them on
  throw std::runtime_error(!problem.empty() ? problem : "did not finish loading in its worker in time");
}

Worker::~Worker() {
  stop();
  process_.reset();
}

Outcome Worker::start() {
  process_->tell(Kind::start);
  if (process_->reach(WorkerProcess::Stage::serving, options_.start_deadline)) return Outcome::success({});
  auto problem = process_->problem();
  return Outcome::failure(
      {.status = Status::unavailable, .code = "start_refused", .detail = problem.empty() ? "did not finish starting in its worker in time" : std::move(problem)});
}

Outcome Worker::handle(core::CallContext& call, const core::Message& message) {
  if (auto* own = Serving::lane_of(*this); own != nullptr) return converse(*own, call, message);
  const Loan loan(*this, message.deadline);
  if (loan.lane() != nullptr) {
    const Serving serving(*this, *loan.lane());
    return converse(*loan.lane(), call, message);
  }
  if (process_->ended() || closing()) return down();
  return Outcome::failure({.status = Status::overloaded, .code = "overloaded", .detail = "all channels to its worker were busy until the deadline"});
}

Outcome Worker::converse(Lane& lane, core::CallContext& call, const core::Message& message) {
  const auto limit = hard_limit(message);
  const auto number = ++lane.last_number;
  wire::write_message(lane.channel.write(Kind::call, number), as_abi(message));
  auto transfer = lane.channel.send(limit);
  if (transfer == Transfer::wrong) return internal("the message does not fit through to its worker: " + lane.channel.why());
  WorkerService service(call);
  wire::Frame frame;
  wire::Kept kept;
  while (transfer == Transfer::done) {
    transfer = lane.channel.receive(frame, limit);
    if (transfer != Transfer::done) break;
    if (frame.number != number) return lied("it spoke of a call that is over or never was");
    if (frame.kind == Kind::reply) return read_reply(frame);
    // What an `ask` leads to may come back on this channel and use its buffer.
    if (frame.kind == Kind::ask) frame.body = (kept = lane.channel.keep()).body;
    if (const auto lie = service.serve(frame.kind, frame.body); !lie.empty()) return lied(lie);
    if (steady_clock::now() >= limit) transfer = Transfer::late;  // one that asks for ever
    if (transfer != Transfer::done || frame.kind == Kind::close) continue;
    lane.channel.write(Kind::answer, number).append(service.answer());
    transfer = lane.channel.send(limit);
    if (transfer != Transfer::wrong) continue;
    lane.channel.write(Kind::answer, number).number(HMC_INTERNAL).text(lane.channel.why());
    transfer = lane.channel.send(limit);
  }
  return not_delivered(transfer, lane, message);
}

Outcome Worker::read_reply(const wire::Frame& frame) {
  wire::Reader in(frame.body);
  const auto fault = in.number<Fault>();
  const auto status = in.number<hmc_status>();
  const auto bytes = in.text();
  if (!in.wrong().empty()) return lied(in.wrong());
  switch (fault) {
    case Fault::none: break;
    case Fault::threw: return internal("threw an exception across the boundary");
    case Fault::no_reply: return internal("returned '" + std::string(core::name(Status{status})) + "' without a reply");
    case Fault::other_status: return internal("returned another status than it replied");
    case Fault::too_large: return internal("its reply is larger than 64 MiB");
    default: return lied("its reply has a fault that does not exist");
  }
  if (status < HMC_OK || status > HMC_INTERNAL) return lied("it replied with a status that does not exist");
  if (status == HMC_OK) return Outcome::success(std::string(bytes));
  auto problem = core::Problem::parse(Status{status}, bytes);
  if (status == HMC_INTERNAL && problem.detail.empty()) problem.detail = "see the plugin's own line above";
  return Outcome::failure(std::move(problem));
}

Outcome Worker::not_delivered(Transfer why, Lane& lane, const core::Message& message) {
  if (why == Transfer::wrong) return lied(lane.channel.why());
  if (why == Transfer::late) {
    process_->kill(message.type + " did not return by its deadline");
    return Outcome::failure({.status = Status::deadline, .code = "deadline", .detail = "its worker was ended: it did not return by its deadline"});
  }
  // Without effect on a process that is dying already.
  process_->kill("it closed a channel in the middle of a call");
  static_cast<void>(process_->reach(WorkerProcess::Stage::ended, kVerdict));
  return down();
}

Outcome Worker::lied(std::string_view lie) {
  process_->kill("it lied: " + std::string(lie));
  return internal("its worker was ended because it lied: " + std::string(lie));
}

Outcome Worker::down() const {
  const auto why = process_->problem();
  return Outcome::failure(
      {.status = Status::unavailable, .code = std::string(core::kPluginDown), .detail = why.empty() ? "its worker is stopping" : "its worker " + why});
}

bool Worker::closing() {
  const std::lock_guard lock(mutex_);
  return closing_;
}

void Worker::stop() {
  {
    std::unique_lock lock(mutex_);
    closing_ = true;
    lane_freed_.notify_all();
    lane_freed_.wait_for(lock, options_.stop_deadline, [&] { return free_.size() == lanes_.size(); });
  }
  for (auto& lane : lanes_) lane.channel.shut();
  process_->stop(options_.stop_deadline);
}

std::uint64_t Worker::memory_bytes() const {
  if (!alive()) return 0;
  std::ifstream file("/proc/" + std::to_string(pid()) + "/statm");
  std::uint64_t whole = 0, resident = 0;
  file >> whole >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::uint64_t Worker::cpu_ns() const {
  clockid_t clock{};
  timespec time{};
  if (!alive() || ::clock_getcpuclockid(pid(), &clock) != 0 || ::clock_gettime(clock, &time) != 0) return 0;
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(time.tv_nsec);
}

}  // namespace hemicycle::host
