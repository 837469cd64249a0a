// From the message to the handler's member and back: the generated `dispatch` names the member, its type says the rest.
#pragma once

#include <hemicycle/call.hpp>

#include <string_view>

namespace hemicycle {

class Answer final {
 public:
  explicit Answer(const Call& call) : call_(call) {}

  [[nodiscard]] std::uint32_t kind() const { return call_.message.kind; }
  [[nodiscard]] std::string_view type() const { return to_view(call_.message.type); }

  template <typename Handler, typename Input, typename Reply>
  hmc_status with(const Handler& handler, Result<Reply> (Handler::*member)(const Input&, const Query&) const) const {
    const Reading query(call_);
    return send((handler.*member)(input<Input>(), query));
  }
  template <typename Handler, typename Input, typename Reply>
  hmc_status with(Handler& handler, Result<Reply> (Handler::*member)(const Input&, Command&)) const {
    Command command(call_);
    return send((handler.*member)(input<Input>(), command));
  }
  template <typename Handler, typename Input, typename Prepared, typename Reply>
  hmc_status with(Handler& handler, Result<Reply> (Handler::*member)(const Input&, const Prepared&, Command&)) const {
    Command command(call_);
    return send((handler.*member)(input<Input>(), from_json<Prepared>(to_view(call_.message.prepared)), command));
  }

  /// The contract has nothing of that name: the host and the plugin disagree.
  [[nodiscard]] hmc_status unknown() const { return fail(not_found("no_such_message")); }

  hmc_status fail(const Error& error) const {
    const auto status = static_cast<hmc_status>(error.status);
    call_.host.reply->fail(call_.handle, status, to_span(to_json(error)));
    return status;
  }

 private:
  struct Reading final : Query {
    using Query::Query;
  };

  template <typename Input>
  [[nodiscard]] Input input() const {
    return from_json<Input>(to_view(call_.message.payload));
  }
  template <typename Reply>
  hmc_status send(const Result<Reply>& result) const {
    if (!result) return fail(result.error());
    return call_.host.reply->ok(call_.handle, to_span(to_json(*result)));
  }
  hmc_status send(const Result<void>& result) const {
    if (!result) return fail(result.error());
    return call_.host.reply->ok(call_.handle, to_span("{}"));
  }

  const Call& call_;
};

}  // namespace hemicycle
