// One's own seats and offices, and what waits: for a member, and for who fills seats.
#include "course.hpp"
#include "lines.hpp"

namespace members_plugin {
namespace {

constexpr std::size_t kMost = 20;

void own_tasks(const std::string& person, const contract::Settings& settings, const Query& query, contract::TasksReply& reply) {
  const auto mandates = mandate_lines({}, person, settings, query);
  bool sign = false;
  for (const auto& line : mandates) {
    if (line.charter_due && !sign) reply.tasks.push_back({.act = "sign_charter", .path = "/mon-mandat/charte", .about = "", .by = std::nullopt});
    sign = sign || line.charter_due;
    if (line.running) reply.tasks.push_back({.act = "see_own_mandate", .path = "/mon-mandat", .about = std::to_string(line.number), .by = line.until});
  }
}

void managing_tasks(const contract::Settings& settings, const Query& query, contract::TasksReply& reply) {
  query.store().rows(
      "SELECT s.id, s.number FROM members_seat s WHERE s.closed_ns IS NULL AND NOT EXISTS "
      "(SELECT 1 FROM members_mandate m WHERE m.seat = s.id AND m.part = 'primary' AND m.state <> 'ended') ORDER BY s.number LIMIT :most",
      {bind("most", static_cast<std::int64_t>(kMost))}, [&](const Row& row) {
        reply.tasks.push_back({.act = "fill_seat", .path = "/membres/sieges/" + row.text(0), .about = std::to_string(row.integer(1)), .by = std::nullopt});
      });
  const auto soon = local_date_before(to_ns(query.now()), -settings.ending_soon_days);
  query.store().rows(
      "SELECT m.seat, s.number, m.until FROM members_mandate m JOIN members_seat s ON s.id = m.seat "
      "WHERE m.part = 'primary' AND m.state IN ('active', 'on_leave') AND m.until <= :soon AND NOT EXISTS "
      "(SELECT 1 FROM members_mandate n WHERE n.seat = m.seat AND n.part = 'primary' AND n.state = 'appointed') ORDER BY m.until, s.number LIMIT :most",
      {bind("soon", soon), bind("most", static_cast<std::int64_t>(kMost))}, [&](const Row& row) {
        reply.tasks.push_back({.act = "see_mandate_ending", .path = "/membres/sieges/" + row.text(0), .about = std::to_string(row.integer(1)), .by = row.text(2)});
      });
}

void examining_tasks(const Query& query, contract::TasksReply& reply) {
  query.store().rows(
      "SELECT c.id, c.title, c.method, c.state FROM members_call c WHERE c.state IN ('closed', 'drawn') AND EXISTS "
      "(SELECT 1 FROM members_application a WHERE a.call = c.id AND a.state IN ('received', 'drawn')) ORDER BY c.number LIMIT :most",
      {bind("most", static_cast<std::int64_t>(kMost))}, [&](const Row& row) {
        const bool lot = row.view(2) == "sortition" && row.view(3) == "closed";
        if (lot && !query.allowed(contract::permission::manage)) return;
        reply.tasks.push_back({.act = lot ? "draw_lots" : "examine_applications", .path = "/appels/" + row.text(0) + (lot ? "/tirage" : "/candidatures"),
                               .about = row.text(1), .by = std::nullopt});
      });
}

}  // namespace

Result<contract::MineReply> Members::mine(const contract::Mine&, const Query& query) const {
  contract::MineReply reply;
  const auto person = person_of(query.actor().id(), query);
  if (person.empty()) {
    if (!claimable_person(query).empty()) reply.actions.push_back("claim_person");
    return reply;
  }
  query.store().rows("SELECT name FROM members_person WHERE id = :id", {bind("id", person)}, [&](const Row& row) { reply.name = row.text(0); });
  reply.mandates = mandate_lines({}, person, settings(), query);
  reply.tenures = tenure_lines(person, query);
  bool sits = false;
  for (const auto& line : reply.mandates) sits = sits || line.open;
  for (const auto& line : reply.mandates)
    if (line.charter_due && reply.actions.empty()) reply.actions.push_back("sign_charter");
  if (!sits) reply.actions.push_back("erase_me");
  return reply;
}

Result<contract::TasksReply> Members::tasks(const contract::Tasks&, const Query& query) const {
  contract::TasksReply reply;
  if (const auto person = person_of(query.actor().id(), query); !person.empty())
    own_tasks(person, settings(), query, reply);
  else if (!claimable_person(query).empty())
    reply.tasks.push_back({.act = "claim_person", .path = "/mon-mandat/relier", .about = "", .by = std::nullopt});
  if (query.allowed(contract::permission::manage)) managing_tasks(settings(), query, reply);
  if (query.allowed(contract::permission::examine)) examining_tasks(query, reply);
  return reply;
}

}  // namespace members_plugin
