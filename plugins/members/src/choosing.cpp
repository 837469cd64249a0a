// What becomes of applications: kept, not kept, declined; and forgotten when their time has come.
#include "calls.hpp"
#include "roster.hpp"

namespace members_plugin {

std::optional<ApplicationRow> find_application(const std::string& application, const Query& query) {
  const auto row = query.store().first("SELECT id, call, state, rank FROM members_application WHERE id = :id", {bind("id", application)});
  if (!row) return std::nullopt;
  return ApplicationRow{.id = row->text(0), .call = row->text(1), .state = row->text(2), .rank = row->optional_integer(3)};
}

void move(const ApplicationRow& application, std::string_view state, bool decided, Command& command) {
  command.store().exec("UPDATE members_application SET state = :state, decided_ns = :decided WHERE id = :id",
                       {bind("state", state), bind("decided", decided ? std::optional(to_ns(command.now())) : std::nullopt), bind("id", application.id)});
  command.emit(contract::ApplicationChanged{.call = application.call});
}

void move_up(const ApplicationRow& gone, Command& command) {
  if (gone.state != "drawn") return;
  const auto next = command.store().first("SELECT id FROM members_application WHERE call = :call AND state = 'reserve' ORDER BY rank LIMIT 1",
                                          {bind("call", gone.call)});
  if (next) move(*find_application(next->text(0), command), "drawn", false, command);
}

Result<contract::SelectApplicantReply> Members::select_applicant(const contract::SelectApplicant& request, Command& command) {
  const auto application = find_application(request.application, command);
  if (!application) return not_found("no_such_application");
  const auto call = find_call(application->call, command);
  if (call->state == "open") return conflict("close_it_first");
  // A lot decides by itself: nobody is picked beside it.
  if (call->method == "sortition" && application->state != "drawn") return conflict("not_drawn");
  if (call->method == "examination" && application->state != "received") return conflict("application_decided");
  const auto person = "per_" + command.new_id();
  command.store().exec(
      "INSERT INTO members_person (id, name, email, gender, birth_year, constituency, added_ns) "
      "SELECT :person, name, email, gender, birth_year, constituency, :now FROM members_application WHERE id = :id",
      {bind("person", person), bind("now", to_ns(command.now())), bind("id", application->id)});
  command.store().exec("UPDATE members_application SET person = :person WHERE id = :id", {bind("person", person), bind("id", application->id)});
  move(*application, "selected", true, command);
  command.emit(contract::RosterChanged{.what = "person"});
  return contract::SelectApplicantReply{.person = person};
}

Result<contract::RefuseApplicantReply> Members::refuse_applicant(const contract::RefuseApplicant& request, Command& command) {
  const auto application = find_application(request.application, command);
  if (!application) return not_found("no_such_application");
  const auto call = find_call(application->call, command);
  if (call->method == "sortition") return conflict("lot_decides");
  if (call->state == "open") return conflict("close_it_first");
  if (application->state != "received") return conflict("application_decided");
  move(*application, "not_selected", true, command);
  return contract::RefuseApplicantReply{};
}

Result<contract::RecordDeclineReply> Members::record_decline(const contract::RecordDecline& request, Command& command) {
  const auto application = find_application(request.application, command);
  if (!application) return not_found("no_such_application");
  if (application->state != "drawn" && application->state != "reserve") return conflict("not_drawn");
  move(*application, "declined", true, command);
  move_up(*application, command);
  return contract::RecordDeclineReply{};
}

Result<void> Members::forget(const contract::Forget&, Command& command) {
  // Months of thirty days: what was promised to be gone is gone a little early, never late.
  const auto before = command.now() - std::chrono::days(30 * settings().kept_months);
  command.store().exec("DELETE FROM members_application WHERE decided_ns < :before", {bind("before", to_ns(before))});
  // A table that was laid out and not taken holds personal data for nothing.
  command.store().exec("DELETE FROM members_import WHERE laid_ns < :before", {bind("before", to_ns(command.now() - std::chrono::days(7)))});
  return {};
}

Result<contract::ApplicationsReply> Members::applications(const contract::Applications& request, const Query& query) const {
  const auto call = find_call(request.call, query);
  if (!call) return not_found("no_such_call");
  contract::ApplicationsReply reply{.call = call->id, .title = call->title, .applications = {}};
  query.store().rows(
      "SELECT id, code, name, state, rank, received_ns, same.applications FROM members_application JOIN "
      "(SELECT LOWER(email) AS address, COUNT(*) AS applications FROM members_application WHERE call = :call AND state <> 'withdrawn' "
      "GROUP BY LOWER(email)) same ON same.address = LOWER(email) WHERE call = :call AND state <> 'withdrawn' "
      "ORDER BY CASE state WHEN 'selected' THEN 0 WHEN 'drawn' THEN 1 WHEN 'reserve' THEN 2 WHEN 'received' THEN 3 ELSE 4 END, rank, received_ns, id LIMIT 2000",
      {bind("call", call->id)}, [&](const Row& row) {
        reply.applications.push_back({.application = row.text(0), .code = row.text(1), .name = row.text(2), .application_state = row.text(3),
                                      .rank = row.optional_integer(4), .shared = row.integer(6) > 1, .received = local_date(row.integer(5))});
      });
  return reply;
}

Result<contract::ApplicationReply> Members::application(const contract::Application& request, const Query& query) const {
  const auto row = query.store().first(
      "SELECT a.call, c.title, a.code, a.name, a.email, a.gender, a.birth_year, a.constituency, a.motivation, a.state, a.rank, a.person, c.state, c.method "
      "FROM members_application a JOIN members_call c ON c.id = a.call WHERE a.id = :id AND a.state <> 'withdrawn'",
      {bind("id", request.application)});
  if (!row) return not_found("no_such_application");
  contract::ApplicationReply reply{.application = request.application, .call = row->text(0), .call_title = row->text(1), .code = row->text(2),
                                   .name = row->text(3), .email = row->text(4), .gender = row->text(5), .birth_year = row->optional_integer(6),
                                   .constituency = row->optional_text(7), .motivation = row->optional_text(8), .application_state = row->text(9),
                                   .rank = row->optional_integer(10), .person = row->optional_text(11), .actions = {}};
  const bool closed = row->view(12) != "open", lot = row->view(13) == "sortition";
  if (closed && !lot && reply.application_state == "received") reply.actions = {"select_applicant", "refuse_applicant"};
  if (lot && reply.application_state == "drawn") reply.actions = {"select_applicant", "record_decline"};
  if (lot && reply.application_state == "reserve") reply.actions = {"record_decline"};
  return reply;
}

}  // namespace members_plugin
