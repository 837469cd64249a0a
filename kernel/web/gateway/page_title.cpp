#include "kernel/web/gateway/page_title.hpp"

#include <nlohmann/json.hpp>

#include "kernel/core/door.hpp"
#include "kernel/web/http/url.hpp"
#include "kernel/web/render/reply.hpp"

namespace hemicycle::web::gateway {

std::string page_title(const Premises& premises, const PageRoute& route, std::string_view locale, const render::Data& data) {
  const auto& page = *route.page;
  const auto key = page.title.empty() ? "page." + page.view + ".title" : page.title;
  return contract::fill(premises.catalogue.text(route.plugin->name, key, locale), [&](std::string_view field) { return render::text(data, field); });
}

std::optional<PageLink> link_to(const Premises& premises, const Visit& visit, std::string href, core::Asker& asker) {
  const auto path = http::percent_decode(href);
  const auto found = path ? premises.router.find(*path) : std::nullopt;
  if (!found || found->route->page->kind != contract::PageKind::view) return std::nullopt;
  const auto& route = *found->route;
  if (route.operation == nullptr) return PageLink{std::move(href), page_title(premises, route, visit.locale, {})};
  const core::Form form(found->parameters.begin(), found->parameters.end());
  const auto input = core::check(route.operation->input, core::coerce(route.operation->input, form, core::Sent::query_string), premises.vocabularies);
  if (!input.ok()) return std::nullopt;
  const auto reply = asker.ask(route.operation->name, input.value.dump());
  if (!reply.ok()) return std::nullopt;
  const auto* view = premises.views.find(route.plugin->name, route.page->view, visit.locale);
  const auto data = render::read_reply(reply.payload, route.operation->output, premises.reader(route.plugin->name, view, visit.locale));
  if (!data) return std::nullopt;
  return PageLink{std::move(href), page_title(premises, route, visit.locale, *data)};
}

std::optional<PageLink> link_above(const Premises& premises, const Visit& visit, std::string_view path, core::Asker& asker) {
  for (auto slash = path.rfind('/'); slash != 0 && slash != std::string_view::npos; slash = path.rfind('/')) {
    path = path.substr(0, slash);
    if (auto link = link_to(premises, visit, std::string(path), asker)) return link;
  }
  return std::nullopt;
}

}  // namespace hemicycle::web::gateway
