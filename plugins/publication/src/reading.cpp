// One article, one of its documents.
#include "publication.hpp"
#include "text.hpp"

namespace publication {
namespace {

using hemicycle::bind;
using hemicycle::from_ns;
using hemicycle::Query;
using hemicycle::Result;
using hemicycle::to_iso;

std::vector<std::string> actions_in(std::string_view state) {
  if (state == "published") return {"update", "unpublish"};
  if (state == "unpublished") return {};
  return {"edit", "publish", "schedule"};
}

/// What is left of a withdrawn article: that it was, since when it is not, and why.
ArticleReply tombstone(const Record& record) {
  ArticleReply reply;
  reply.id = record.id;
  reply.slug = record.slug;
  reply.path = record.path();
  reply.gone = true;
  reply.state = record.state;
  reply.title = record.title;
  reply.language = record.language;
  reply.reason = unless_empty(record.reason);
  reply.withdrawn = to_iso(from_ns(record.withdrawn_at.value_or(record.updated_at)));
  return reply;
}

}  // namespace

Result<ArticleReply> Publication::article(const Article& request, const Query& query) const {
  auto record = by_slug(query.store(), request.slug);
  if (!record) return hemicycle::not_found("no_such_article");
  if (record->is("unpublished")) return tombstone(*record);
  if (!record->is("published") && !query.allowed(permission::edit)) return hemicycle::not_found("no_such_article");

  ArticleReply reply;
  reply.id = record->id;
  reply.path = record->path();
  reply.slug = std::move(record->slug);
  reply.gone = false;
  reply.actions = actions_in(record->state);
  reply.state = std::move(record->state);
  reply.title = std::move(record->title);
  reply.summary = unless_empty(record->summary);
  reply.type = unless_empty(record->type);
  reply.themes = std::move(record->themes);
  for (auto& keyword : record->keywords) {
    auto value = folded(keyword);
    reply.keywords.push_back({.keyword = std::move(value), .label = std::move(keyword)});
  }
  reply.date = unless_empty(record->date);
  reply.approximate_date = approximate_date(record->date, record->date_precision);
  if (record->publish_at) reply.publish_at = to_iso(from_ns(*record->publish_at));
  if (record->version > 1) {
    reply.updated = to_iso(from_ns(record->updated_at));
    reply.note = unless_empty(record->note);
  }
  reply.version = record->version;
  reply.language = std::move(record->language);
  reply.body = unless_empty(record->body);
  reply.attachments = std::move(record->attachments);
  reply.group = std::move(record->group);
  reply.group_name = std::move(record->group_name);
  reply.referral = std::move(record->referral);
  reply.event = std::move(record->event);
  reply.origin = std::move(record->origin);
  reply.partners = std::move(record->partners);
  return reply;
}

Result<DocumentReply> Publication::document(const Document& request, const Query& query) const {
  const auto row = query.store().first(
      "SELECT d.blob, d.name, d.media_type, d.size, a.state FROM publication_document d JOIN publication_article a ON a.id = d.article "
      "WHERE d.id = :id",
      {bind("id", request.document)});
  if (!row || (row->view(4) != "published" && !query.allowed(permission::edit))) return hemicycle::not_found("no_such_document");
  return DocumentReply{
      .file = {.blob = row->text(0), .name = row->text(1), .media_type = row->text(2), .size = row->integer(3)}};
}

}  // namespace publication
