// Who is absent time after time is warned, and may then be deemed to have resigned: two acts of people, never of a clock (domain.md, SM8).
#include "course.hpp"

namespace members_plugin {
namespace {

void note(const Mandate& mandate, const std::string& on, const std::optional<std::int64_t>& absences, Command& command) {
  command.store().exec("INSERT INTO members_warning (mandate, warned_on, absences, noted_ns) VALUES (:mandate, :on, :absences, :now)",
                       {bind("mandate", mandate.id), bind("on", on), bind("absences", absences), bind("now", to_ns(command.now()))});
  command.emit(contract::HolderWarned{.seat = mandate.seat, .person = mandate.person});
  command.emit(contract::RosterChanged{.what = "mandate"});
}

}  // namespace

std::optional<std::string> warned_on(const std::string& mandate, const Query& query) {
  const auto row = query.store().first("SELECT warned_on FROM members_warning WHERE mandate = :mandate AND lifted_ns IS NULL ORDER BY warned_on, noted_ns LIMIT 1",
                                       {bind("mandate", mandate)});
  return row ? std::optional(row->text(0)) : std::nullopt;
}

/// The plenary counts the absences, and its staff sent the letter.
Result<void> Members::on_plenary_warned(const plenary::Warned& told, Command& command) {
  for (const auto& mandate : open_mandates(told.person, command))
    if (mandate.seat == told.seat && mandate.running()) note(mandate, command.today(), told.absences, command);
  return {};
}

Result<contract::RecordWarningReply> Members::record_warning(const contract::RecordWarning& request, Command& command) {
  const auto mandate = find_mandate(request.mandate, command);
  if (!mandate) return not_found("no_such_mandate");
  if (!mandate->running()) return conflict("not_running");
  if (request.on > command.today()) return invalid("on", "not_yet");
  if (request.on < mandate->begins) return invalid("on", "before_it_began");
  note(*mandate, request.on, std::nullopt, command);
  return contract::RecordWarningReply{};
}

Result<contract::LiftWarningReply> Members::lift_warning(const contract::LiftWarning& request, Command& command) {
  const auto mandate = find_mandate(request.mandate, command);
  if (!mandate) return not_found("no_such_mandate");
  if (command.store().exec("UPDATE members_warning SET lifted_ns = :now WHERE mandate = :mandate AND lifted_ns IS NULL",
                           {bind("now", to_ns(command.now())), bind("mandate", mandate->id)}) == 0)
    return conflict("not_warned");
  command.emit(contract::WarningLifted{.seat = mandate->seat, .person = mandate->person});
  command.emit(contract::RosterChanged{.what = "mandate"});
  return contract::LiftWarningReply{};
}

}  // namespace members_plugin
