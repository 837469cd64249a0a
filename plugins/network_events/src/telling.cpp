// The retrospective: what the council learnt, what echoed with others. Publication makes a draft article from it.
#include "network_events.hpp"
#include "record.hpp"

#include <set>

namespace network_events {
namespace {

using hemicycle::bind;
using hemicycle::Command;
using hemicycle::Query;
using hemicycle::Result;
using hemicycle::Row;

void keep(Command& command, std::string_view event, std::int64_t position, const Attachment& one) {
  const auto file = one.file.value_or(hemicycle::Upload{});
  const auto part = [&](const std::string& text) { return one.file ? std::optional(text) : std::nullopt; };
  const auto size = one.file ? std::optional(file.size) : std::nullopt;
  command.store().exec(
      "INSERT INTO network_events_attachment (event, position, type, label, link, blob, name, media_type, size) "
      "VALUES (:event, :position, :type, :label, :link, :blob, :name, :media_type, :size)",
      {bind("event", event), bind("position", position), bind("type", one.type), bind("label", one.label), bind("link", one.link),
       bind("blob", part(file.blob)), bind("name", part(file.name)), bind("media_type", part(file.media_type)), bind("size", size)});
}

Attachment attachment(const Row& row) {
  Attachment one;
  one.type = row.text(0);
  one.label = row.text(1);
  one.link = row.optional_text(2);
  if (!row.is_null(3)) one.file = hemicycle::Upload{.blob = row.text(3), .name = row.text(4), .media_type = row.text(5), .size = row.integer(6)};
  return one;
}

void append_section(std::string& body, std::string_view heading, std::string_view text) {
  if (text.empty()) return;
  if (!body.empty()) body.append("\n\n");
  body.append("## ").append(heading).append("\n\n").append(text);
}

}  // namespace

Result<MakeRetrospectiveReply> NetworkEvents::make_retrospective(const MakeRetrospective& request, Command& command) {
  auto record = by_id(command.store(), request.event);
  if (!record) return hemicycle::not_found("no_such_event");
  if (record->is("retrospective")) return hemicycle::conflict("already_told");
  if (!record->is("held")) return hemicycle::conflict("not_held");
  auto wrong = hemicycle::invalid();
  if (std::set<std::string>(request.themes.begin(), request.themes.end()).size() != request.themes.size()) wrong.also("themes", "chosen_twice");
  for (std::size_t i = 0; i < request.attachments.size(); ++i) {
    const auto& one = request.attachments[i];
    if (!one.file && !one.link) wrong.also("attachments." + std::to_string(i) + ".file", "attachment_needs_one");
  }
  if (!wrong.fields.empty()) return wrong;

  const auto now = hemicycle::to_ns(command.now());
  command.store().exec(
      "INSERT INTO network_events_retrospective (event, made_at, title, summary, learnings, echoes) "
      "VALUES (:event, :now, :title, :summary, :learnings, :echoes)",
      {bind("event", record->id), bind("now", now), bind("title", request.title), bind("summary", request.summary),
       bind("learnings", request.learnings), bind("echoes", request.echoes.value_or(std::string()))});
  std::int64_t position = 0;
  for (const auto& theme : request.themes) {
    command.store().exec("INSERT INTO network_events_theme (event, position, theme) VALUES (:event, :position, :theme)",
                         {bind("event", record->id), bind("position", position++), bind("theme", theme)});
  }
  position = 0;
  for (const auto& keyword : request.keywords) {
    command.store().exec("INSERT INTO network_events_keyword (event, position, keyword) VALUES (:event, :position, :keyword)",
                         {bind("event", record->id), bind("position", position++), bind("keyword", keyword)});
  }
  position = 0;
  for (const auto& one : request.attachments) keep(command, record->id, position++, one);

  record->state = "retrospective";
  record->updated_at = now;
  save(command.store(), *record);
  command.emit(RetrospectiveMade{
      .event = record->id, .title = request.title, .summary = request.summary, .date = record->date, .group = record->group});
  return MakeRetrospectiveReply{.event = record->id};
}

Result<RetrospectiveReply> NetworkEvents::retrospective(const Retrospective& request, const Query& query) const {
  const auto row = query.store().first(
      "SELECT r.title, r.summary, e.date, e.group_id, r.learnings, r.echoes FROM network_events_retrospective r "
      "JOIN network_events_event e ON e.id = r.event WHERE r.event = :event",
      {bind("event", request.event)});
  if (!row) return hemicycle::not_found("no_such_event");
  RetrospectiveReply reply;
  reply.title = row->text(0);
  reply.summary = row->text(1);
  reply.date = row->text(2);
  reply.group = row->optional_text(3);
  append_section(reply.body, settings().learnings_heading, row->view(4));
  append_section(reply.body, settings().echoes_heading, row->view(5));
  query.store().rows("SELECT theme FROM network_events_theme WHERE event = :event ORDER BY position", {bind("event", request.event)},
                     [&](const Row& one) { reply.themes.push_back(one.text(0)); });
  query.store().rows("SELECT keyword FROM network_events_keyword WHERE event = :event ORDER BY position", {bind("event", request.event)},
                     [&](const Row& one) { reply.keywords.push_back(one.text(0)); });
  query.store().rows(
      "SELECT type, label, link, blob, name, media_type, size FROM network_events_attachment WHERE event = :event ORDER BY position",
      {bind("event", request.event)}, [&](const Row& one) { reply.attachments.push_back(attachment(one)); });
  return reply;
}

}  // namespace network_events
