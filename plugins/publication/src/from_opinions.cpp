// Articles made of what the council adopted: public once nobody, or nobody any more, is to read it before the public does.
#include <algorithm>

#include "beginning.hpp"
#include "group_name.hpp"
#include "publication.hpp"
#include "telling.hpp"

namespace publication {
namespace {

using hemicycle::Command;
using hemicycle::Result;

constexpr std::ptrdiff_t kSummary = 300;  // domain.md, invariant 17

std::ptrdiff_t characters(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

void write_text(const opinions::Document::Reply& document, std::string_view heading, Record& record) {
  record.title = document.title;
  record.summary = document.summary;
  record.body = document.text;
  append_recommendations(record.body, heading, document.recommendations);
  record.body.append("\n\n[").append(document.reference).append("](/avis/").append(document.deliverable).append(")\n");
}

/// What the group handed in with it: files that the opinion itself does not carry.
Result<void> take_attachments(const opinions::Document::Reply& document, Record& record, Command& command) {
  if (!document.handed_in) return {};
  const auto handed = command.ask(working_groups::Deliverable{.deliverable = document.deliverable});
  if (handed.status() == hemicycle::Status::not_found) return {};
  if (!handed) return handed.error();
  record.attachments = carried(command, record.id, handed->attachments);
  return {};
}

/// Public now, or when its embargo ends. What lacks something that every article needs stays a draft, for editors to finish.
void show(const opinions::Document::Reply& document, Record& record, Command& command) {
  if (!complete(record) || characters(record.summary) > kSummary) return;
  const auto from = document.public_from ? hemicycle::parse_iso(*document.public_from) : std::nullopt;
  if (!from || *from <= command.now()) return make_public(command, record);
  record.state = "scheduled";
  record.publish_at = hemicycle::to_ns(*from);
  save(command.store(), record);
  command.schedule(PublishDue{.id = record.id}, *from, record.id);
  command.emit(Scheduled{.id = record.id, .slug = record.slug, .at = hemicycle::to_iso(*from)});
}

Result<void> take_opinion(const opinions::Document::Reply& document, std::string_view heading, Command& command) {
  auto record = new_record(command);
  write_text(document, heading, record);
  record.type = type_named(command, document.kind);
  record.themes = document.themes;
  record.date = document.date;
  record.group = document.group;
  record.referral = document.referral;
  const auto name = name_of(document.group, command);
  if (!name) return name.error();
  record.group_name = *name;
  if (const auto taken = take_attachments(document, record, command); !taken) return taken.error();
  begin(command, record, "deliverable", document.deliverable);
  show(document, record, command);
  return {};
}

/// A corrected opinion corrects its article; the text before is kept as a version of it.
void take_correction(const opinions::Document::Reply& document, std::string_view heading, const Record& former, Command& command) {
  auto record = former;
  write_text(document, heading, record);
  record.updated_at = hemicycle::to_ns(command.now());
  if (former.is("published") && complete(record) && characters(record.summary) <= kSummary) make_public_again(command, former, record);
  else if (!former.is("published")) save(command.store(), record);
}

}  // namespace

Result<void> Publication::on_opinions_finalised(const opinions::Finalised& event, Command& command) {
  const auto document = command.ask(opinions::Document{.deliverable = event.deliverable});
  if (!document) return document.error();
  if (const auto article = made_from(command.store(), "deliverable", event.deliverable)) {
    take_correction(*document, settings().recommendations_heading, *article, command);
    return {};
  }
  // What expects an answer waits for its transmission.
  return document->expects_response ? Result<void>() : take_opinion(*document, settings().recommendations_heading, command);
}

Result<void> Publication::on_opinions_transmitted(const opinions::Transmitted& event, Command& command) {
  if (made_from(command.store(), "deliverable", event.deliverable)) return {};
  const auto document = command.ask(opinions::Document{.deliverable = event.deliverable});
  if (!document) return document.error();
  return take_opinion(*document, settings().recommendations_heading, command);
}

}  // namespace publication
