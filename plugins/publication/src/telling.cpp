#include "telling.hpp"

#include "lists.hpp"

namespace publication {

Drafted drafted(const Record& record) {
  return {.id = record.id, .slug = record.slug, .title = record.title, .group = record.group, .referral = record.referral, .event = record.event};
}

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

}  // namespace publication
