// A session is planned, corrected, put off or given up; what people were told of is put off or cancelled, never quietly changed.
#include "matters.hpp"
#include "session.hpp"

namespace plenary_plugin {
namespace {

struct Place {
  const std::string& mode;
  const std::optional<std::string>& place;
  const std::optional<std::string>& link;
};

/// People must know where to go, and where to look.
std::optional<Error> missing(const Place& where) {
  if (where.mode != "remote" && where.place.value_or("").empty()) return invalid("place", "place_required");
  if (where.mode != "on_site" && where.link.value_or("").empty()) return invalid("link", "link_required");
  return std::nullopt;
}

// Six digits to say aloud, out of the random half of an id.
std::string new_code(Command& command) {
  std::uint64_t number = 0;
  for (const char digit : command.new_id().substr(24)) number = number * 16 + static_cast<std::uint64_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
  return std::to_string(100'000 + number % 900'000);
}

Result<void> give_up(const std::string& id, std::string_view state, const std::string& reason, Command& command) {
  const auto session = find_session(id, command);
  if (!session) return not_found("no_such_session");
  if (session->in({"open", "closed"})) return conflict("already_held");
  if (!session->in({"planned", "convened"}) && !(state == "cancelled" && session->state == "postponed")) return conflict("given_up_already");
  command.store().exec("UPDATE plenary_session SET state = :state, reason = :reason, changed_ns = :now WHERE id = :id",
                       {bind("state", state), bind("reason", reason), bind("now", to_ns(command.now())), bind("id", id)});
  return {};
}

}  // namespace

Result<contract::PlanReply> Plenary::plan(const contract::Plan& request, Command& command) {
  if (auto error = missing({request.mode, request.place, request.link})) return *error;
  const auto starts = parse_iso(request.starts);
  if (!starts || *starts <= command.now()) return invalid("starts", "in_the_past");
  const auto rule = command.ask(rules::Body{.body = request.body});
  if (!rule) return rule.status() == Status::not_found ? invalid("body", "no_rule") : rule.error();
  const auto id = next_number("SE", command);
  command.store().exec(
      "INSERT INTO plenary_session (id, number, body, title, mode, place, link, starts_ns, state, convocation, code, changed_ns) "
      "VALUES (:id, (SELECT COALESCE(MAX(number), 0) + 1 FROM plenary_session), :body, :title, :mode, :place, :link, :starts, 'planned', 1, :code, :now)",
      {bind("id", id), bind("body", request.body), bind("title", request.title), bind("mode", request.mode), bind("place", request.place),
       bind("link", request.link), bind("starts", to_ns(*starts)), bind("code", new_code(command)), bind("now", to_ns(command.now()))});
  command.emit(contract::Planned{.session = id, .body = request.body});
  return contract::PlanReply{.session = id};
}

Result<contract::EditReply> Plenary::edit(const contract::Edit& request, Command& command) {
  const auto session = find_session(request.session, command);
  if (!session) return not_found("no_such_session");
  if (!session->in({"planned", "postponed"})) return conflict("convened_already");
  if (auto error = missing({request.mode, request.place, request.link})) return *error;
  const auto starts = parse_iso(request.starts);
  if (!starts || *starts <= command.now()) return invalid("starts", "in_the_past");
  command.store().exec(
      "UPDATE plenary_session SET title = :title, mode = :mode, place = :place, link = :link, starts_ns = :starts, state = 'planned', "
      "convened_ns = NULL, changed_ns = :now WHERE id = :id",
      {bind("title", request.title), bind("mode", request.mode), bind("place", request.place), bind("link", request.link),
       bind("starts", to_ns(*starts)), bind("now", to_ns(command.now())), bind("id", request.session)});
  command.emit(contract::Edited{.session = request.session});
  return contract::EditReply{};
}

Result<contract::PostponeReply> Plenary::postpone(const contract::Postpone& request, Command& command) {
  if (const auto done = give_up(request.session, "postponed", request.reason, command); !done) return done.error();
  command.emit(contract::Postponed{.session = request.session});
  return contract::PostponeReply{};
}

Result<contract::CancelReply> Plenary::cancel(const contract::Cancel& request, Command& command) {
  if (const auto done = give_up(request.session, "cancelled", request.reason, command); !done) return done.error();
  // What stood on its agenda waits for another session.
  release_matters(request.session, command);
  command.emit(contract::Cancelled{.session = request.session});
  return contract::CancelReply{};
}

Result<contract::DraftSessionReply> Plenary::draft_session(const contract::DraftSession& request, const Query& query) const {
  const auto session = find_session(request.session, query);
  if (!session) return not_found("no_such_session");
  return contract::DraftSessionReply{.title = session->title,
                                     .starts = to_iso(from_ns(session->starts_ns)),
                                     .mode = session->mode,
                                     .place = session->place,
                                     .link = session->link};
}

}  // namespace plenary_plugin
