// What a person has begun to write, for a view that includes the partial `drafts`: a draft that cannot be found again is lost.
#include "kernel/core/local_time.hpp"
#include "kernel/web/gateway/page_reading.hpp"
#include "kernel/web/gateway/page_title.hpp"
#include "kernel/web/http/url.hpp"
#include "kernel/web/render/dates.hpp"

namespace hemicycle::web::gateway {

void PageMaker::put_drafts(const Reading& reading, render::Data& data, const render::View& view, core::Asker& asker) const {
  const auto& visit = *reading.visit;
  if (!visit.session || !view.uses("page_drafts")) return;
  std::vector<render::Data> lines;
  const auto since = premises_.clock.now_ns() - std::chrono::nanoseconds(premises_.settings.drafts).count();
  for (const auto& draft : premises_.drafts.of(asker.db(), visit.actor(), since)) {
    const auto path = http::percent_decode(draft.path);
    const auto found = path ? premises_.router.find(*path) : std::nullopt;
    if (!found || found->route->page->kind != contract::PageKind::form) continue;  // of a plugin that is no more
    const auto above = found->parameters.empty() ? std::nullopt : link_above(premises_, visit, draft.path, asker);
    const auto saved = core::utc_text(draft.saved_ns);
    auto line = render::Data(render::Data::type::object);
    render::put(line, "href", draft.path);
    render::put(line, "label", premises_.catalogue.text(found->route->plugin->name, "form." + found->route->page->form + ".title", visit.locale));
    render::put(line, "object", above ? above->title : std::string());
    render::put(line, "saved", saved);
    render::put(line, "saved_text", render::date_text(saved, visit.locale, premises_.catalogue));
    lines.push_back(std::move(line));
  }
  render::put_list(data, "page_drafts", std::move(lines));
}

}  // namespace hemicycle::web::gateway
