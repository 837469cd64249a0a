// What the referrals and the groups tell: which subject waits for a programme, which group took one up.
#include "consultation.hpp"
#include "year.hpp"

namespace programme_plugin {
namespace {

void set_ready(const std::string& referral, bool ready, Command& command) {
  command.store().exec(
      "INSERT INTO programme_referral (reference, ready) VALUES (:reference, :ready) ON CONFLICT (reference) DO UPDATE SET ready = :ready",
      {bind("reference", referral), bind("ready", ready)});
  command.emit(contract::WaitingChanged{.referral = referral});
}

}  // namespace

std::vector<contract::Option> waiting(const Query& query) {
  std::vector<contract::Option> options;
  query.store().rows("SELECT reference FROM programme_referral WHERE ready = 1 ORDER BY reference LIMIT 500", {},
                     [&](const Row& row) { options.push_back({.id = row.text(0), .label = row.text(0)}); });
  for (auto& option : options) {
    const auto referral = query.ask(saisine::GetBrief{.reference = option.id});
    if (referral) option.label += " · " + referral->title;
  }
  return options;
}

Result<void> Programme::on_saisine_declared_admissible(const saisine::DeclaredAdmissible& event, Command& command) {
  set_ready(event.reference, true, command);
  return {};
}

Result<void> Programme::on_saisine_decided(const saisine::Decided& event, Command& command) {
  set_ready(event.reference, event.decision != "declined", command);
  return {};
}

Result<void> Programme::on_saisine_fast_tracked(const saisine::FastTracked& event, Command& command) {
  set_ready(event.reference, true, command);
  return {};
}

Result<void> Programme::on_saisine_withdrawn(const saisine::Withdrawn& event, Command& command) {
  set_ready(event.reference, false, command);
  return {};
}

Result<void> Programme::on_saisine_merged(const saisine::Merged& event, Command& command) {
  set_ready(event.reference, false, command);
  return {};
}

Result<void> Programme::on_working_groups_opened(const working_groups::Opened& event, Command& command) {
  command.store().exec(
      "INSERT INTO programme_referral (reference, ready, group_id) VALUES (:reference, 1, :group) "
      "ON CONFLICT (reference) DO UPDATE SET group_id = :group",
      {bind("reference", event.referral), bind("group", event.group)});
  std::vector<std::pair<std::int64_t, std::int64_t>> taken;
  command.store().rows(
      "SELECT y.year, y.current FROM programme_year y JOIN programme_item i ON i.year = y.year AND i.version = y.current "
      "WHERE i.referral = :referral ORDER BY y.year",
      {bind("referral", event.referral)}, [&](const Row& row) { taken.emplace_back(row.integer(0), row.integer(1)); });
  for (const auto& [year, version] : taken) {
    // The programme lives from its first group on.
    command.store().exec("UPDATE programme_year SET state = 'active' WHERE year = :year AND state = 'adopted'", {bind("year", year)});
    command.emit(contract::Changed{.programme = id_of(year), .year = year, .version = version});
  }
  return {};
}

Result<contract::OfReferralReply> Programme::of_referral(const contract::OfReferral& request, const Query& query) const {
  contract::OfReferralReply reply;
  if (!query.allowed(contract::permission::read_draft)) {
    const auto referral = query.ask(saisine::GetBrief{.reference = request.reference});
    if (!referral || !referral->open) return reply;
  }
  query.store().rows(
      "SELECT y.year, v.title FROM programme_year y JOIN programme_version v ON v.year = y.year AND v.version = y.current "
      "JOIN programme_item i ON i.year = y.year AND i.version = y.current WHERE i.referral = :referral ORDER BY y.year",
      {bind("referral", request.reference)}, [&](const Row& row) { reply.years.push_back({.year = row.integer(0), .title = row.text(1)}); });
  if (const auto consultation = of_referral_in_register(request.reference, query))
    reply.consultations.push_back(consulted(*consultation, query));
  return reply;
}

}  // namespace programme_plugin
