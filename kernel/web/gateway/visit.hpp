// One request on its way through the gateway: who asks, in which language, and the right to answer.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/web/http/exchange.hpp"
#include "kernel/web/http/urlencoded.hpp"

namespace hemicycle::web::gateway {

/// A live session, as the gateway remembers it.
struct Session {
  std::string id_hash, actor, csrf;
};

/// Owned by whichever step runs next; one thread at a time.
struct Visit {
  Visit(http::Exchange from, std::shared_ptr<const void> shown_in) : room(std::move(shown_in)), exchange(std::move(from)) {}

  /// Keeps alive all that the steps of this visit refer to. First, so that it is destroyed last.
  std::shared_ptr<const void> room;
  http::Exchange exchange;
  std::string locale;
  std::string correlation;
  std::string traceparent;
  std::string client;                      ///< address, as rate limits count it
  bool secure = false;                     ///< over TLS, by the proxy's word or the public URL
  std::optional<Session> session;
  bool session_ended = false;              ///< a cookie came whose session is over
  std::string visitor;                     ///< cookie that ties an anonymous form to its sender; made when first needed
  std::string notice;                      ///< "<plugin>.<verb>" whose success is to be told
  http::FormFields query;                  ///< of the URL, decoded; without `lang`
  std::vector<std::string> set_cookies;    ///< values of Set-Cookie
  bool cacheable = false;

  [[nodiscard]] std::string actor() const { return session ? session->actor : std::string(); }
  [[nodiscard]] const http::Request& request() const { return exchange.request(); }
  /// Programs are told what is wrong in JSON, people on a page.
  [[nodiscard]] bool wants_document() const { return request().path.starts_with("/api/"); }
  [[nodiscard]] bool reads() const {
    const auto method = request().head.method();
    return method == http::Method::get || method == http::Method::head;
  }
  [[nodiscard]] const std::string* query_value(std::string_view name) const {
    for (const auto& [key, value] : query)
      if (key == name) return &value;
    return nullptr;
  }

  /// Answers with what was collected (cookies, no-store). Once.
  void respond(http::Response response) {
    for (auto& cookie : set_cookies) response.headers.emplace_back("Set-Cookie", std::move(cookie));
    exchange.respond(std::move(response));
  }
};

using VisitPtr = std::shared_ptr<Visit>;

}  // namespace hemicycle::web::gateway
