#include <hemicycle/uses.hpp>

#include "chain.hpp"
#include "site.hpp"

namespace site {

using hemicycle::ask_if_there;
using hemicycle::bind;
using hemicycle::Query;
using hemicycle::Result;
using hemicycle::Row;

namespace {
constexpr std::int64_t kEntries = 500;  // the contract's bound of a thread
}

Result<HomeReply> Site::home(const Home&, const Query& query) const {
  publication::Latest latest;
  latest.count = settings().works_on_home;
  network_events::Upcoming upcoming;
  upcoming.count = settings().events_on_home;
  HomeReply reply;
  // A neighbour that is down leaves its part of the page empty, one that this council does without has none; the page stands either way.
  auto works = ask_if_there(latest, query);
  reply.shows_works = !works || works->has_value();
  if (works && *works) {
    for (auto& work : (*works)->works) {
      reply.works.push_back({.path = std::move(work.path),
                             .title = std::move(work.title),
                             .summary = std::move(work.summary),
                             .type = std::move(work.type),
                             .themes = std::move(work.themes),
                             .date = std::move(work.date),
                             .approximate_date = std::move(work.approximate_date)});
    }
  }
  auto events = ask_if_there(upcoming, query);
  reply.shows_events = !events || events->has_value();
  if (events && *events) {
    for (auto& event : (*events)->events) {
      reply.events.push_back({.path = std::move(event.path),
                              .title = std::move(event.title),
                              .kind = std::move(event.kind),
                              .date = std::move(event.date),
                              .place = std::move(event.place)});
    }
  }
  return reply;
}

Result<DeskReply> Site::desk(const Desk&, const Query& query) const {
  DeskReply reply;
  accounts::Names who;
  who.ids.emplace_back(query.actor().id());
  if (const auto names = query.ask(who); names && !names->names.empty()) reply.name = names->names.front().name;
  return reply;
}

Result<AboutReply> Site::about(const About&, const Query&) const {
  const auto& said = settings();
  return AboutReply{.publisher = said.publisher,
                    .director = said.director,
                    .host = said.host,
                    .contact = said.contact,
                    .conformity = said.conformity};
}

Result<ThreadReply> Site::thread(const Thread& request, const Query& query) const {
  std::string of;
  if (request.reference) of = object("referral", *request.reference);
  else if (request.group) of = object("group", *request.group);
  else if (request.id) of = object("article", *request.id);
  else if (request.event) of = object("event", *request.event);
  else if (request.deliverable) of = object("deliverable", *request.deliverable);
  ThreadReply reply;
  reply.of_referral = request.reference.has_value();
  query.store().rows(
      "SELECT e.kind, e.label, e.path, e.date, e.number FROM site_chain_member m JOIN site_thread_entry e ON e.chain = m.chain "
      "WHERE m.object = :object ORDER BY e.date, e.told_at, e.entry LIMIT :count",
      {bind("object", of), bind("count", kEntries)}, [&](const Row& row) {
        reply.of_referral = reply.of_referral || row.view(0).starts_with("referral_");
        reply.entries.push_back({.kind = row.text(0),
                                 .label = row.text(1),
                                 .path = row.text(2),
                                 .date = row.text(3),
                                 .count = row.optional_integer(4)});
      });
  return reply;
}

}  // namespace site
