// What moderators do. Each decision keeps who took it and why (domain.md §1.7, invariant 11).
#include "comments.hpp"

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

/// The article of a comment that still waits.
Result<std::string> waiting(const hemicycle::ReadStore& store, std::string_view comment) {
  const auto row = store.first("SELECT state, article FROM comments_comment WHERE id = :id", {bind("id", comment)});
  if (!row) return hemicycle::not_found("no_such_comment");
  if (row->view(0) != "pending") return hemicycle::conflict("already_decided");
  return row->text(1);
}

}  // namespace

Result<AcceptReply> Comments::accept(const Accept& request, Command& command) {
  const auto article = waiting(command.store(), request.comment);
  if (!article) return article.error();
  command.store().exec(
      "UPDATE comments_comment SET state = 'accepted', was_public = 1, decided_at = :now, decided_by = :actor WHERE id = :id",
      {bind("id", request.comment), bind("now", to_ns(command.now())), bind("actor", command.actor().id())});
  command.emit(Accepted{.comment = request.comment, .article = *article});
  return AcceptReply{};
}

Result<RefuseReply> Comments::refuse(const Refuse& request, Command& command) {
  const auto article = waiting(command.store(), request.comment);
  if (!article) return article.error();
  command.store().exec(
      "UPDATE comments_comment SET state = 'refused', reason = :reason, message = :message, decided_at = :now, decided_by = :actor "
      "WHERE id = :id",
      {bind("id", request.comment), bind("reason", request.reason), bind("message", request.message), bind("now", to_ns(command.now())),
       bind("actor", command.actor().id())});
  command.emit(Refused{.comment = request.comment, .article = *article, .reason = request.reason});
  return RefuseReply{};
}

Result<QueueReply> Comments::queue(const Queue& request, const Query& query) const {
  QueueReply reply;
  reply.total = query.store().integer("SELECT COUNT(*) FROM comments_comment WHERE state = 'pending'");
  const auto size = settings().page_size;
  std::vector<std::string> authors;
  query.store().rows(
      "SELECT c.id, t.title, t.path, c.author, c.submitted_at, c.text FROM comments_comment c JOIN comments_thread t ON t.article = c.article "
      "WHERE c.state = 'pending' AND c.id > :after ORDER BY c.id LIMIT :count",
      {bind("after", request.after.value_or("")), bind("count", size + 1)}, [&](const Row& row) {
        if (static_cast<std::int64_t>(reply.comments.size()) == size) {
          reply.next = reply.comments.back().id;
          return;
        }
        Waiting one;
        one.id = row.text(0);
        one.title = row.text(1);
        one.path = row.text(2);
        one.time = to_iso(from_ns(row.integer(4)));
        one.text = row.text(5);
        authors.push_back(row.text(3));
        reply.comments.push_back(std::move(one));
      });
  if (const auto failed = name_authors(reply.comments, authors, query)) return *failed;
  auto contested = appeals(query);
  if (!contested) return contested.error();
  reply.appeals = std::move(*contested);
  auto told = reports(query);
  if (!told) return told.error();
  reply.reports = std::move(*told);
  return reply;
}

Result<YearReply> Comments::year(const Year& request, const Query& query) const {
  const auto year = hemicycle::local_year(request.year);
  if (!year) return hemicycle::invalid("year", "bad_format");
  YearReply reply;
  query.store().rows(
      "SELECT state, was_public, COUNT(*) FROM comments_comment WHERE submitted_at >= :from AND submitted_at < :until GROUP BY state, was_public",
      {bind("from", year->first), bind("until", year->second)}, [&](const Row& row) {
        reply.submitted += row.integer(2);
        // One that its author erased afterwards was accepted all the same.
        if (row.integer(1) != 0) reply.accepted += row.integer(2);
        if (row.text(0) == "refused" || row.text(0) == "appealed" || row.text(0) == "confirmed") reply.refused += row.integer(2);
      });
  return reply;
}

Result<TasksReply> Comments::tasks(const Tasks&, const Query& query) const {
  TasksReply reply;
  query.store().rows("SELECT COUNT(*), MIN(submitted_at) FROM comments_comment WHERE state = 'pending'", {}, [&](const Row& row) {
    reply.waiting = row.integer(0);
    if (reply.waiting > 0) reply.oldest = to_iso(from_ns(row.integer(1)));
  });
  // Who refused it waits for somebody else to decide.
  reply.appeals = query.store().integer("SELECT COUNT(*) FROM comments_comment WHERE state = 'appealed' AND (:sole = 1 OR decided_by <> :actor)",
                                        {bind("sole", settings().sole_moderator), bind("actor", query.actor().id())});
  reply.reports = query.store().integer(
      "SELECT COUNT(DISTINCT r.comment) FROM comments_report r JOIN comments_comment c ON c.id = r.comment "
      "WHERE r.outcome IS NULL AND c.state = 'accepted'", {});
  reply.has_appeals_waiting = reply.appeals > 0;
  reply.has_reports_waiting = reply.reports > 0;
  reply.any = reply.waiting + reply.appeals + reply.reports > 0;
  return reply;
}

}  // namespace comments
