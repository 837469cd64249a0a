#include "kernel/web/gateway/gateway.hpp"

#include <algorithm>

#include "kernel/core/identity.hpp"
#include "kernel/core/instance.hpp"
#include "kernel/web/gateway/rates.hpp"
#include "kernel/web/http/cookies.hpp"
#include "kernel/web/http/url.hpp"
#include "kernel/web/render/problem.hpp"

namespace hemicycle::web::gateway {
namespace {

using core::Problem;
using core::Status;
using http::Known;
using http::Method;

/// Cookies bear the __Host- prefix over TLS and not on a developer's machine: whichever this request has.
std::optional<std::string_view> cookie(const http::Head& head, std::string_view name, bool secure) {
  const auto header = head.header(Known::cookie);
  return header.empty() ? std::nullopt : http::cookie_value(header, secure ? std::string("__Host-").append(name) : std::string(name));
}

/// The first language of Accept-Language that the house speaks. Quality values are taken in the order in which browsers write them: falling.
std::string_view preferred(std::string_view accept, const std::vector<std::string>& locales) {
  for (std::size_t at = 0; at < accept.size();) {
    const auto end = std::min(accept.find(',', at), accept.size());
    auto tag = accept.substr(at, end - at);
    while (!tag.empty() && tag.front() == ' ') tag.remove_prefix(1);
    const auto language = tag.substr(0, tag.find_first_of("-;"));
    for (const auto& locale : locales)
      if (locale == language) return locale;
    at = end + 1;
  }
  return locales.front();
}

/// An EventSource asks for exactly this.
bool wants_events(const http::Head& head) { return head.header(Known::accept) == "text/event-stream"; }

}  // namespace

Gateway::Gateway(const Premises& premises)
    : premises_(premises), shell_(premises), pages_(premises, shell_), forms_(premises, shell_), api_(premises, shell_) {}

bool Gateway::host_is_ours(const http::Head& head) const {
  const auto host = head.header(Known::host);
  const auto& ours = premises_.settings.hosts;
  return std::find(ours.begin(), ours.end(), host) != ours.end();
}

std::string Gateway::locale_of(const http::Head& head) const {
  const auto& locales = premises_.settings.locales;
  const bool secure = premises_.settings.public_url.starts_with("https:");
  if (const auto chosen = cookie(head, kLocaleCookie, secure); chosen && std::find(locales.begin(), locales.end(), *chosen) != locales.end())
    return std::string(*chosen);
  return std::string(preferred(head.header("Accept-Language"), locales));
}

bool Gateway::cached(const http::Head& head, http::Ready& out) const {
  const auto target = head.target();
  const auto encoding = head.header(Known::accept_encoding);
  const auto none_match = head.header(Known::if_none_match);
  const bool is_head = head.method() == Method::head;
  std::optional<http::Ready> found;
  if (target.starts_with("/assets/")) {
    found = premises_.assets.find(target, encoding, none_match, is_head);
  } else if (premises_.settings.page_cache) {
    if (wants_events(head)) return false;
    // Nothing of a person is in the cache, and a person with a cookie of ours is not served from it.
    const auto cookies = head.header(Known::cookie);
    if (!cookies.empty() && cookies.find(kSessionCookie) != cookies.npos) return false;
    if (!cookies.empty() && cookies.find(kNoticeCookie) != cookies.npos) return false;
    if (!host_is_ours(head)) return false;
    found = premises_.cache.find({target, locale_of(head)}, encoding, none_match, is_head, premises_.clock.steady());
  }
  if (!found) return false;
  out = std::move(*found);
  return true;
}

std::size_t Gateway::body_limit(const http::Head& head, const WebSettings& settings) {
  // Files come in multipart bodies, and only from people who have signed in.
  const bool multipart = head.header(Known::content_type).starts_with("multipart/form-data");
  const bool signed_in = head.header(Known::cookie).find(kSessionCookie) != std::string_view::npos;
  return multipart && signed_in ? settings.max_upload : settings.max_body;
}

http::Response Gateway::refuse(const http::Refusal& refusal, const http::Head* head) const {
  const auto locale = head == nullptr ? premises_.settings.locales.front() : locale_of(*head);
  const auto status = refusal.status < 500 ? Status::invalid : refusal.status == 500 ? Status::internal : Status::overloaded;
  auto response = http::Response::of(refusal.status, "application/problem+json",
                                     render::problem_json({.status = status, .code = std::string(refusal.why)}, refusal.status,
                                                          {.catalogue = premises_.catalogue, .plugin = render::kKernel, .locale = locale, .trace = {}}));
  response.headers.emplace_back("Content-Language", locale);
  if (refusal.status == 503) response.headers.emplace_back("Retry-After", "2");
  return response;
}

VisitPtr Gateway::receive(http::Exchange&& exchange, std::shared_ptr<const void> room) const {
  auto visit = std::make_shared<Visit>(std::move(exchange), std::move(room));
  const auto& request = visit->request();
  visit->secure = request.secure || premises_.settings.public_url.starts_with("https:");
  visit->correlation = core::new_id(premises_.clock.now_ns());
  visit->traceparent = request.traceparent.empty() ? core::new_traceparent() : request.traceparent;
  visit->client = http::rate_key(request.client.to_string());
  visit->locale = locale_of(request.head);
  if (const auto visitor = cookie(request.head, kVisitorCookie, visit->secure); visitor && visitor->size() == 64) visit->visitor = *visitor;
  if (const auto notice = cookie(request.head, kNoticeCookie, visit->secure)) visit->notice = *notice;
  return visit;
}

bool Gateway::comes_from_us(const Visit& visit, const WebSettings& settings) {
  // Fetch metadata and Origin (OWASP CSRF cheat sheet): a browser says where a form was sent from. What is neither is no browser, and must
  // still bring the token.
  const auto& head = visit.request().head;
  const auto site = head.header("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none") return false;
  const auto origin = head.header("Origin");
  if (origin.empty()) return true;
  const auto scheme_end = origin.find("://");
  if (scheme_end == std::string_view::npos) return false;
  const auto host = origin.substr(scheme_end + 3);
  return host == head.header(Known::host) && std::find(settings.hosts.begin(), settings.hosts.end(), host) != settings.hosts.end();
}

void Gateway::handle(http::Exchange&& exchange, std::shared_ptr<const void> room) const {
  auto visit = receive(std::move(exchange), std::move(room));
  const auto& request = visit->request();
  if (request.path == "/livez") return visit->respond(livez());
  if (request.path == "/readyz") return visit->respond(readyz(premises_.health));
  const auto refused = [&](Problem problem) {
    visit->respond(visit->wants_document() ? shell_.problem_document(*visit, problem, render::kKernel, nullptr)
                                          : shell_.problem(*visit, problem, render::kKernel));
  };
  if (!host_is_ours(request.head)) {
    auto response = http::Response::of(421, "text/plain; charset=utf-8", "This server does not answer for that host name (web.public_url).\n");
    response.close = true;
    return visit->respond(std::move(response));
  }
  if (request.path == "/metrics") return visit->respond(metrics(premises_.health, premises_.live.readers()));
  auto query = http::parse_urlencoded(request.head.query());
  if (!query) return refused({.status = Status::invalid, .code = "malformed"});
  for (auto& [name, value] : *query) {
    if (name != kLocaleField) {
      visit->query.emplace_back(std::move(name), std::move(value));
      continue;
    }
    const auto& locales = premises_.settings.locales;
    if (std::find(locales.begin(), locales.end(), value) == locales.end()) continue;
    visit->locale = value;
    shell_.set_cookie(*visit, kLocaleCookie, value, std::chrono::hours(24 * 365));
  }
  if (request.head.method() == Method::options) {
    http::Response response;
    response.status = 204;
    response.headers = {{"Allow", "GET, HEAD, POST, OPTIONS"}};
    return visit->respond(std::move(response));
  }
  if (!visit->reads() && !comes_from_us(*visit, premises_.settings)) return refused({.status = Status::denied, .code = "cross_site"});
  const auto session = cookie(request.head, kSessionCookie, visit->secure);
  admit(std::move(visit), session.value_or(std::string_view()));
}

void Gateway::admit(VisitPtr visit, std::string_view session_cookie) const {
  if (session_cookie.size() != 64) return route(std::move(visit));
  auto [memory, session] = premises_.sessions.remembered(session_cookie);
  if (memory != SessionKeeper::Memory::unknown) {
    visit->session = std::move(session);
    visit->session_ended = !visit->session;
    return route(std::move(visit));
  }
  premises_.sessions.look_up(std::string(session_cookie), [this, visit](std::optional<Session> found) {
    visit->session = std::move(found);
    visit->session_ended = !visit->session;
    route(visit);
  });
}

void Gateway::route(VisitPtr visit) const {
  const auto& request = visit->request();
  if (request.path.starts_with("/api/")) {
    if (may_go_on(premises_, shell_, *visit)) api_.answer(visit, request.path);
    return;
  }
  const bool plain = visit->request().head.query().find("lang=") == std::string_view::npos;
  visit->cacheable = visit->reads() && !visit->session && visit->notice.empty() && visit->set_cookies.empty() && plain;
  const auto found = request.path == "/" && premises_.router.home() != nullptr ? Found{premises_.router.home(), {}}
                                                                              : premises_.router.find(request.path).value_or(Found{});
  // What costs nothing is not counted: a whole hall that watches one page has one address.
  const bool follows = found.route != nullptr && found.route->page->live && request.head.method() == Method::get && wants_events(request.head);
  if (follows && pages_.is_at_hand(*visit)) return pages_.follow(visit, *found.route, found.parameters);
  if (!follows && found.route != nullptr && pages_.join(visit, *found.route)) return;
  if (!may_go_on(premises_, shell_, *visit)) return;
  if (follows) return pages_.follow(visit, *found.route, found.parameters);
  if (!visit->notice.empty() && visit->reads()) shell_.set_cookie(*visit, kNoticeCookie, "-", std::chrono::seconds(0));

  if (found.route == nullptr) {
    // What stood at this address is kept, and comes back with its plugin: that is no 404 (which makes search engines forget it), and no 410.
    if (const auto closed = premises_.closed_ways.find(request.path))
      return visit->respond(shell_.problem(*visit, {.status = Status::unavailable, .code = std::string(core::kPluginDown)}, closed->route->plugin->name));
    return visit->respond(shell_.problem(*visit, {.status = Status::not_found, .code = "not_found"}, render::kKernel));
  }
  const bool form = found.route->page->kind == contract::PageKind::form;
  if (visit->reads()) return form ? forms_.show(visit, *found.route, found.parameters) : pages_.show(visit, *found.route, found.parameters);
  if (form) return forms_.take(visit, *found.route, found.parameters);
  auto response = shell_.problem(*visit, {.status = Status::not_found, .code = "not_found"}, render::kKernel);
  response.status = 405;
  response.headers.emplace_back("Allow", "GET, HEAD");
  visit->respond(std::move(response));
}

}  // namespace hemicycle::web::gateway
