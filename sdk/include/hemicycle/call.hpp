// What a handler has in hand while it answers one message. Of that call and its thread: keep no reference to it.
#pragma once

#include <hemicycle/call.h>
#include <hemicycle/actor.hpp>
#include <hemicycle/identifier.hpp>
#include <hemicycle/local_time.hpp>
#include <hemicycle/log.hpp>
#include <hemicycle/mail.hpp>
#include <hemicycle/problem.hpp>
#include <hemicycle/store.hpp>
#include <hemicycle/time.hpp>
#include <hemicycle/vocabulary.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace hemicycle {

/// One message and where it came from.
struct Call {
  const Host& host;
  Vocabularies& vocabularies;
  hmc_call handle;
  const hmc_message_v1& message;
};

/// Reads, asks, changes nothing. Many run at once.
class Query {
 public:
  explicit Query(const Call& call) : call_(call), read_store_(call.host, call.handle) {}
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  [[nodiscard]] Actor actor() const { return Actor(to_view(call_.message.actor)); }
  /// Whether the actor holds `permission`, everywhere or in `scope` ("group:12").
  [[nodiscard]] bool allowed(std::string_view permission, std::string_view scope = {}) const {
    std::int32_t yes = 0;
    expect_ok(call_.host.policy->allowed(call_.handle, to_span(permission), to_span(scope), &yes), "allowed");
    return yes != 0;
  }
  /// The same instant during one call.
  [[nodiscard]] Time now() const { return from_ns(call_.host.clock->now(call_.handle)); }
  /// "2026-04-08", the day of `now()` on the clock on the wall: what a date that a person writes is compared with.
  [[nodiscard]] std::string today() const { return local_date(to_ns(now())); }
  [[nodiscard]] const ReadStore& store() const { return read_store_; }
  /// Empty when the deployment has none of that name. Valid until the plugin stops.
  [[nodiscard]] const std::vector<Term>& vocabulary(std::string_view name) const { return call_.vocabularies.get(call_.host, name); }
  [[nodiscard]] Log log() const { return Log(call_.host); }
  /// The envelope: id, subject, correlation, time, what is left of the budget.
  [[nodiscard]] const hmc_message_v1& message() const { return call_.message; }

  /// Asks a query named in `requires`; it runs at once, as the same actor, in this call's unit of work.
  template <typename Question>
  [[nodiscard]] Result<typename Question::Reply> ask(const Question& question) const {
    const auto payload = to_json(question);
    hmc_span reply{};
    const auto status = call_.host.bus->ask(call_.handle, to_span(message_type(&question)), to_span(payload), &reply);
    if (status == HMC_OK) return from_json<typename Question::Reply>(to_view(reply));
    auto error = from_json<Error>(to_view(reply));
    error.status = static_cast<Status>(status);
    return error;
  }

  /// What became of a letter that this plugin wrote; nothing when it wrote none of that id.
  [[nodiscard]] std::optional<MailState> mail_state(std::string_view id) const {
    hmc_span json{};
    const auto status = post().state(call_.handle, to_span(id), &json);
    if (status == HMC_NOT_FOUND) return std::nullopt;
    expect_ok(status, "mail_state");
    return from_json<MailState>(to_view(json));
  }

 protected:
  ~Query() = default;
  [[nodiscard]] const hmc_mail_v1& post() const {
    if (call_.host.mail == nullptr) throw HostFailure(Status::unavailable, "this host sends no mail");
    return *call_.host.mail;
  }
  [[nodiscard]] const Call& call() const { return call_; }

 private:
  const Call& call_;
  ReadStore read_store_;
};

/// Writes, tells, plans: all of it commits with the call, or nothing. One at a time.
class Command final : public Query {
 public:
  explicit Command(const Call& call) : Query(call), store_(call.host, call.handle) {}

  [[nodiscard]] Store& store() { return store_; }

  /// Records an event among the command's `emits`. Others see it after the commit.
  template <typename Event>
  void emit(const Event& event) {
    const auto payload = to_json(event);
    const auto subject = message_subject(event);
    const auto type = message_type(&event);
    const auto status = call().host.bus->emit(call().handle, to_span(type), to_span(subject), to_span(payload));
    if (status != HMC_OK) expect_ok(status, std::string("emit ").append(type));
  }
  /// Runs a job of this plugin once, at `due` or soon after. A second one with the same non-empty `key` replaces the first.
  template <typename Job>
  void schedule(const Job& job, Time due, std::string_view key = {}) {
    const auto payload = to_json(job);
    const auto type = message_type(&job);
    const auto status = call().host.bus->schedule(call().handle, to_span(type), to_span(payload), to_ns(due), to_span(key));
    if (status != HMC_OK) expect_ok(status, std::string("schedule ").append(type));
  }

  /// Writes a letter, sent after the commit; its id. Only in a plugin whose contract says `"mail": true`.
  std::string mail(const Mail& mail) {
    const auto calendar = mail.calendar ? to_json(*mail.calendar) : std::string();
    const hmc_letter_v1 letter{sizeof(hmc_letter_v1), 0, to_span(mail.to), to_span(mail.subject), to_span(mail.text), to_span(calendar)};
    hmc_span id{};
    expect_ok(post().write(call().handle, &letter, &id), "mail");
    return std::string(to_view(id));
  }

  /// Gives a role among the contract's `grants`, everywhere or in `scope`.
  void grant(std::string_view actor, std::string_view role, std::string_view scope = {}) {
    expect_ok(call().host.policy->grant(call().handle, to_span(actor), to_span(role), to_span(scope)), "grant");
  }
  void revoke(std::string_view actor, std::string_view role, std::string_view scope = {}) {
    expect_ok(call().host.policy->revoke(call().handle, to_span(actor), to_span(role), to_span(scope)), "revoke");
  }

  /// Only in a command whose contract says `"session": "begins"` or `"ends"`.
  void begin_session(std::string_view actor) { expect_ok(call().host.session->begin(call().handle, to_span(actor)), "begin_session"); }
  void end_session() { expect_ok(call().host.session->end(call().handle), "end_session"); }
  void end_all_sessions(std::string_view actor) {
    expect_ok(call().host.session->end_all(call().handle, to_span(actor)), "end_all_sessions");
  }

  /// A new identifier: UUIDv7 text. Those of one call sort in the order of asking.
  [[nodiscard]] std::string new_id() { return uuid_v7(call().host.clock->now(call().handle), ids_++); }

 private:
  Store store_;
  unsigned ids_ = 0;
};

}  // namespace hemicycle
