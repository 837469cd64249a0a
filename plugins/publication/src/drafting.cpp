// Writing: drafts, their changes, and new versions of what is published.
#include "documents.hpp"
#include "group_name.hpp"
#include "links.hpp"
#include "publication.hpp"
#include "telling.hpp"
#include "text.hpp"

#include <set>

namespace publication {
namespace {

using hemicycle::bind;
using hemicycle::Command;
using hemicycle::from_ns;
using hemicycle::ns_to_iso;
using hemicycle::Query;
using hemicycle::Result;
using hemicycle::to_iso;
using hemicycle::to_ns;

std::string text_or_none(const std::string& text) { return text; }
std::string text_or_none(const std::optional<std::string>& text) { return text.value_or(std::string()); }

/// Takes over what the three forms have in common.
template <typename Form>
Result<void> fill(Command& command, Record& record, const Form& form) {
  if (std::set<std::string>(form.themes.begin(), form.themes.end()).size() != form.themes.size()) return hemicycle::invalid("themes", "chosen_twice");
  if (const auto led = lead_somewhere({form.group, form.referral, form.event}, record, command); !led) return led.error();
  auto attachments = keep(command, record.id, form.attachments);
  if (!attachments) return attachments.error();
  // A group of the former site has a name and no id: it keeps its name until an editor chooses a group of the house.
  if (form.group != record.group) {
    auto name = name_of(form.group, command);
    if (!name) return name.error();
    record.group_name = std::move(*name);
  }
  const auto date = text_or_none(form.date);
  if (date != record.date) record.date_precision = "day";
  record.date = date;
  record.title = form.title;
  record.summary = text_or_none(form.summary);
  record.type = text_or_none(form.type);
  record.themes = form.themes;
  record.keywords.clear();
  for (const auto& keyword : form.keywords) {
    if (!folded(keyword).empty()) record.keywords.emplace_back(trimmed(keyword));
  }
  record.language = form.language;
  record.body = text_or_none(form.body);
  record.attachments = std::move(*attachments);
  record.group = form.group;
  record.referral = form.referral;
  record.event = form.event;
  record.updated_at = to_ns(command.now());
  return {};
}

}  // namespace

Result<DraftReply> Publication::draft(const Draft& request, Command& command) {
  Record record;
  record.id = command.new_id();
  record.created_at = to_ns(command.now());
  if (const auto filled = fill(command, record, request); !filled) return filled.error();
  choose_slug(command.store(), record);
  insert(command.store(), record);
  command.emit(drafted(record));
  return DraftReply{.id = record.id, .slug = record.slug};
}

Result<EditReply> Publication::edit(const Edit& request, Command& command) {
  auto record = by_slug(command.store(), request.slug);
  if (!record) return hemicycle::not_found("no_such_article");
  if (!record->is("draft") && !record->is("scheduled")) return hemicycle::conflict("not_a_draft");
  if (const auto filled = fill(command, *record, request); !filled) return filled.error();
  save(command.store(), *record);
  return EditReply{.slug = record->slug};
}

Result<UpdateReply> Publication::update(const Update& request, Command& command) {
  auto record = by_slug(command.store(), request.slug);
  if (!record) return hemicycle::not_found("no_such_article");
  if (!record->is("published")) return hemicycle::conflict("not_published");
  const auto former = *record;
  if (const auto filled = fill(command, *record, request); !filled) return filled.error();
  if (const auto ready = complete(*record); !ready) return ready.error();
  record->note = request.note;
  make_public_again(command, former, *record);
  return UpdateReply{.slug = record->slug, .version = record->version};
}

Result<EditFormReply> Publication::edit_form(const EditForm& request, const Query& query) const {
  const auto record = by_slug(query.store(), request.slug);
  if (!record) return hemicycle::not_found("no_such_article");
  EditFormReply reply;
  reply.slug = record->slug;
  reply.title = record->title;
  reply.summary = unless_empty(record->summary);
  reply.type = unless_empty(record->type);
  reply.themes = record->themes;
  reply.keywords = record->keywords;
  reply.date = unless_empty(record->date);
  reply.language = record->language;
  reply.body = unless_empty(record->body);
  reply.attachments = as_given(record->attachments);
  reply.group = record->group;
  reply.referral = record->referral;
  reply.event = record->event;
  return reply;
}

Result<DraftsReply> Publication::drafts(const Drafts& request, const Query& query) const {
  // The cursor is "<updated_at>:<id>" of the last line shown.
  std::int64_t before = INT64_MAX;
  std::string before_id;
  if (request.after) {
    const auto colon = request.after->find(':');
    if (colon == std::string::npos || colon == 0 || colon > 19 || request.after->find_first_not_of("0123456789") != colon) {
      return hemicycle::invalid("after", "bad_cursor");
    }
    before = std::stoll(request.after->substr(0, colon));
    before_id = request.after->substr(colon + 1);
  }
  DraftsReply reply;
  const auto size = settings().page_size;
  std::int64_t last = 0;
  std::string last_id;
  query.store().rows(
      "SELECT slug, title, state, updated_at, publish_at, id FROM publication_article WHERE state IN ('draft', 'scheduled') "
      "AND (updated_at, id) < (:before, :before_id) ORDER BY updated_at DESC, id DESC LIMIT :size",
      {bind("before", before), bind("before_id", before_id), bind("size", size + 1)}, [&](const hemicycle::Row& row) {
        if (static_cast<std::int64_t>(reply.drafts.size()) == size) {
          reply.next = std::to_string(last) + ":" + last_id;
          return;
        }
        last = row.integer(3);
        last_id = row.text(5);
        reply.drafts.push_back({.slug = row.text(0),
                                .path = "/travaux/" + row.text(0),
                                .title = row.text(1),
                                .state = row.text(2),
                                .updated = to_iso(from_ns(last)),
                                .publish_at = ns_to_iso(row.optional_integer(4))});
      });
  return reply;
}

Result<TasksReply> Publication::tasks(const Tasks&, const Query& query) const {
  TasksReply reply;
  query.store().rows("SELECT slug, title, updated_at FROM publication_article WHERE state = 'draft' ORDER BY updated_at, id LIMIT 10", {},
                     [&](const hemicycle::Row& row) {
                       reply.drafts.push_back({.slug = row.text(0),
                                               .path = "/travaux/" + row.text(0),
                                               .title = row.text(1),
                                               .state = "draft",
                                               .updated = to_iso(from_ns(row.integer(2))),
                                               .publish_at = {}});
                     });
  return reply;
}

}  // namespace publication
