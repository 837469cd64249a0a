// From draft to the public, and back: domain.md §1.4, SM10.
#include "lists.hpp"
#include "publication.hpp"
#include "telling.hpp"

namespace publication {
namespace {

using hemicycle::Command;
using hemicycle::Result;

/// A draft, alone or scheduled, that lacks nothing.
Result<Record> ready(Command& command, std::string_view slug) {
  auto record = by_slug(command.store(), slug);
  if (!record) return hemicycle::not_found("no_such_article");
  if (record->is("published")) return hemicycle::conflict("already_published");
  if (record->is("unpublished")) return hemicycle::conflict("withdrawn");
  if (const auto all = complete(*record); !all) return all.error();
  return std::move(*record);
}

}  // namespace

Result<PublishReply> Publication::publish(const Publish& request, Command& command) {
  auto record = ready(command, request.slug);
  if (!record) return record.error();
  make_public(command, *record);
  return PublishReply{.slug = record->slug};
}

Result<ScheduleReply> Publication::schedule(const Schedule& request, Command& command) {
  const auto at = hemicycle::parse_iso(request.at);
  if (!at) return hemicycle::invalid("at", "bad_format");
  if (*at <= command.now()) return hemicycle::invalid("at", "not_in_the_future");
  auto record = ready(command, request.slug);
  if (!record) return record.error();
  record->state = "scheduled";
  record->publish_at = hemicycle::to_ns(*at);
  record->updated_at = hemicycle::to_ns(command.now());
  save(command.store(), *record);
  // Keyed by the article: a second schedule moves the first.
  command.schedule(PublishDue{.id = record->id}, *at, record->id);
  command.emit(Scheduled{.id = record->id, .slug = record->slug, .at = hemicycle::to_iso(*at)});
  return ScheduleReply{.slug = record->slug};
}

Result<UnpublishReply> Publication::unpublish(const Unpublish& request, Command& command) {
  auto record = by_slug(command.store(), request.slug);
  if (!record) return hemicycle::not_found("no_such_article");
  if (!record->is("published")) return hemicycle::conflict("not_published");
  record->state = "unpublished";
  record->reason = request.reason;
  record->withdrawn_at = hemicycle::to_ns(command.now());
  record->updated_at = *record->withdrawn_at;
  save(command.store(), *record);
  leave_lists(command.store(), record->id);
  command.emit(Unpublished{.id = record->id, .slug = record->slug, .title = record->title, .reason = record->reason});
  return UnpublishReply{.slug = record->slug};
}

Result<void> Publication::publish_due(const PublishDue& request, Command& command) {
  auto record = by_id(command.store(), request.id);
  // Published by hand, or moved to a later moment, since the job was planned.
  if (!record || !record->is("scheduled") || record->publish_at.value_or(0) > hemicycle::to_ns(command.now())) return {};
  if (complete(*record)) {
    make_public(command, *record);
    return {};
  }
  // An edit took away what publishing needs: it is a draft again, and stands so in the editors' list.
  record->state = "draft";
  record->publish_at.reset();
  save(command.store(), *record);
  return {};
}

}  // namespace publication
