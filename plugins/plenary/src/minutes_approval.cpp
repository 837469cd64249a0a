// No button approves minutes: the body does, in a later session, and its proclaimed decision is what we hear here.
#include <hemicycle/sha256.hpp>

#include "matters.hpp"
#include "minutes.hpp"

namespace plenary_plugin {
namespace {

void approve(const MinutesRow& minutes, const contract::Proclaimed& told, Command& command) {
  command.store().exec(
      "UPDATE plenary_minutes SET stage = 'approved', seal = :seal, approved_in = :session_of_vote, approved_on = :date "
      "WHERE session = :session AND version = :version",
      {bind("seal", sha256(minutes.record.value_or(""))), bind("session_of_vote", told.session), bind("date", told.date),
       bind("session", minutes.session), bind("version", minutes.version)});
  tell(minutes, "approved", command);
}

void back_to_draft(const MinutesRow& minutes, Command& command) {
  command.store().exec("UPDATE plenary_minutes SET stage = 'draft', record = NULL WHERE session = :session AND version = :version",
                       {bind("session", minutes.session), bind("version", minutes.version)});
  tell(minutes, "draft", command);
}

}  // namespace

Result<void> Minuting::on_plenary_proclaimed(const contract::Proclaimed& told, Command& command) {
  if (told.matter_kind != "minutes" || !told.matter) return {};
  const auto minutes = latest_minutes(*told.matter, command);
  if (minutes.stage != "submitted") return {};
  if (told.outcome == "adopted") {
    approve(minutes, told, command);
  } else if (told.outcome == "deferred") {
    const auto session = find_session(minutes.session, command);
    table_matter({.kind = "minutes", .id = minutes.session, .act = "approve_minutes", .title = session ? session->title : minutes.session, .state = {}}, command);
  } else {
    back_to_draft(minutes, command);
  }
  return {};
}

/// The vote that approved them is annulled: they wait for another one, and are public no more.
Result<void> Minuting::on_plenary_annulled(const contract::Annulled& told, Command& command) {
  if (told.matter_kind != "minutes" || !told.matter) return {};
  const auto minutes = latest_minutes(*told.matter, command);
  if ((minutes.stage != "approved" && minutes.stage != "published") || minutes.approved_in != told.session) return {};
  command.store().exec(
      "UPDATE plenary_minutes SET stage = 'submitted', seal = NULL, approved_in = NULL, approved_on = NULL, published_ns = NULL "
      "WHERE session = :session AND version = :version",
      {bind("session", minutes.session), bind("version", minutes.version)});
  tell(minutes, "submitted", command);
  return {};
}

Result<contract::PublishMinutesReply> Minuting::publish_minutes(const contract::PublishMinutes& request, Command& command) {
  const auto session = find_session(request.session, command);
  if (!session) return not_found("no_such_session");
  const auto minutes = latest_minutes(request.session, command);
  if (minutes.stage == "published") return conflict("minutes_published_already");
  if (minutes.stage != "approved") return conflict("minutes_not_approved");
  command.store().exec("UPDATE plenary_minutes SET stage = 'superseded' WHERE session = :session AND stage IN ('published', 'approved') AND version < :version",
                       {bind("session", request.session), bind("version", minutes.version)});
  command.store().exec("UPDATE plenary_minutes SET stage = 'published', published_ns = :now WHERE session = :session AND version = :version",
                       {bind("now", to_ns(command.now())), bind("session", request.session), bind("version", minutes.version)});
  command.emit(contract::MinutesPublished{.session = session->id, .body = session->body, .date = session->date(), .title = session->title});
  return contract::PublishMinutesReply{};
}

}  // namespace plenary_plugin
