// The secretary's part: passages in a draft, and the text put for approval.
#include "matters.hpp"
#include "minutes.hpp"

namespace plenary_plugin {
namespace {

void begin(const MinutesRow& minutes, Command& command) {
  command.store().exec(
      "INSERT INTO plenary_minutes (session, version, stage) VALUES (:session, :version, 'draft') ON CONFLICT (session, version) DO NOTHING",
      {bind("session", minutes.session), bind("version", minutes.version)});
}

/// A session that was opened, and its latest minutes.
struct Draft {
  Session session;
  MinutesRow minutes;
};

Result<Draft> held(const std::string& id, const Query& query) {
  auto session = find_session(id, query);
  if (!session) return not_found("no_such_session");
  if (!session->in({"open", "closed"})) return conflict("not_held_yet");
  auto minutes = latest_minutes(id, query);
  return Draft{.session = std::move(*session), .minutes = std::move(minutes)};
}

}  // namespace

Result<contract::WritePassageReply> Minuting::write_passage(const contract::WritePassage& request, Command& command) {
  const auto draft = held(request.session, command);
  if (!draft) return draft.error();
  const auto& minutes = draft->minutes;
  if (minutes.stage == "submitted") return conflict("take_minutes_back_first");
  if (minutes.stage != "draft") return conflict("minutes_sealed");
  if (request.item != kOpening && !find_item(request.session, request.item, command)) return not_found("no_such_item");
  begin(minutes, command);
  command.store().exec("DELETE FROM plenary_passage WHERE session = :session AND version = :version AND item = :item",
                       {bind("session", request.session), bind("version", minutes.version), bind("item", request.item)});
  if (request.passage)
    command.store().exec("INSERT INTO plenary_passage (session, version, item, passage) VALUES (:session, :version, :item, :passage)",
                         {bind("session", request.session), bind("version", minutes.version), bind("item", request.item), bind("passage", *request.passage)});
  tell(minutes, "draft", command);
  return contract::WritePassageReply{};
}

Result<contract::SubmitMinutesReply> Minuting::submit_minutes(const contract::SubmitMinutes& request, Command& command) {
  const auto draft = held(request.session, command);
  if (!draft) return draft.error();
  if (draft->session.state != "closed") return conflict("close_session_first");
  const auto& minutes = draft->minutes;
  if (minutes.stage != "draft") return conflict("minutes_not_draft");
  const auto record = draw_record(draft->session, minutes, settings().publish_roll_calls, command);
  if (!record) return record.error();
  begin(minutes, command);
  // From here on the text is this one, whatever becomes of the tables: names, too, stay as they were.
  command.store().exec("UPDATE plenary_minutes SET stage = 'submitted', record = :record WHERE session = :session AND version = :version",
                       {bind("record", to_json(*record)), bind("session", request.session), bind("version", minutes.version)});
  table_matter({.kind = "minutes", .id = request.session, .act = "approve_minutes", .title = draft->session.title, .state = {}}, command);
  tell(minutes, "submitted", command);
  return contract::SubmitMinutesReply{};
}

Result<contract::TakeBackMinutesReply> Minuting::take_back_minutes(const contract::TakeBackMinutes& request, Command& command) {
  const auto minutes = latest_minutes(request.session, command);
  if (minutes.stage != "submitted") return conflict("minutes_not_submitted");
  command.store().exec("UPDATE plenary_minutes SET stage = 'draft', record = NULL WHERE session = :session AND version = :version",
                       {bind("session", request.session), bind("version", minutes.version)});
  take_back("minutes", request.session, command);
  tell(minutes, "draft", command);
  return contract::TakeBackMinutesReply{};
}

Result<contract::CorrectMinutesReply> Minuting::correct_minutes(const contract::CorrectMinutes& request, Command& command) {
  const auto minutes = latest_minutes(request.session, command);
  if (minutes.stage != "approved" && minutes.stage != "published") return conflict("minutes_not_approved");
  command.store().exec("INSERT INTO plenary_minutes (session, version, stage, correction) VALUES (:session, :version, 'draft', :reason)",
                       {bind("session", request.session), bind("version", minutes.version + 1), bind("reason", request.reason)});
  command.store().exec(
      "INSERT INTO plenary_passage (session, version, item, passage) "
      "SELECT session, version + 1, item, passage FROM plenary_passage WHERE session = :session AND version = :version",
      {bind("session", request.session), bind("version", minutes.version)});
  command.emit(contract::MinutesChanged{.session = request.session, .version = minutes.version + 1, .minutes_stage = "draft"});
  return contract::CorrectMinutesReply{};
}

}  // namespace plenary_plugin
