// Lists, facets and feeds. Each page walks along one key from where the page before ended.
#include "lists.hpp"
#include "publication.hpp"
#include "search.hpp"
#include "text.hpp"

#include <algorithm>
#include <utility>

namespace publication {
namespace {

using hemicycle::bind;
using hemicycle::from_ns;
using hemicycle::Query;
using hemicycle::Result;
using hemicycle::Row;
using hemicycle::to_iso;

constexpr std::int64_t kFeedEntries = 30;
constexpr std::int64_t kFacets = 100;
constexpr std::int64_t kYears = 300;

/// A list that the filters ask for, and how many articles it holds.
struct Chosen {
  ListKey key;
  std::int64_t articles = 0;
};

/// One list, or two with a keyword and another filter; the shorter first: that one is walked, the other only asked whether it holds the article.
template <typename Filters>
std::vector<Chosen> chosen_lists(const Filters& filters, const Query& query) {
  std::vector<Chosen> lists;
  const auto year = filters.year ? std::optional(std::to_string(*filters.year)) : std::nullopt;
  auto key = combined(filters.theme, filters.type, year);
  if (key.kind != "all" || !filters.keyword) lists.push_back({std::move(key)});
  if (filters.keyword) lists.push_back({{"keyword", folded(*filters.keyword)}});
  for (auto& list : lists) {
    list.articles = query.store().integer("SELECT articles FROM publication_facet WHERE kind = :kind AND value = :value",
                                          {bind("kind", list.key.kind), bind("value", list.key.value)});
  }
  if (lists.size() == 2 && lists[1].articles < lists[0].articles) std::swap(lists[0], lists[1]);
  return lists;
}

Work work(const Row& row) {
  return {.id = row.text(0),
          .slug = row.text(1),
          .path = "/travaux/" + row.text(1),
          .title = row.text(2),
          .summary = row.text(3),
          .type = row.text(4),
          .themes = hemicycle::from_json<std::vector<std::string>>(row.view(5)),
          .date = row.text(6),
          .approximate_date = approximate_date(row.view(6), row.view(7))};
}

/// Calls `each` for at most `count` articles that are in all the lists, latest first.
template <typename Each>
void walk(const Query& query, const std::vector<Chosen>& lists, const Position& from, std::int64_t count, Each&& each) {
  const auto& first = lists[0].key;
  if (lists.size() < 2) {
    query.store().rows(
        "SELECT a.id, a.slug, a.title, a.summary, a.type, a.themes, a.date, a.date_precision, a.updated_at FROM publication_listing l "
        "JOIN publication_article a ON a.id = l.article WHERE l.kind = :kind AND l.value = :value AND (l.date, l.article) < (:date, :article) "
        "ORDER BY l.date DESC, l.article DESC LIMIT :count",
        {bind("kind", first.kind), bind("value", first.value), bind("date", from.date), bind("article", from.article), bind("count", count)},
        each);
    return;
  }
  const auto& second = lists[1].key;
  query.store().rows(
      "SELECT a.id, a.slug, a.title, a.summary, a.type, a.themes, a.date, a.date_precision, a.updated_at FROM publication_listing l "
      "JOIN publication_article a ON a.id = l.article WHERE l.kind = :kind AND l.value = :value AND (l.date, l.article) < (:date, :article) "
      "AND EXISTS (SELECT 1 FROM publication_listing x WHERE x.article = l.article AND x.kind = :other_kind AND x.value = :other_value) "
      "ORDER BY l.date DESC, l.article DESC LIMIT :count",
      {bind("kind", first.kind), bind("value", first.value), bind("other_kind", second.kind), bind("other_value", second.value),
       bind("date", from.date), bind("article", from.article), bind("count", count)},
      each);
}

/// The same for the articles that hold the words.
template <typename Each>
void walk_with(const Query& query, const std::vector<Chosen>& lists, const std::vector<std::string>& words, const Position& from, std::int64_t count, Each&& each) {
  std::vector<ListKey> keys;
  for (const auto& list : lists) keys.push_back(list.key);
  walk_found(query.store(), keys, words, from, count, each);
}

/// The longest lists of a kind: calls `each(value, label, count)`.
template <typename Each>
void facets(const Query& query, std::string_view kind, std::int64_t count, Each&& each) {
  query.store().rows(
      "SELECT value, label, articles FROM publication_facet WHERE kind = :kind AND articles > 0 ORDER BY articles DESC, value DESC LIMIT :count",
      {bind("kind", kind), bind("count", count)}, [&](const Row& row) { each(row.text(0), row.text(1), row.integer(2)); });
}

template <typename Filters>
std::string feed_path(const Filters& filters) {
  std::string path = "/travaux.atom";
  const auto add = [&](std::string_view name, const std::string& value) {
    path.append(path.find('?') == std::string::npos ? "?" : "&").append(name).append("=").append(value);
  };
  if (filters.theme) add("theme", *filters.theme);
  if (filters.type) add("type", *filters.type);
  if (filters.keyword) add("keyword", folded(*filters.keyword));
  if (filters.year) add("year", std::to_string(*filters.year));
  return path;
}

}  // namespace

Result<ListReply> Publication::list(const List& request, const Query& query) const {
  Position from;
  if (request.after) {
    // "2020-04-08:<id>", the last article of the page before.
    if (request.after->size() < 12 || (*request.after)[10] != ':' || !hemicycle::parse_iso(request.after->substr(0, 10))) {
      return hemicycle::invalid("after", "bad_cursor");
    }
    from = {request.after->substr(0, 10), request.after->substr(11)};
  }
  const auto lists = chosen_lists(request, query);
  ListReply reply;
  const auto words = asked_words(request.words.value_or(std::string()));
  reply.filtered = lists[0].key.kind != "all" || request.words;
  reply.feed = feed_path(request);
  if (lists.size() == 1 && !request.words) reply.total = lists[0].articles;
  const auto size = settings().page_size;
  const auto show = [&](const Row& row) {
    if (static_cast<std::int64_t>(reply.works.size()) == size) {
      reply.next = reply.works.back().date + ":" + reply.works.back().id;
    } else {
      reply.works.push_back(work(row));
    }
  };
  // Words without a letter of ours ("?") are nowhere; everything would be a strange answer to them.
  if (!request.words) walk(query, lists, from, size + 1, show);
  else if (words.empty()) reply.total = 0;
  else walk_with(query, lists, words, from, size + 1, show);

  facets(query, "theme", kFacets, [&](std::string value, const std::string&, std::int64_t count) {
    const bool current = request.theme == value;
    reply.theme_facets.push_back({.theme = std::move(value), .count = count, .current = current});
  });
  facets(query, "type", kFacets, [&](std::string value, const std::string&, std::int64_t count) {
    const bool current = request.type == value;
    reply.type_facets.push_back({.type = std::move(value), .count = count, .current = current});
  });
  const auto keyword = request.keyword ? folded(*request.keyword) : std::string();
  facets(query, "keyword", settings().keyword_facets, [&](std::string value, std::string label, std::int64_t count) {
    const bool current = keyword == value;
    reply.keyword_facets.push_back({.keyword = std::move(value), .label = std::move(label), .count = count, .current = current});
  });
  const auto year = request.year ? std::to_string(*request.year) : std::string();
  query.store().rows(
      "SELECT value, articles FROM publication_facet WHERE kind = 'year' AND articles > 0 ORDER BY value DESC LIMIT :count",
      {bind("count", kYears)}, [&](const Row& row) {
        reply.year_facets.push_back({.year = row.text(0), .count = row.integer(1), .current = row.view(0) == year});
      });
  return reply;
}

Result<LatestReply> Publication::latest(const Latest& request, const Query& query) const {
  LatestReply reply;
  const std::vector<Chosen> all(1, Chosen{.key = {.kind = "all", .value = ""}});
  walk(query, all, Position{}, request.count, [&](const Row& row) { reply.works.push_back(work(row)); });
  return reply;
}

Result<YearReply> Publication::year(const Year& request, const Query& query) const {
  YearReply reply;
  query.store().rows(
      "SELECT type, COUNT(*) FROM publication_article WHERE state = 'published' AND substr(date, 1, 4) = :year GROUP BY type ORDER BY COUNT(*) DESC, type",
      {bind("year", std::to_string(request.year))}, [&](const Row& row) {
        reply.articles += row.integer(1);
        reply.by_type.push_back({.type = row.text(0), .count = row.integer(1)});
      });
  return reply;
}

Result<FeedReply> Publication::feed(const Feed& request, const Query& query) const {
  FeedReply reply;
  reply.title = settings().feed_title;
  std::int64_t updated = 0;
  walk(query, chosen_lists(request, query), Position{}, kFeedEntries, [&](const Row& row) {
    updated = std::max(updated, row.integer(8));
    // The identifier, not the address: it stays when an address does not (RFC 4287 §4.2.6).
    reply.entries.push_back({.id = row.text(0),
                             .title = row.text(2),
                             .path = "/travaux/" + row.text(1),
                             .updated = to_iso(from_ns(row.integer(8))),
                             .summary = row.text(3),
                             .body = std::nullopt});
  });
  // In every list, whatever it is narrowed to: whoever once read it may hold a copy (domain.md §1.7, invariant 14).
  query.store().rows(
      "SELECT id, slug, withdrawn_at FROM publication_article WHERE state = 'unpublished' ORDER BY updated_at DESC, id LIMIT :count",
      {bind("count", kFeedEntries)}, [&](const Row& row) {
        updated = std::max(updated, row.integer(2));
        reply.deleted.push_back({.id = row.text(0), .path = "/travaux/" + row.text(1), .when = to_iso(from_ns(row.integer(2)))});
      });
  reply.updated = to_iso(from_ns(updated));
  return reply;
}

}  // namespace publication
