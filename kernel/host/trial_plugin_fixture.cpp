// A plugin for the tests of workers: each verb does one thing, well or badly.
#include <hemicycle/entry.h>
#include <hemicycle/ext/bus.h>
#include <hemicycle/ext/clock.h>
#include <hemicycle/ext/config.h>
#include <hemicycle/ext/log.h>
#include <hemicycle/ext/policy.h>
#include <hemicycle/ext/reply.h>
#include <hemicycle/ext/store.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

namespace {

hmc_span span(std::string_view text) { return {text.data(), text.size()}; }
std::string_view view(hmc_span bytes) { return {bytes.data, bytes.size}; }

struct Trial {
  const hmc_host_v1* host;
  const hmc_store_v1* store;
  const hmc_bus_v1* bus;
  const hmc_reply_v1* reply;
  const hmc_clock_v1* clock;
  const hmc_policy_v1* policy;
  const hmc_config_v1* config;
  const hmc_log_v1* log;
  std::atomic<int> inside = 0;
};

struct Turn {
  Trial& self;
  hmc_call call;
  const hmc_message_v1& message;

  hmc_status ok(std::string_view payload) const {
    self.reply->ok(call, span(payload));
    return HMC_OK;
  }
  hmc_status fail(hmc_status status, std::string_view problem) const {
    self.reply->fail(call, status, span(problem));
    return status;
  }
  hmc_status store_failed(hmc_status status) const { return fail(status, R"({"code": "store", "detail": ")" + std::string(view(self.store->error(call))) + "\"}"); }
  hmc_status insert() const {
    hmc_param text{span("text"), {HMC_TEXT, 0, {}}};
    text.value.as.bytes = message.payload;
    std::int64_t changed = 0;
    const auto status = self.store->exec(call, span("INSERT INTO trial_note (text) VALUES (:text)"), &text, 1, &changed);
    return status == HMC_OK && changed != 1 ? HMC_INTERNAL : status;
  }
};

hmc_status write(const Turn& turn) {
  if (const auto status = turn.insert(); status != HMC_OK) return turn.store_failed(status);
  const auto emitted = turn.self.bus->emit(turn.call, span("trial.told"), span("note:1"), span(R"({"note": "n1"})"));
  return emitted == HMC_OK ? turn.ok("{}") : turn.fail(emitted, "{}");
}

hmc_status write_and_refuse(const Turn& turn) {
  if (const auto status = turn.insert(); status != HMC_OK) return turn.store_failed(status);
  return turn.fail(HMC_CONFLICT, R"({"code": "too_late", "fields": [{"field": "text", "code": "taken"}]})");
}

hmc_status write_and_crash(const Turn& turn) {
  static_cast<void>(turn.insert());
  std::signal(SIGSEGV, SIG_DFL);  // a sanitizer's handler would turn it into an exit code
  ::kill(::getpid(), SIGSEGV);
  for (;;) ::pause();
}

hmc_status write_and_wait(const Turn& turn) {
  static_cast<void>(turn.insert());
  turn.self.log->write(turn.self.host, HMC_LOG_INFO, span("waiting"));
  for (;;) ::pause();
}

/// Reads every note: how many, and how many bytes their texts have.
hmc_status rows(const Turn& turn) {
  hmc_cursor cursor{};
  if (const auto status = turn.self.store->query(turn.call, span("SELECT id, text FROM trial_note ORDER BY id"), nullptr, 0, &cursor); status != HMC_OK)
    return turn.store_failed(status);
  const hmc_span* names = nullptr;
  const hmc_value* row = nullptr;
  std::size_t columns = 0, count = 0, bytes = 0;
  std::int64_t last = 0;
  turn.self.store->columns(turn.call, cursor, &names, &columns);
  const bool named = columns == 2 && view(names[0]) == "id" && view(names[1]) == "text";
  while (turn.self.store->next(turn.call, cursor, &row, &columns) == HMC_OK && row != nullptr) {
    if (row[0].as.integer <= last) return turn.fail(HMC_INTERNAL, "{}");
    last = row[0].as.integer;
    ++count;
    bytes += row[1].as.bytes.size;
  }
  turn.self.store->close(turn.call, cursor);
  return named ? turn.ok(std::to_string(count) + " " + std::to_string(bytes)) : turn.fail(HMC_INTERNAL, "{}");
}

/// Opens two cursors, reads one row of each, closes one and leaves the other to the end of the call.
hmc_status leave_open(const Turn& turn) {
  hmc_cursor first{}, second{};
  const hmc_value* row = nullptr;
  std::size_t columns = 0;
  for (auto* cursor : {&first, &second}) {
    turn.self.store->query(turn.call, span("SELECT id, text FROM trial_note ORDER BY id"), nullptr, 0, cursor);
    turn.self.store->next(turn.call, *cursor, &row, &columns);
  }
  turn.self.store->close(turn.call, first);
  const auto closed = turn.self.store->next(turn.call, first, &row, &columns);
  const auto open = turn.self.store->next(turn.call, second, &row, &columns);
  return turn.ok(std::to_string(closed) + " " + std::to_string(open));
}

hmc_status ask(const Turn& turn, std::string_view type) {
  hmc_span reply{};
  const auto status = turn.self.bus->ask(turn.call, span(type), turn.message.payload, &reply);
  return status == HMC_OK ? turn.ok(view(reply)) : turn.fail(status, view(reply));
}

