// Drafts that begin elsewhere: a deliverable that a group handed in, the retrospective of an event. One draft for each, however often told.
#include "documents.hpp"
#include "group_name.hpp"
#include "publication.hpp"
#include "telling.hpp"
#include "text.hpp"

#include <algorithm>

namespace publication {
namespace {

using hemicycle::bind;
using hemicycle::Command;
using hemicycle::Result;

/// Whether an article was already made from this source.
bool made_from(const hemicycle::ReadStore& store, std::string_view kind, std::string_view source) {
  return store.integer("SELECT COUNT(*) FROM publication_source WHERE kind = :kind AND source = :source",
                       {bind("kind", kind), bind("source", source)}) > 0;
}

/// Gives the new draft its row, its source and its event.
void begin(Command& command, Record& record, std::string_view kind, std::string_view source) {
  choose_slug(command.store(), record);
  insert(command.store(), record);
  command.store().exec("INSERT INTO publication_source (kind, source, article, fingerprint) VALUES (:kind, :source, :article, '')",
                       {bind("kind", kind), bind("source", source), bind("article", record.id)});
  command.emit(drafted(record));
}

Record new_record(Command& command) {
  Record record;
  record.id = command.new_id();
  record.created_at = record.updated_at = hemicycle::to_ns(command.now());
  record.date = hemicycle::to_iso_date(command.now());
  return record;
}

/// The attachments of another plugin's contract: the same shape, but types of its own.
template <typename Given>
std::vector<ShownAttachment> carried(Command& command, std::string_view article, const std::vector<Given>& given) {
  std::vector<ShownAttachment> shown;
  for (const auto& one : given) {
    if (one.file) shown.push_back(keep_file(command, article, one.type, one.label, *one.file));
    else shown.push_back({.type = one.type, .label = one.label, .href = one.link, .media_type = std::nullopt, .kilobytes = std::nullopt});
  }
  return shown;
}

/// A type of article named like `id`, when the council has one.
std::string type_named(const Command& command, std::string_view id) {
  const auto& types = command.vocabulary("article_types");
  const bool there = std::any_of(types.begin(), types.end(), [&](const hemicycle::Term& term) { return term.id == id; });
  return there ? std::string(id) : std::string();
}

/// One numbered item of a Markdown list; the lines after the first are indented, so that they stay in it.
void append_item(std::string& body, std::int64_t number, std::string_view text) {
  const auto mark = std::to_string(number) + ". ";
  body.append(mark);
  for (const char c : trimmed(text)) {
    body.push_back(c);
    if (c == '\n') body.append(mark.size(), ' ');
  }
  body.push_back('\n');
}

}  // namespace

Result<void> Publication::on_working_groups_deliverable_submitted(const working_groups::DeliverableSubmitted& event, Command& command) {
  if (made_from(command.store(), "deliverable", event.deliverable)) return {};
  const auto deliverable = command.ask(working_groups::Deliverable{.deliverable = event.deliverable});
  if (!deliverable) return deliverable.error();
  auto record = new_record(command);
  record.title = event.title;
  record.summary = event.summary;
  record.type = type_named(command, event.kind);
  record.group = event.group;
  if (deliverable->open) record.group_name = deliverable->group_title;  // the name of a private group stays in it
  record.referral = event.referral;
  record.themes = deliverable->themes;
  record.body = deliverable->text;
  if (!deliverable->recommendations.empty()) {
    record.body.append("\n\n## ").append(settings().recommendations_heading).append("\n\n");
    for (const auto& recommendation : deliverable->recommendations) append_item(record.body, recommendation.number, recommendation.text);
  }
  record.attachments = carried(command, record.id, deliverable->attachments);
  begin(command, record, "deliverable", event.deliverable);
  return {};
}

Result<void> Publication::on_network_events_retrospective_made(const network_events::RetrospectiveMade& event, Command& command) {
  if (made_from(command.store(), "event", event.event)) return {};
  const auto told = command.ask(network_events::Retrospective{.event = event.event});
  if (!told) return told.error();
  const auto name = name_of(told->group, command);
  if (!name) return name.error();
  auto record = new_record(command);
  record.title = told->title;
  record.summary = told->summary;
  record.type = type_named(command, "retrospective");
  record.themes = told->themes;
  record.keywords = told->keywords;
  record.date = told->date;
  record.group = told->group;
  record.group_name = *name;
  record.event = event.event;
  record.body = told->body;
  record.attachments = carried(command, record.id, told->attachments);
  begin(command, record, "event", event.event);
  return {};
}

}  // namespace publication
