#include "kernel/core/bus.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "kernel/core/command_lane.hpp"
#include "kernel/core/conversation.hpp"
#include "kernel/core/deliveries.hpp"
#include "kernel/core/door.hpp"
#include "kernel/core/identity.hpp"
#include "kernel/core/mailbox.hpp"
#include "kernel/core/query_lane.hpp"
#include "kernel/core/routes.hpp"
#include "kernel/core/runner.hpp"

namespace hemicycle::core {
namespace {

/// A call on its way through the lanes. Shared by the steps, owned by whichever runs next.
struct Travel {
  Route route;
  Message message;
  std::string payload, prepared, idempotency_key;
  Completion done;
};

}  // namespace

class Bus::Core {
 public:
  Core(Parts parts, BusLimits limits)
      : parts_(std::move(parts)), limits_(limits), runner_(parts_, routes_), deliveries_(parts_, routes_, runner_),
        commands_(parts_.store, limits.commit_batch, hooks()), queries_(parts_.store, limits.query_threads), slow_(parts_.store, limits.slow_threads) {}

  void start();
  void stop();
  void send(Request request, Completion done);
  void run_command(std::shared_ptr<Travel> travel);
  void run_query(std::shared_ptr<Travel> travel);
  [[nodiscard]] Outcome command_unit(Travel& travel, Connection& db, Effects& effects);
  [[nodiscard]] CommandLane::Hooks hooks();