/// Returns when a second call is in here as well; fails when none comes.
hmc_status meet(const Turn& turn) {
  ++turn.self.inside;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (turn.self.inside < 2 && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  return turn.self.inside >= 2 ? turn.ok("{}") : turn.fail(HMC_DEADLINE, "{}");
}

hmc_status surroundings(const Turn& turn) {
  hmc_span settings{}, vocabulary{};
  turn.self.config->settings(turn.self.host, &settings);
  const auto known = turn.self.config->vocabulary(turn.self.host, span("themes"), &vocabulary);
  const auto unknown = turn.self.config->vocabulary(turn.self.host, span("nothing"), &vocabulary);
  std::int32_t yes = 7;
  const auto asked = turn.self.policy->allowed(turn.call, span("trial.write"), span(""), &yes);
  turn.self.log->write(turn.self.host, HMC_LOG_WARNING, span("seen"));
  std::puts("printed");
  std::fflush(stdout);
  return turn.ok(std::string(view(settings)) + " " + std::to_string(known) + " " + std::to_string(unknown) + " " + std::to_string(asked) + " " +
                 std::to_string(yes) + " " + (turn.self.clock->now(turn.call) == turn.message.time_ns ? "same" : "another"));
}

hmc_status hang(const Turn& turn) {
  turn.self.log->write(turn.self.host, HMC_LOG_INFO, span("hanging"));
  for (;;) ::pause();
}

hmc_status talk(const Turn& turn) {
  for (int i = 0; i < 2000; ++i) turn.self.log->write(turn.self.host, HMC_LOG_INFO, span("on and on"));
  return turn.ok("{}");
}

hmc_status silent(const Turn&) { return HMC_OK; }

hmc_status differ(const Turn& turn) {
  turn.ok("{}");
  return HMC_CONFLICT;
}

hmc_status stale(const Turn& turn) {
  static thread_local hmc_call kept{0};
  const auto answered = kept.token == 0 ? HMC_OK : turn.self.reply->ok(kept, span("{}"));
  kept = turn.call;
  return turn.ok(std::to_string(answered));
}

hmc_status too_large(const Turn& turn) { return turn.ok(std::string((std::size_t{64} << 20) + 1, 'x')); }

hmc_status handle(void* self, hmc_call call, const hmc_message_v1* message) {
  static const std::map<std::string_view, hmc_status (*)(const Turn&)> kVerbs{
      {"write", &write},
      {"write_and_refuse", &write_and_refuse},
      {"write_and_crash", &write_and_crash},
      {"write_and_wait", &write_and_wait},
      {"write_in_query", [](const Turn& turn) { return turn.store_failed(turn.insert()); }},
      {"echo", [](const Turn& turn) { return turn.ok(view(turn.message.payload)); }},
      {"rows", &rows},
      {"leave_open", &leave_open},
      {"nested", [](const Turn& turn) { return ask(turn, "trial.echo"); }},
      {"other", [](const Turn& turn) { return ask(turn, "names.find"); }},
      {"meet", &meet},
      {"surroundings", &surroundings},
      {"hang", &hang},
      {"throws", [](const Turn&) -> hmc_status { throw std::runtime_error("across"); }},
      {"talk", &talk},
      {"silent", &silent},
      {"differ", &differ},
      {"stale", &stale},
      {"too_large", &too_large},
      {"leave", [](const Turn&) -> hmc_status { ::_exit(7); }}};
  const auto type = view(message->type);
  return kVerbs.at(type.substr(type.find('.') + 1))({*static_cast<Trial*>(self), call, *message});
}

template <typename Table>
const Table* table(const hmc_host_v1* host, const char* id) {
  return static_cast<const Table*>(host->extension(host, span(id)));
}

}  // namespace

hmc_status hmc_plugin_entry_v1(const hmc_host_v1* host, hmc_instance_v1* out) {
  const auto* config = table<hmc_config_v1>(host, HMC_EXT_CONFIG);
  hmc_span settings{};
  if (config == nullptr || config->settings(host, &settings) != HMC_OK) return HMC_UNAVAILABLE;
  if (view(settings).find("crash") != std::string_view::npos) ::_exit(9);
  if (view(settings).find("refuse") != std::string_view::npos) return HMC_UNAVAILABLE;
  if (view(settings).find("hang") != std::string_view::npos)
    for (;;) ::pause();
  out->self = new Trial{.host = host,
                        .store = table<hmc_store_v1>(host, HMC_EXT_STORE),
                        .bus = table<hmc_bus_v1>(host, HMC_EXT_BUS),
                        .reply = table<hmc_reply_v1>(host, HMC_EXT_REPLY),
                        .clock = table<hmc_clock_v1>(host, HMC_EXT_CLOCK),
                        .policy = table<hmc_policy_v1>(host, HMC_EXT_POLICY),
                        .config = config,
                        .log = table<hmc_log_v1>(host, HMC_EXT_LOG)};
  out->start = [](void* self) -> hmc_status {
    const auto& trial = *static_cast<Trial*>(self);
    hmc_span json{};
    trial.config->settings(trial.host, &json);
    return view(json).find("unready") == std::string_view::npos ? HMC_OK : HMC_UNAVAILABLE;
  };
  out->handle = &handle;
  out->stop = [](void* self) {
    const auto& trial = *static_cast<Trial*>(self);
    trial.log->write(trial.host, HMC_LOG_INFO, span("stopped"));
  };
  out->destroy = [](void* self) { delete static_cast<Trial*>(self); };
  return HMC_OK;
}
