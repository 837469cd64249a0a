#include "kernel/web/gateway/shell.hpp"


#include "kernel/core/instance.hpp"
#include "kernel/web/http/cookies.hpp"
#include "kernel/web/render/problem.hpp"

namespace hemicycle::web::gateway {
namespace {

using render::Data;
using render::put;

Data object() { return Data(Data::type::object); }

std::string path_of(const Visit& visit) { return visit.request().path; }

/// The same address in another language.
std::string with_locale(const Visit& visit, const std::string& locale) {
  auto fields = visit.query;
  fields.emplace_back(kLocaleField, locale);
  return std::string(visit.request().head.raw_path()) + "?" + http::write_urlencoded(fields);
}

}  // namespace

std::string fixed_headers(bool secure) {
  std::string out =
      "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
      "form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n"
      "X-Content-Type-Options: nosniff\r\n"
      "X-Frame-Options: DENY\r\n"
      "Referrer-Policy: same-origin\r\n"
      "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n"
      "Cross-Origin-Opener-Policy: same-origin\r\n"
      "Cross-Origin-Resource-Policy: same-origin\r\n";
  if (secure) out += "Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n";
  return out;
}

Shell::Shell(const Premises& premises) : premises_(premises), menu_(premises) {}

Data Shell::globals(const Visit& visit) const {
  auto app = object();
  put(app, "locale", visit.locale);
  put(app, "path", path_of(visit));
  put(app, "signed_in", visit.session.has_value());
  put(app, "actor", visit.actor());
  put(app, "name", premises_.settings.site_name);
  if (const auto* sign_in = premises_.router.sign_in()) put(app, "sign_in", sign_in->page->path);
  auto out = object();
  put(out, "app", std::move(app));
  return out;
}

bool Shell::shows(const Menu::Link& link, const Visit& visit) const {
  if (link.permission == "public") return true;
  if (link.permission == "visitor") return !visit.session;
  if (link.permission == "signed_in") return visit.session.has_value();
  if (link.permission.empty()) return link.operation == nullptr || may(visit, *link.operation, {});
  return premises_.policy.allowed(link.permission, visit.actor(), {});
}

std::vector<Data> Shell::languages(const Visit& visit) const {
  std::vector<Data> out;
  for (const auto& locale : premises_.settings.locales) {
    auto data = object();
    put(data, "code", locale);
    put(data, "label", premises_.catalogue.kernel("language.name", locale));
    put(data, "href", with_locale(visit, locale));
    put(data, "current", locale == visit.locale);
    out.push_back(std::move(data));
  }
  return out;
}

std::string Shell::served(const std::string& feed) const { return premises_.router.find(feed.substr(0, feed.find('?'))) ? feed : std::string(); }

std::string Shell::frame(Visit& visit, const Content& content) const {
  auto data = object();
  put(data, "title", content.title);
  put(data, "description", content.description);
  put(data, "canonical", content.canonical.empty() ? "" : premises_.settings.public_url + content.canonical);
  put(data, "feed", served(content.feed));
  const auto* home = premises_.router.home();
  put(data, "home_feed", home == nullptr ? std::string() : served(home->page->feed));
  put(data, "lang", visit.locale);
  put(data, "content_html", content.html);
  const auto shown = [&](const Menu::Link& link) { return shows(link, visit); };
  render::put_list(data, "navigation", menu_.entries(visit.request().path, visit.locale, shown));
  render::put_list(data, "footer", menu_.footer(visit.request().path, visit.locale, shown));
  render::put_list(data, "languages", languages(visit));
  std::vector<Data> sheets, scripts;
  for (const auto& url : premises_.frame.stylesheets) sheets.emplace_back(url);
  for (const auto& url : premises_.frame.scripts) scripts.emplace_back(url);
  render::put_list(data, "stylesheets", std::move(sheets));
  if (const auto script = premises_.assets.url(render::kKernel, "live.js"); script && !content.live.empty()) scripts.emplace_back(*script);
  render::put_list(data, "scripts", std::move(scripts));
  put(data, "live", content.live);
  if (const auto* sign_out = premises_.router.sign_out(); sign_out != nullptr && visit.session) {
    put(data, "sign_out", sign_out->page->path);
    put(data, "csrf", visit.session->csrf);
  } else {
    put(data, "sign_out", false);
    put(data, "csrf", false);
  }
  put(data, "notice", false);
  if (visit.notice == "hmc.draft_saved" || visit.notice == "hmc.draft_discarded")
    put(data, "notice", premises_.catalogue.kernel("notice." + visit.notice.substr(4), visit.locale));
  else if (const auto dot = visit.notice.find('.'); dot != std::string::npos)
    for (const auto& plugin : premises_.contracts)
      if (plugin->name == visit.notice.substr(0, dot) && plugin->operation(visit.notice.substr(dot + 1)) != nullptr)
        put(data, "notice", render::form_done(*plugin, visit.notice.substr(dot + 1), premises_.kit(visit.locale)));
  const auto global = globals(visit);
  return premises_.views.render(premises_.frame.plugin, premises_.frame.view, visit.locale, data, &global);
}

http::Response Shell::page(Visit& visit, unsigned status, const Content& content) const {
  auto response = http::Response::of(status, "text/html; charset=utf-8", frame(visit, content));
  response.headers.emplace_back("Cache-Control", visit.cacheable ? "no-cache" : "no-store");
  response.headers.emplace_back("Content-Language", visit.locale);
  return response;
}

http::Response Shell::problem(Visit& visit, const core::Problem& problem, std::string_view plugin, const contract::Operation* operation) const {
  visit.cacheable = false;
  const bool anonymous = !visit.session;
  const auto status = render::http_status(problem, anonymous);
  if (status >= 500) premises_.log(status == 500 ? 4U : 3U, visit.correlation + " " + std::string(core::name(problem.status)) + ": " + problem.detail);
  auto data = render::problem_data(problem, status,
                                   {.catalogue = premises_.catalogue, .plugin = plugin, .locale = visit.locale, .trace = visit.correlation, .operation = operation});
  const auto* sign_in = premises_.router.sign_in();
  put(data, "sign_in", status == 401 && sign_in != nullptr
                           ? sign_in->page->path + "?" + http::write_urlencoded({{std::string(kReturnField), std::string(visit.request().head.target())}})
                           : std::string());
  const bool down = problem.code == core::kPluginDown;
  put(data, "part", down && plugin != render::kKernel ? std::string(plugin) : std::string());
  const auto global = globals(visit);
  auto response = page(visit, status,
                       {.title = render::text(data, "title"), .description = {}, .canonical = {}, .feed = {},
                        .html = premises_.views.render(render::kKernel, "problem", visit.locale, data, &global)});
  if (status == 503 || status == 429) response.headers.emplace_back("Retry-After", down ? "60" : "2");
  return response;
}

http::Response Shell::problem_document(const Visit& visit, const core::Problem& problem, std::string_view plugin,
                                       const contract::Operation* operation) const {
  const auto status = render::http_status(problem, !visit.session);
  if (status >= 500) premises_.log(status == 500 ? 4U : 3U, visit.correlation + " " + std::string(core::name(problem.status)) + ": " + problem.detail);
  auto response = http::Response::of(status, "application/problem+json",
                                     render::problem_json(problem, status,
                                                          {.catalogue = premises_.catalogue, .plugin = plugin, .locale = visit.locale,
                                                           .trace = visit.correlation, .operation = operation}));
  response.headers.emplace_back("Cache-Control", "no-store");
  if (status == 503 || status == 429) response.headers.emplace_back("Retry-After", "2");
  return response;
}

http::Response Shell::redirect(const std::string& path) const {
  http::Response response;
  response.status = 303;
  response.headers = {{"Location", path}, {"Cache-Control", "no-store"}};
  return response;
}

std::string Shell::csrf(Visit& visit) const {
  if (visit.session) return visit.session->csrf;
  visit.cacheable = false;
  if (visit.visitor.empty()) {
    visit.visitor = new_secret();
    set_cookie(visit, kVisitorCookie, visit.visitor, std::nullopt);
  }
  return premises_.form_tokens.of(visit.visitor);
}

bool Shell::may(const Visit& visit, const contract::Operation& operation, std::string_view scope) const {
  return premises_.policy.allowed(operation.permission, visit.actor(), scope);
}

void Shell::set_cookie(Visit& visit, std::string_view name, std::string value, std::optional<std::chrono::seconds> max_age) const {
  visit.set_cookies.push_back(http::write_set_cookie({.name = std::string(name), .value = std::move(value), .max_age = max_age}, visit.secure));
}

}  // namespace hemicycle::web::gateway
