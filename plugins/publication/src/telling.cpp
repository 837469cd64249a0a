#include "telling.hpp"

#include "lists.hpp"

namespace publication {
namespace {

Published published(const Record& record) {
  return {.id = record.id,
          .slug = record.slug,
          .path = record.path(),
          .title = record.title,
          .summary = record.summary,
          .article_type = record.type,
          .themes = record.themes,
          .date = record.date,
          .group = record.group,
          .referral = record.referral,
          .event = record.event};
}

Updated updated(const Record& record) {
  return {.id = record.id,
          .slug = record.slug,
          .path = record.path(),
          .title = record.title,
          .summary = record.summary,
          .article_type = record.type,
          .themes = record.themes,
          .date = record.date,
          .version = record.version,
          .group = record.group,
          .referral = record.referral,
          .event = record.event};
}

}  // namespace

Drafted drafted(const Record& record) {
  return {.id = record.id, .slug = record.slug, .title = record.title, .group = record.group, .referral = record.referral, .event = record.event};
}

void make_public(hemicycle::Command& command, Record& record) {
  const auto now = hemicycle::to_ns(command.now());
  record.state = "published";
  record.published_at = now;
  record.updated_at = now;
  record.publish_at.reset();
  save(command.store(), record);
  enter_lists(command.store(), record);
  command.emit(published(record));
}

void make_public_again(hemicycle::Command& command, const Record& former, Record& record) {
  keep_version(command.store(), former, hemicycle::to_ns(command.now()));
  record.version = former.version + 1;
  leave_lists(command.store(), record.id);
  save(command.store(), record);
  enter_lists(command.store(), record);
  command.emit(updated(record));
}

}  // namespace publication
