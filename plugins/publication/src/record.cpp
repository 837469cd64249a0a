#include "record.hpp"

#include "text.hpp"

#include <array>

namespace publication {
namespace {

using hemicycle::bind;
using hemicycle::from_json;
using hemicycle::Param;
using hemicycle::Row;
using hemicycle::to_json;

using Texts = std::vector<std::string>;

/// These addresses belong to pages.
constexpr std::array<std::string_view, 2> kReserved = {"brouillons", "nouveau"};
constexpr int kNumberedTries = 20;

Record read(const Row& row) {
  return {.id = row.text(0),
          .slug = row.text(1),
          .state = row.text(2),
          .title = row.text(3),
          .summary = row.text(4),
          .type = row.text(5),
          .themes = from_json<Texts>(row.view(6)),
          .keywords = from_json<Texts>(row.view(7)),
          .date = row.text(8),
          .date_precision = row.text(9),
          .language = row.text(10),
          .group = row.optional_text(11),
          .group_name = row.optional_text(12),
          .referral = row.optional_text(13),
          .event = row.optional_text(14),
          .origin = row.optional_text(15),
          .partners = from_json<Texts>(row.view(16)),
          .version = row.integer(17),
          .note = row.text(18),
          .created_at = row.integer(19),
          .updated_at = row.integer(20),
          .publish_at = row.optional_integer(21),
          .published_at = row.optional_integer(22),
          .withdrawn_at = row.optional_integer(23),
          .reason = row.text(24),
          .attachments = from_json<std::vector<ShownAttachment>>(row.view(25)),
          .body = row.text(26)};
}

/// The columns that change, as parameters. Owns the texts that are made for it.
struct Columns {
  explicit Columns(const Record& record)
      : themes(to_json(record.themes)), keywords(to_json(record.keywords)), partners(to_json(record.partners)),
        attachments(to_json(record.attachments)),
        list{bind("id", record.id), bind("slug", record.slug), bind("state", record.state), bind("title", record.title),
             bind("summary", record.summary), bind("type", record.type), bind("themes", themes), bind("keywords", keywords),
             bind("date", record.date), bind("precision", record.date_precision), bind("language", record.language),
             bind("group", record.group), bind("group_name", record.group_name), bind("referral", record.referral),
             bind("event", record.event), bind("origin", record.origin), bind("partners", partners),
             bind("version", record.version), bind("note", record.note), bind("created", record.created_at),
             bind("updated", record.updated_at), bind("publish_at", record.publish_at), bind("published_at", record.published_at),
             bind("withdrawn_at", record.withdrawn_at), bind("reason", record.reason), bind("attachments", attachments),
             bind("body", record.body)} {}
  Columns(const Columns&) = delete;
  Columns& operator=(const Columns&) = delete;

  std::string themes, keywords, partners, attachments;
  std::array<Param, 27> list;
};

}  // namespace

hemicycle::Result<void> complete(const Record& record) {
  auto lacks = hemicycle::invalid();
  if (record.date.empty()) lacks.also("date", "required_to_publish");
  if (record.type.empty()) lacks.also("type", "required_to_publish");
  if (trimmed(record.summary).empty()) lacks.also("summary", "required_to_publish");
  if (record.themes.empty()) lacks.also("themes", "required_to_publish");
  if (trimmed(record.body).empty()) lacks.also("body", "required_to_publish");
  if (!lacks.fields.empty()) return lacks;
  return {};
}

std::optional<Record> by_slug(const hemicycle::ReadStore& store, std::string_view slug) {
  const auto row = store.first(
      "SELECT id, slug, state, title, summary, type, themes, keywords, date, date_precision, language, group_id, group_name, referral, "
      "event, origin, partners, version, note, created_at, updated_at, publish_at, published_at, withdrawn_at, reason, attachments, body "
      "FROM publication_article WHERE slug = :slug",
      {bind("slug", slug)});
  return row ? std::optional(read(*row)) : std::nullopt;
}

std::optional<Record> by_id(const hemicycle::ReadStore& store, std::string_view id) {
  const auto row = store.first(
      "SELECT id, slug, state, title, summary, type, themes, keywords, date, date_precision, language, group_id, group_name, referral, "
      "event, origin, partners, version, note, created_at, updated_at, publish_at, published_at, withdrawn_at, reason, attachments, body "
      "FROM publication_article WHERE id = :id",
      {bind("id", id)});
  return row ? std::optional(read(*row)) : std::nullopt;
}

void choose_slug(const hemicycle::ReadStore& store, Record& record) {
  const auto wanted = slug_of(record.title);
  const auto free = [&](std::string_view slug) {
    for (const auto reserved : kReserved) {
      if (slug == reserved) return false;
    }
    return store.integer("SELECT COUNT(*) FROM publication_article WHERE slug = :slug", {bind("slug", slug)}) == 0;
  };
  record.slug = wanted;
  for (int number = 2; !free(record.slug) && number <= kNumberedTries; ++number) record.slug = wanted + "-" + std::to_string(number);
  // The identifier is unique; after many articles of one title it ends the search.
  if (!free(record.slug)) record.slug = wanted.substr(0, 60) + "-" + record.id.substr(0, 39);
}

void insert(hemicycle::Store& store, const Record& record) {
  const Columns columns(record);
  store.exec(
      "INSERT INTO publication_article (id, slug, state, title, summary, type, themes, keywords, date, date_precision, language, group_id, "
      "group_name, referral, event, origin, partners, version, note, created_at, updated_at, publish_at, published_at, withdrawn_at, reason, "
      "attachments, body) "
      "VALUES (:id, :slug, :state, :title, :summary, :type, :themes, :keywords, :date, :precision, :language, :group, :group_name, :referral, "
      ":event, :origin, :partners, :version, :note, :created, :updated, :publish_at, :published_at, :withdrawn_at, :reason, :attachments, :body)",
      std::span<const Param>(columns.list));
}

void save(hemicycle::Store& store, const Record& record) {
  const Columns columns(record);
  store.exec(
      "UPDATE publication_article SET slug = :slug, state = :state, title = :title, summary = :summary, type = :type, themes = :themes, "
      "keywords = :keywords, date = :date, date_precision = :precision, language = :language, group_id = :group, group_name = :group_name, "
      "referral = :referral, event = :event, origin = :origin, partners = :partners, version = :version, note = :note, created_at = :created, "
      "updated_at = :updated, publish_at = :publish_at, published_at = :published_at, withdrawn_at = :withdrawn_at, reason = :reason, "
      "attachments = :attachments, body = :body WHERE id = :id",
      std::span<const Param>(columns.list));
}

void keep_version(hemicycle::Store& store, const Record& record, std::int64_t now) {
  store.exec(
      "INSERT INTO publication_version (article, version, saved_at, note, title, summary, type, themes, keywords, date, language, attachments, "
      "body) VALUES (:article, :version, :now, :note, :title, :summary, :type, :themes, :keywords, :date, :language, :attachments, :body)",
      {bind("article", record.id), bind("version", record.version), bind("now", now), bind("note", record.note), bind("title", record.title),
       bind("summary", record.summary), bind("type", record.type), bind("themes", to_json(record.themes)),
       bind("keywords", to_json(record.keywords)), bind("date", record.date), bind("language", record.language),
       bind("attachments", to_json(record.attachments)), bind("body", record.body)});
}

std::optional<std::string> approximate_date(std::string_view date, std::string_view precision) {
  if (date.size() != 10 || precision == "day") return std::nullopt;
  const std::string year(date.substr(0, 4));
  return precision == "month" ? std::string(date.substr(5, 2)) + "/" + year : year;
}

}  // namespace publication
