// One thread for each article: it opens, closes, and shows what was accepted.
#include "comments.hpp"

#include <algorithm>

namespace comments {

using hemicycle::bind;
using hemicycle::Command;
using hemicycle::from_ns;
using hemicycle::Query;
using hemicycle::Result;
using hemicycle::Row;
using hemicycle::to_iso;
using hemicycle::to_ns;

namespace {
constexpr std::int64_t kShown = 500;  // the contract's bound of a thread
}

bool Comments::takes_comments(std::int64_t opened_at, std::optional<std::int64_t> closed_at, hemicycle::Time now) const {
  return !closed_at && now < from_ns(opened_at) + std::chrono::days(settings().closes_after_days);
}

Result<std::map<std::string, std::string>> names_of(const Query& query, std::vector<std::string> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::erase(ids, std::string());  // the author of a comment whose account is no more
  std::map<std::string, std::string> names;
  if (ids.empty()) return names;
  accounts::Names question;
  question.ids = std::move(ids);
  auto reply = query.ask(question);
  if (!reply) return reply.error();
  for (auto& one : reply->names) names.emplace(std::move(one.id), std::move(one.name));
  return names;
}

Result<ThreadReply> Comments::thread(const Thread& request, const Query& query) const {
  ThreadReply reply;
  reply.article = request.id;
  const auto thread =
      query.store().first("SELECT opened_at, closed_at FROM comments_thread WHERE article = :article", {bind("article", request.id)});
  reply.open = thread && takes_comments(thread->integer(0), thread->optional_integer(1), query.now());

  std::vector<std::string> authors;
  query.store().rows(
      "SELECT id, author, text, state, submitted_at FROM comments_comment WHERE article = :article AND was_public = 1 ORDER BY id LIMIT :count",
      {bind("article", request.id), bind("count", kShown)}, [&](const Row& row) {
        const bool erased = row.view(3) == "erased";
        Shown shown;
        shown.id = row.text(0);
        shown.time = to_iso(from_ns(row.integer(4)));
        shown.erased = erased;
        if (!erased) shown.text = row.text(2);
        authors.push_back(erased ? std::string() : row.text(1));
        reply.comments.push_back(std::move(shown));
      });
  if (const auto failed = name_authors(reply.comments, authors, query)) return *failed;
  reply.count = std::count_if(reply.comments.begin(), reply.comments.end(), [](const Shown& shown) { return !shown.erased; });
  return reply;
}

Result<SaidReply> Comments::said(const Said& request, const Query& query) const {
  const auto row = query.store().first(
      "SELECT t.title, t.path, c.author, c.submitted_at, c.text, c.state, t.closed_at FROM comments_comment c JOIN comments_thread t ON t.article = c.article WHERE c.id = :id",
      {bind("id", request.comment)});
  const auto mine = row && !query.actor().anonymous() && row->view(2) == query.actor().id();
  const bool all_read = row && row->view(5) == "accepted" && !row->optional_integer(6);  // not when its article was withdrawn
  if (!row || row->view(5) == "erased" || (!all_read && !mine && !query.allowed(permission::moderate))) return hemicycle::not_found("no_such_comment");
  const auto names = names_of(query, {row->text(2)});
  if (!names) return names.error();
  const auto name = names->find(row->text(2));
  return SaidReply{.title = row->text(0), .path = row->text(1), .author = name == names->end() ? std::nullopt : std::optional(name->second),
                   .time = to_iso(from_ns(row->integer(3))), .text = row->text(4)};
}

/// The words stay, for the sake of those who answered; the name goes (domain.md §1.7, invariant 15).
Result<void> Comments::on_accounts_closed(const accounts::Closed& event, Command& command) {
  std::vector<std::string> articles;
  command.store().rows("SELECT DISTINCT article FROM comments_comment WHERE author = :author AND was_public = 1", {bind("author", event.account)},
                       [&](const Row& row) { articles.push_back(row.text(0)); });
  command.store().exec("UPDATE comments_comment SET author = '' WHERE author = :author", {bind("author", event.account)});
  command.store().exec("UPDATE comments_report SET reporter = '' WHERE reporter = :author", {bind("author", event.account)});
  for (auto& article : articles) command.emit(AuthorErased{.article = std::move(article)});
  return {};
}

Result<void> Comments::on_publication_published(const publication::Published& event, Command& command) {
  command.store().exec("DELETE FROM comments_thread WHERE article = :article", {bind("article", event.id)});
  command.store().exec(
      "INSERT INTO comments_thread (article, path, title, opened_at, closed_at) VALUES (:article, :path, :title, :now, :closed)",
      {bind("article", event.id), bind("path", event.path), bind("title", event.title), bind("now", to_ns(command.now())),
       bind("closed", std::nullopt)});
  return {};
}

Result<void> Comments::on_publication_updated(const publication::Updated& event, Command& command) {
  command.store().exec("UPDATE comments_thread SET title = :title, path = :path WHERE article = :article",
                       {bind("article", event.id), bind("path", event.path), bind("title", event.title)});
  return {};
}

Result<void> Comments::on_publication_unpublished(const publication::Unpublished& event, Command& command) {
  command.store().exec("UPDATE comments_thread SET closed_at = :now WHERE article = :article",
                       {bind("article", event.id), bind("now", to_ns(command.now()))});
  return {};
}

}  // namespace comments
