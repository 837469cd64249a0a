// From the adoption of an opinion to its effects. Nothing is told of it before it is public.
#include <vector>

#include "chain.hpp"
#include "site.hpp"

namespace site {
namespace {

using hemicycle::bind;
using hemicycle::Command;
using hemicycle::Result;
using hemicycle::Row;

std::string follow_up_path(const std::string& deliverable) { return "/avis/" + deliverable + "/suites"; }

/// What a public deliverable is called; empty while it is not public.
std::string title_of(const Extending& chain, const std::string& deliverable) {
  const auto transmitted = chain.label_of("opinion_transmitted", deliverable);
  return transmitted.empty() ? chain.label_of("opinion_adopted", deliverable) : transmitted;
}

}  // namespace

Result<void> Site::on_opinions_published(const opinions::Published& event, Command& command) {
  Extending chain(command);
  const auto of = object("deliverable", event.deliverable);
  const auto path = "/avis/" + event.deliverable;
  chain.link(of, {{"group", event.group}, {"referral", event.referral}});
  chain.tell(of, {.kind = "opinion_adopted", .about = event.deliverable, .label = event.title, .path = path, .date = event.decided.value_or(chain.day())});
  if (event.transmitted) {
    chain.tell(of, {.kind = "opinion_transmitted", .about = event.deliverable, .label = event.title, .path = path, .date = *event.transmitted});
  }
  chain.announce(of);
  return {};
}

Result<void> Site::on_opinions_answered(const opinions::Answered& event, Command& command) {
  Extending chain(command);
  const auto title = title_of(chain, event.deliverable);
  if (title.empty()) return {};
  const auto of = object("deliverable", event.deliverable);
  chain.tell_one_more(of, {.kind = "recommendations_answered",
                           .about = event.deliverable,
                           .label = title,
                           .path = follow_up_path(event.deliverable),
                           .date = event.date});
  chain.announce(of);
  return {};
}

Result<void> Site::on_opinions_uptake_published(const opinions::UptakePublished& event, Command& command) {
  Extending chain(command);
  const auto of = object("deliverable", event.deliverable);
  chain.tell(of, {.kind = "uptake_published",
                  .about = event.uptake,
                  .label = event.actor_name,
                  .path = follow_up_path(event.deliverable),
                  .date = event.date});
  chain.announce(of);
  return {};
}

Result<void> Site::on_opinions_closed(const opinions::Closed& event, Command& command) {
  Extending chain(command);
  const auto title = title_of(chain, event.deliverable);
  if (title.empty()) return {};
  const auto of = object("deliverable", event.deliverable);
  chain.tell(of, {.kind = "opinion_closed",
                  .about = event.deliverable,
                  .label = title,
                  .path = follow_up_path(event.deliverable),
                  .date = chain.day()});
  chain.announce(of);
  return {};
}

Result<void> Site::on_plenary_proclaimed(const plenary::Proclaimed& event, Command& command) {
  if (!event.matter || (event.matter_kind != "referral" && event.matter_kind != "deliverable")) return {};
  // A session decides on many things: linking them through it would make one chain of all.
  command.store().exec(
      "INSERT INTO site_session_matter (session, object) VALUES (:session, :object) ON CONFLICT (session, object) DO NOTHING",
      {bind("session", event.session), bind("object", object(event.matter_kind, *event.matter))});
  return {};
}

Result<void> Site::on_plenary_minutes_published(const plenary::MinutesPublished& event, Command& command) {
  std::vector<std::string> objects;
  command.store().rows("SELECT object FROM site_session_matter WHERE session = :session ORDER BY object LIMIT 500",
                       {bind("session", event.session)}, [&](const Row& row) { objects.push_back(row.text(0)); });
  Extending chain(command);
  for (const auto& of : objects) {
    chain.tell(of, {.kind = "minutes_published",
                    .about = event.session + "/" + of,
                    .label = event.title,
                    .path = "/seances/" + event.session,
                    .date = event.date});
    chain.announce(of);
  }
  return {};
}

}  // namespace site