  Parts parts_;
  BusLimits limits_;
  Routes routes_;
  Generations generations_;
  Runner runner_;
  Deliveries deliveries_;
  CommandLane commands_;
  QueryLane queries_, slow_;
  std::atomic<bool> open_ = false;
  std::atomic<std::uint64_t> queries_run_ = 0, overloaded_ = 0;
};

CommandLane::Hooks Bus::Core::hooks() {
  return {.due = [this](Connection& db) { return deliveries_.due(db); },
          .patience = [this](Connection& db) { return deliveries_.patience(db); },
          .committed =
              [this](std::vector<Effects>& effects) {
                for (auto& effect : effects) {
                  parts_.policy.apply(effect.grants);
                  for (const auto& event : effect.events) generations_.grow(event);
                }
                if (parts_.letters_written && std::ranges::any_of(effects, &Effects::letters)) parts_.letters_written();
              },
          .foreign_write =
              [this](Connection& db) {
                parts_.policy.load(db);
                generations_.grow_all();
                if (parts_.letters_written) parts_.letters_written();
              },
          .broken = parts_.broken};
}

void Bus::Core::start() {
  queries_.start();
  slow_.start();
  commands_.start();
  open_ = true;
  commands_.post({.run =
                      [this](Connection& db, Effects& effects) {
                        deliveries_.plant_recurring_jobs(db);
                        effects.wakes_deliveries = true;
                        return Outcome::success({});
                      },
                  .done = [](const Outcome&) {}});
}

void Bus::Core::stop() {
  open_ = false;
  queries_.stop();
  slow_.stop();
  commands_.stop();
  // The completions of the last commands may have asked for more.
  queries_.stop();
  slow_.stop();
}

void Bus::Core::send(Request request, Completion done) {
  if (!open_) return done(fail(Status::unavailable, "unavailable", "the server is stopping"));
  auto route = routes_.find(request.type);
  if (!route) return done(fail(Status::not_found, "unknown_contract", request.type + " has no provider"));
  const auto& operation = *route->operation;

  if (!parts_.policy.allowed(operation.permission, request.actor, Runner::scope_of(operation, request.payload)))
    return done(fail(Status::denied, request.actor.empty() ? "sign_in_first" : "denied"));
  if (!request.checked) {
    auto parsed = parse_strict(request.payload);
    if (parsed.ok()) parsed = check(operation.input, std::move(parsed.value), parts_.vocabularies, parts_.find_file);
    if (!parsed.ok()) return done(Outcome::failure(std::move(*parsed.problem)));
    request.payload = parsed.value.dump();
  }

  const auto now = parts_.clock.now_ns();
  auto id = new_id(now);
  auto travel = std::make_shared<Travel>(Travel{
      .route = *route,
      .message = {.kind = operation.command ? Kind::command : Kind::query,
                  .major = operation.major,
                  .id = id,
                  .type = operation.name,
                  .subject = {},
                  .actor = std::move(request.actor),
                  .correlation = request.correlation.empty() ? id : std::move(request.correlation),
                  .causation = {},
                  .traceparent = is_traceparent(request.traceparent) ? std::move(request.traceparent) : new_traceparent(),
                  .time_ns = now,
                  .deadline = parts_.clock.steady() + request.budget,
                  .payload = {},
                  .prepared = {}},
      .payload = std::move(request.payload),
      .prepared = {},
      .idempotency_key = std::move(request.idempotency_key),
      .done = std::move(done)});
  travel->message.payload = travel->payload;
  if (!operation.command) return run_query(std::move(travel));
  if (operation.prepare.empty()) return run_command(std::move(travel));

  // The preparation is a query of its own with the command's input; the command follows from its completion.
  auto first = std::make_shared<Travel>(*travel);
  first->route.operation = route->plugin->contract->operation(operation.prepare);
  first->message.kind = Kind::query;
  first->message.type = first->route.operation->name;
  first->message.payload = first->payload;
  first->done = [this, travel](Outcome outcome) {
    if (!outcome.ok()) return travel->done(std::move(outcome));
    travel->prepared = std::move(outcome.payload);
    travel->message.prepared = travel->prepared;
    run_command(travel);
  };
  run_query(std::move(first));
}

void Bus::Core::run_query(std::shared_ptr<Travel> travel) {
  const bool slow = travel->route.operation->slow_lane;
  const auto account = travel->route.plugin->account;
  Place place(account->waiting[static_cast<std::size_t>(slow ? LaneName::slow : LaneName::query)], limits_.mailbox);
  if (!place.taken()) {
    ++overloaded_;
    return travel->done(fail(Status::overloaded, "overloaded"));
  }
  auto work = [this, travel = std::move(travel), place](Connection& db) {
    ++queries_run_;
    travel->done(runner_.run_query(travel->route, travel->message, db));
  };
  if (slow) return slow_.post(std::move(work));
  account->queries->enter(queries_, Turnstile::share_of(limits_.query_threads), std::move(work));
}

void Bus::Core::run_command(std::shared_ptr<Travel> travel) {
  Place place(travel->route.plugin->account->waiting[static_cast<std::size_t>(LaneName::command)], limits_.mailbox);
  if (!place.taken()) {
    ++overloaded_;
    return travel->done(fail(Status::overloaded, "overloaded"));
  }
  auto* one = travel.get();
  commands_.post({.run = [this, one](Connection& db, Effects& effects) { return command_unit(*one, db, effects); },
                  .done = [travel = std::move(travel), place](Outcome outcome) { travel->done(std::move(outcome)); }});
}

Outcome Bus::Core::command_unit(Travel& travel, Connection& db, Effects& effects) {
  auto& message = travel.message;
  // The one writer must not be held as long as the client would wait: others wait behind it.
  message.deadline = std::min(message.deadline, parts_.clock.steady() + limits_.command_time);
  const auto& operation = *travel.route.operation;
  // Again, now that it is this command's turn: a grant may have been taken back meanwhile.
  if (!parts_.policy.allowed(operation.permission, message.actor, Runner::scope_of(operation, message.payload)))
    return fail(Status::denied, message.actor.empty() ? "sign_in_first" : "denied");
  // Visitors are nobody in particular: a key remembered for one could be answered to another.
  const auto key = message.actor.empty() ? std::string() : travel.idempotency_key;
  const auto hash = key.empty() ? std::string() : fingerprint(message.payload);
  if (!key.empty())
    if (auto before = parts_.journal.remembered(db, message.actor, message.type, key)) {
      if (before->request_hash != hash) return fail(Status::conflict, "idempotency_key_reused");
      return Outcome::success(std::move(before->payload));
    }
  auto outcome = runner_.run(*travel.route.plugin, &operation, message, db, &effects);
  if (outcome.ok() && !key.empty())
    parts_.journal.remember(db, message.actor, message.type, key, {.request_hash = hash, .payload = outcome.payload}, message.time_ns);
  return outcome;
}

Bus::Bus(Parts parts, BusLimits limits) : core_(std::make_unique<Core>(std::move(parts), limits)) {}
Bus::~Bus() { core_->stop(); }

void Bus::attach(std::shared_ptr<const contract::Plugin> contract, std::shared_ptr<Instance> instance) {
  core_->routes_.attach(std::move(contract), std::move(instance));
}
void Bus::forget_former(std::string_view plugin) { core_->routes_.forget_former(plugin); }
void Bus::start() { core_->start(); }
void Bus::stop() { core_->stop(); }
void Bus::send(Request request, Completion done) { core_->send(std::move(request), std::move(done)); }

void Bus::converse(Request request, std::function<void(Asker&)> talk, Completion refused) {
  if (!core_->open_) return refused(fail(Status::unavailable, "unavailable"));
  const auto route = core_->routes_.find(request.type);
  if (!route) return refused(fail(Status::not_found, "unknown_contract"));
  Place place(route->plugin->account->waiting[static_cast<std::size_t>(LaneName::query)], core_->limits_.mailbox);
  if (!place.taken()) {
    ++core_->overloaded_;
    return refused(fail(Status::overloaded, "overloaded"));
  }
  auto work = [core = core_.get(), request = std::move(request), talk = std::move(talk), refused = std::move(refused), place](Connection& db) {
    ++core->queries_run_;
    try {
      db.begin_read();
    } catch (const StoreError& error) {
      return refused(fail(error.status(), "", error.what()));
    }
    Conversation conversation(core->parts_, core->routes_, core->runner_, db, request);
    talk(conversation);
    db.rollback();
  };
  route->plugin->account->queries->enter(core_->queries_, Turnstile::share_of(core_->limits_.query_threads), std::move(work));
}

void Bus::aside(std::function<void()> work) { core_->slow_.post([work = std::move(work)](Connection&) { work(); }); }

void Bus::read(std::function<Outcome(Connection&)> work, Completion done) {
  if (!core_->open_) return done(fail(Status::unavailable, "unavailable", "the server is stopping"));
  core_->queries_.post([work = std::move(work), done = std::move(done)](Connection& db) {
    Outcome outcome;
    try {
      db.begin_read();
      outcome = work(db);
      db.commit();
    } catch (const StoreError& error) {
      db.rollback();
      outcome = fail(error.status(), "", error.what());
    }
    done(std::move(outcome));
  });
}

void Bus::write(std::function<Outcome(Connection&)> work, Completion done) {
  if (!core_->open_) return done(fail(Status::unavailable, "unavailable", "the server is stopping"));
  core_->commands_.post({.run =
                             [work = std::move(work)](Connection& db, Effects& effects) {
                               effects.wakes_deliveries = true;
                               return work(db);
                             },
                         .done = std::move(done)});
}

void Bus::settle() { core_->commands_.settle(); }
std::shared_ptr<const contract::Operation> Bus::operation(std::string_view name) const {
  const auto route = core_->routes_.find(name);
  return route ? std::shared_ptr<const contract::Operation>(route->plugin->contract, route->operation) : nullptr;
}
std::vector<std::shared_ptr<const contract::Plugin>> Bus::contracts() const { return core_->routes_.contracts(); }
const Generation& Bus::generation(std::string_view event_type) const { return core_->generations_.of(event_type); }
void Bus::touch_all() { core_->generations_.grow_all(); }
void Bus::when_changed(std::function<void()> told) { core_->generations_.when_grown(std::move(told)); }

LaneMetrics Bus::metrics() const {
  return {.queries = core_->queries_run_,
          .units = core_->commands_.units(),
          .commits = core_->commands_.commits(),
          .deliveries = core_->deliveries_.delivered(),
          .jobs = core_->deliveries_.jobs_done(),
          .overloaded = core_->overloaded_,
          .dead_letters = core_->deliveries_.buried(),
          .waiting = core_->commands_.waiting()};
}

std::map<std::string, PluginMetrics> Bus::plugin_metrics() const {
  std::map<std::string, PluginMetrics> out;
  for (const auto& attached : core_->routes_.attached()) {
    auto& cost = out[attached->contract->name] = attached->account->metrics();
    cost.memory_bytes = attached->instance->memory_bytes();
  }
  return out;
}

}  // namespace hemicycle::core
