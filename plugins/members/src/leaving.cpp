// Away for a time, back again, or gone by one's own will; and the term that ends mandates all at once.
#include "course.hpp"

namespace members_plugin {

Result<contract::TakeLeaveReply> Members::take_leave(const contract::TakeLeave& request, Command& command) {
  const auto mandate = find_mandate(request.mandate, command);
  if (!mandate) return not_found("no_such_mandate");
  if (mandate->state != "active") return conflict("not_running");
  command.store().exec("UPDATE members_mandate SET state = 'on_leave' WHERE id = :id", {bind("id", mandate->id)});
  command.store().exec("INSERT INTO members_leave (mandate, since_ns) VALUES (:id, :now)",
                       {bind("id", mandate->id), bind("now", to_ns(command.now()))});
  command.emit(contract::RosterChanged{.what = "mandate"});
  return contract::TakeLeaveReply{};
}

Result<contract::ReturnFromLeaveReply> Members::return_from_leave(const contract::ReturnFromLeave& request, Command& command) {
  const auto mandate = find_mandate(request.mandate, command);
  if (!mandate) return not_found("no_such_mandate");
  if (mandate->state != "on_leave") return conflict("not_on_leave");
  command.store().exec("UPDATE members_mandate SET state = 'active' WHERE id = :id", {bind("id", mandate->id)});
  command.store().exec("UPDATE members_leave SET until_ns = :now WHERE mandate = :id AND until_ns IS NULL",
                       {bind("now", to_ns(command.now())), bind("id", mandate->id)});
  command.emit(contract::RosterChanged{.what = "mandate"});
  return contract::ReturnFromLeaveReply{};
}

Result<contract::ResignReply> Members::resign(const contract::Resign& request, Command& command) {
  const auto mandate = find_mandate(request.mandate, command);
  const auto person = person_of(command.actor().id(), command);
  // Somebody else's mandate is nobody's business here: the same answer as for none.
  if (!mandate || person.empty() || mandate->person != person) return not_found("no_such_mandate");
  if (mandate->state == "ended") return conflict("mandate_over");
  if (!request.sure) return invalid("sure", "say_so");
  finish(*mandate, "resigned", command.now(), settings(), command);
  return contract::ResignReply{};
}

Result<contract::OpenTermReply> Members::open_term(const contract::OpenTerm& request, Command& command) {
  if (request.until <= request.begins) return invalid("until", "ends_before_it_begins");
  if (request.until < command.today()) return invalid("until", "already_over");
  if (command.store().integer(
          "SELECT COUNT(*) FROM members_term WHERE body = :body AND COALESCE(college, '') = :college AND begins <= :until AND until >= :begins",
          {bind("body", request.body), bind("college", request.college.value_or("")), bind("begins", request.begins), bind("until", request.until)}) > 0)
    return invalid("begins", "terms_overlap");
  const auto id = "term_" + command.new_id();
  command.store().exec(
      "INSERT INTO members_term (id, label, body, college, begins, until, opened_ns) VALUES (:id, :label, :body, :college, :begins, :until, :now)",
      {bind("id", id), bind("label", request.label), bind("body", request.body), bind("college", request.college),
       bind("begins", request.begins), bind("until", request.until), bind("now", to_ns(command.now()))});

  std::vector<std::string> running;
  command.store().rows(
      "SELECT m.id FROM members_mandate m JOIN members_seat s ON s.id = m.seat WHERE s.body = :body AND (:college = '' OR s.college = :college) "
      "AND m.state <> 'ended' AND m.begins < :begins AND (m.until IS NULL OR m.until >= :begins)",
      {bind("body", request.body), bind("college", request.college.value_or("")), bind("begins", request.begins)},
      [&](const Row& row) { running.push_back(row.text(0)); });
  for (const auto& mandate : running) {
    command.store().exec("UPDATE members_mandate SET until = :until WHERE id = :id", {bind("until", day_before(request.begins)), bind("id", mandate)});
    command.schedule(contract::TurnMandate{.mandate = mandate}, begin_of(request.begins), "mandate:" + mandate);
  }
  command.emit(contract::RosterChanged{.what = "term"});
  return contract::OpenTermReply{.term = id};
}

}  // namespace members_plugin
