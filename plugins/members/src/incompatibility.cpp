// Who sits in an assembly of the authority sits not in the council (CGCT, L5211-10-1): looked at when a seat is given, and when this changes.
#include "course.hpp"
#include "lines.hpp"

namespace members_plugin {

Result<contract::RecordCouncillorReply> Members::record_councillor(const contract::RecordCouncillor& request, Command& command) {
  if (!person_known(request.person, command)) return invalid("person", "unknown_person");
  if (request.until && *request.until < request.begins) return invalid("until", "ends_before_it_begins");
  const auto id = "elu_" + command.new_id();
  command.store().exec(
      "INSERT INTO members_councillor (id, person, authority, begins, until, recorded_ns) VALUES (:id, :person, :authority, :begins, :until, :now)",
      {bind("id", id), bind("person", request.person), bind("authority", request.authority), bind("begins", request.begins),
       bind("until", request.until), bind("now", to_ns(command.now()))});
  if (incompatible(request.person, command.today(), command))
    finish_all(request.person, "incompatible", settings(), command);
  else if (begin_of(request.begins) > command.now())
    command.schedule(contract::TurnCouncillor{.councillor = id}, begin_of(request.begins), "councillor:" + id);
  command.emit(contract::RosterChanged{.what = "councillor"});
  return contract::RecordCouncillorReply{.councillor = id};
}

Result<contract::EndCouncillorReply> Members::end_councillor(const contract::EndCouncillor& request, Command& command) {
  const auto row = command.store().first("SELECT begins FROM members_councillor WHERE id = :id", {bind("id", request.councillor)});
  if (!row) return not_found("no_such_councillor");
  if (request.until < row->text(0)) return invalid("until", "ends_before_it_begins");
  command.store().exec("UPDATE members_councillor SET until = :until WHERE id = :id",
                       {bind("until", request.until), bind("id", request.councillor)});
  command.emit(contract::RosterChanged{.what = "councillor"});
  return contract::EndCouncillorReply{};
}

Result<void> Members::turn_councillor(const contract::TurnCouncillor& job, Command& command) {
  const auto row = command.store().first("SELECT person FROM members_councillor WHERE id = :id", {bind("id", job.councillor)});
  if (row && incompatible(row->text(0), command.today(), command))
    finish_all(row->text(0), "incompatible", settings(), command);
  return {};
}

Result<contract::CouncillorsReply> Members::councillors(const contract::Councillors&, const Query& query) const {
  return contract::CouncillorsReply{.councillors = councillor_lines({}, query)};
}

}  // namespace members_plugin
