#include "matters.hpp"

#include "session.hpp"

namespace plenary_plugin {
namespace {

void tell(std::string_view kind, const std::string& matter, Command& command) {
  command.emit(contract::MatterChanged{.matter_kind = std::string(kind), .matter = matter});
}

// What an officer recorded, or an adopted programme took along, no longer waits for a session. What a vote here decided is no longer waiting either.
void settled_elsewhere(std::string_view kind, const std::string& id, Command& command) {
  const auto matter = find_matter(std::string(kind) + ":" + id, command);
  if (matter && (matter->state == "waiting" || matter->state == "scheduled")) take_back(kind, id, command);
}

}  // namespace

std::optional<Matter> find_matter(std::string_view handle, const Query& query) {
  const auto colon = handle.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto kind = handle.substr(0, colon), id = handle.substr(colon + 1);
  const auto row = query.store().first("SELECT act, title, state FROM plenary_matter WHERE matter_kind = :kind AND matter = :matter",
                                       {bind("kind", kind), bind("matter", id)});
  if (!row) return std::nullopt;
  return Matter{.kind = std::string(kind), .id = std::string(id), .act = row->text(0), .title = row->text(1), .state = row->text(2)};
}

void set_matter(std::string_view kind, const std::string& matter, std::string_view state, Command& command) {
  command.store().exec("UPDATE plenary_matter SET state = :state WHERE matter_kind = :kind AND matter = :matter",
                       {bind("state", state), bind("kind", kind), bind("matter", matter)});
}

void table_matter(const Matter& matter, Command& command) {
  command.store().exec(
      "INSERT INTO plenary_matter (matter_kind, matter, act, title, state, tabled_ns) VALUES (:kind, :matter, :act, :title, 'waiting', :now) "
      "ON CONFLICT (matter_kind, matter) DO UPDATE SET act = :act, title = :title, state = 'waiting', tabled_ns = :now",
      {bind("kind", matter.kind), bind("matter", matter.id), bind("act", matter.act), bind("title", matter.title), bind("now", to_ns(command.now()))});
  tell(matter.kind, matter.id, command);
}

void release_matters(const std::string& session, Command& command) {
  command.store().exec(
      "UPDATE plenary_matter SET state = 'waiting' WHERE state = 'scheduled' AND EXISTS (SELECT 1 FROM plenary_item i WHERE i.session = :session "
      "AND i.matter_kind = plenary_matter.matter_kind AND i.matter = plenary_matter.matter AND i.progress IN ('pending', 'done')) "
      "AND NOT EXISTS (SELECT 1 FROM plenary_item o JOIN plenary_session s ON s.id = o.session WHERE o.session <> :session "
      "AND o.matter_kind = plenary_matter.matter_kind AND o.matter = plenary_matter.matter AND o.progress IN ('pending', 'current') "
      "AND s.state IN ('planned', 'convened', 'open', 'postponed'))",
      {bind("session", session)});
}

void take_back(std::string_view kind, const std::string& matter, Command& command) {
  struct Place {
    std::string session, item;
  };
  std::vector<Place> places;
  command.store().rows(
      "SELECT i.session, i.id FROM plenary_item i JOIN plenary_session s ON s.id = i.session WHERE i.matter_kind = :kind AND i.matter = :matter "
      "AND i.progress IN ('pending', 'current') AND s.state IN ('planned', 'convened', 'open', 'postponed')",
      {bind("kind", kind), bind("matter", matter)}, [&](const Row& row) { places.push_back({row.text(0), row.text(1)}); });
  for (const auto& [session, item] : places) withdraw(session, item, std::nullopt, command);
  set_matter(kind, matter, "withdrawn", command);
  tell(kind, matter, command);
}

Result<contract::MattersReply> Plenary::matters(const contract::Matters&, const Query& query) const {
  contract::MattersReply reply;
  query.store().rows("SELECT matter_kind, matter, title FROM plenary_matter WHERE state = 'waiting' ORDER BY tabled_ns, matter LIMIT 1000", {},
                     [&](const Row& row) {
                       reply.options.push_back({.id = row.text(0) + ":" + row.text(1), .label = row.text(1) + " · " + row.text(2)});
                     });
  return reply;
}

Result<void> Plenary::on_saisine_proposed(const saisine::Proposed& told, Command& command) {
  const auto brief = command.ask(saisine::GetBrief{.reference = told.reference});
  if (!brief) return brief.error();
  // A mandatory consultation that was sped past the plenary, or a referral withdrawn since, no longer waits.
  if (brief->state != "proposed_to_plenary") return {};
  table_matter({.kind = "referral", .id = told.reference, .act = "programme_referral", .title = brief->title, .state = {}}, command);
  return {};
}

Result<void> Plenary::on_saisine_withdrawn(const saisine::Withdrawn& told, Command& command) {
  take_back("referral", told.reference, command);
  return {};
}

Result<void> Plenary::on_saisine_decided(const saisine::Decided& told, Command& command) {
  settled_elsewhere("referral", told.reference, command);
  return {};
}

Result<void> Plenary::on_saisine_fast_tracked(const saisine::FastTracked& told, Command& command) {
  settled_elsewhere("referral", told.reference, command);
  return {};
}

Result<void> Plenary::on_programme_adopted(const programme::Adopted& told, Command& command) {
  settled_elsewhere("programme", told.programme, command);
  return {};
}

Result<void> Plenary::on_programme_tabled(const programme::Tabled& told, Command& command) {
  table_matter({.kind = "programme", .id = told.programme, .act = told.act, .title = told.title, .state = {}}, command);
  return {};
}

Result<void> Plenary::on_programme_taken_back(const programme::TakenBack& told, Command& command) {
  take_back("programme", told.programme, command);
  return {};
}

Result<void> Plenary::on_opinions_tabled(const opinions::Tabled& told, Command& command) {
  table_matter({.kind = "deliverable", .id = told.deliverable, .act = told.act, .title = told.title, .state = {}}, command);
  return {};
}

Result<void> Plenary::on_opinions_withdrawn(const opinions::Withdrawn& told, Command& command) {
  take_back("deliverable", told.deliverable, command);
  return {};
}

}  // namespace plenary_plugin
