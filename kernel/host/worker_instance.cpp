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

Worker::Worker(std::shared_ptr<const SealedLibrary> library, std::unique_ptr<PluginHost> host, WorkerOptions options)
    : library_(std::move(library)), host_(std::move(host)), options_(std::move(options)) {
  options_.channels = std::clamp(options_.channels, 1, wire::kMostChannels);
  std::deque<SocketPair> pairs(static_cast<std::size_t>(options_.channels));
  SpawnRequest request{.program = options_.program, .plugin = host_->plugin, .descriptors = {library_->fd()}, .isolation = options_.isolation};
  for (auto& pair : pairs) {
    request.descriptors.push_back(pair.theirs());
    lanes_.add(pair.take_ours());
  }
  process_ = std::make_unique<WorkerProcess>(
      std::move(request), [this](wire::Writer out) { write_hello(out, *host_, options_); },
      WorkerProcess::Hooks{.log = [this](std::uint32_t level, std::string_view line) { host_->log(host_->plugin, level, line); },
                           .ended =
                               [this] {
                                 lanes_.shut();
                                 lanes_.close();
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
  const Loan loan(lanes_, message.deadline);
  if (loan.lane() != nullptr) return converse(*loan.lane(), call, message);
  if (lanes_.closed()) return down();
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

void Worker::stop() {
  lanes_.close();
  static_cast<void>(lanes_.drain(options_.stop_deadline));
  lanes_.shut();
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
