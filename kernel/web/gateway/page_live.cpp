// Pages that many watch at once: who watches is told of changes, and a page that many ask for is made once.
#include "kernel/web/gateway/page_reading.hpp"

#include <algorithm>

#include "kernel/web/gateway/rates.hpp"

namespace hemicycle::web::gateway {
namespace {

using core::Status;

std::string key_of(const Visit& visit) { return visit.locale + " " + std::string(visit.request().head.target()); }

}  // namespace

bool PageMaker::is_at_hand(const Visit& visit) const {
  if (!visit.cacheable || !premises_.settings.page_cache) return false;
  return premises_.cache.find({visit.request().head.target(), visit.locale}, {}, {}, true, premises_.clock.steady()).has_value();
}

void PageMaker::follow(VisitPtr visit, const PageRoute& route, const Parameters& parameters) const {
  const auto begun = begin(visit, route, parameters);
  if (!begun) return;
  const auto watch = [this](Reading& reading) {
    auto& asking = *reading.visit;
    auto entry = premises_.live.open({.room = room_, .depends = reading.plan.depends, .last_seen = std::string(asking.request().head.header("Last-Event-ID")), .address = asking.client});
    if (entry.streaming) return asking.exchange.respond(std::move(*entry.streaming));
    auto response = shell_.problem(asking, {.status = Status::overloaded, .code = entry.address_is_full ? "rate_limited" : "overloaded"}, render::kKernel);
    asking.respond(std::move(response));
  };
  if (is_at_hand(*visit)) return watch(*begun);
  const auto& operation = *route.operation;
  premises_.bus.converse({.type = operation.name, .payload = {}, .actor = visit->actor(), .traceparent = visit->traceparent, .correlation = visit->correlation, .checked = true},
                         [this, begun, watch](core::Asker& asker) {
                           const auto outcome = asker.ask(begun->route.operation->name, begun->input.dump());
                           if (outcome.ok()) return watch(*begun);
                           begun->visit->respond(shell_.problem(*begun->visit, outcome.problem, begun->plugin().name, begun->route.operation));
                         },
                         [this, begun](core::Outcome refused) { begun->visit->respond(shell_.problem(*begun->visit, refused.problem, render::kKernel)); });
}

bool PageMaker::join(const VisitPtr& visit, const PageRoute& route) const {
  if (!visit->cacheable || !premises_.settings.page_cache || route.page->kind != contract::PageKind::view || route.operation == nullptr) return false;
  const std::lock_guard lock(mutex_);
  const auto flight = flights_.find(key_of(*visit));
  if (flight == flights_.end()) return false;
  // Nothing has been committed since that page's generations were read, so whoever asks now has missed nothing that it will not show.
  const auto& depends = flight->second->depends;
  if (std::any_of(depends.begin(), depends.end(), [](const auto& one) { return one.generation->load(std::memory_order_acquire) != one.seen; })) return false;
  flight->second->waiting.push_back(visit);
  return true;
}

void PageMaker::depart(const std::shared_ptr<Reading>& reading) const {
  if (!reading->visit->cacheable || !premises_.settings.page_cache || reading->page().kind != contract::PageKind::view) return;
  reading->flight = std::make_shared<Flight>(Flight{.depends = reading->depends, .waiting = {}});
  const std::lock_guard lock(mutex_);
  flights_.insert_or_assign(key_of(*reading->visit), reading->flight);
}

void PageMaker::land(Reading& reading) const {
  if (!reading.flight) return;
  std::vector<VisitPtr> waiting;
  {
    const std::lock_guard lock(mutex_);
    waiting.swap(reading.flight->waiting);
    const auto here = flights_.find(key_of(*reading.visit));
    if (here != flights_.end() && here->second == reading.flight) flights_.erase(here);
  }
  for (const auto& visit : waiting) {
    if (!reading.made) {
      // Waiting was free; having a page made is not.
      if (may_go_on(premises_, shell_, *visit)) show(visit, reading.route, reading.parameters);  // what became of the first one is its own affair
      continue;
    }
    const auto& head = visit->request().head;
    visit->exchange.respond(reading.made->choose(head.header(http::Known::accept_encoding), head.header(http::Known::if_none_match), head.method() == http::Method::head));
  }
}

}  // namespace hemicycle::web::gateway
