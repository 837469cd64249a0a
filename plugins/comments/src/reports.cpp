// A published comment that somebody tells of: kept, or taken away with a statement of reasons that its author may contest (domain.md, SM11 and §4.3).
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

Result<ReportReply> Comments::report(const Report& request, Command& command) {
  const auto row = command.store().first("SELECT state, article FROM comments_comment WHERE id = :id", {bind("id", request.comment)});
  // What is not public is not told of: whoever asks learns nothing of it.
  if (!row || row->view(0) != "accepted") return hemicycle::not_found("no_such_comment");
  const auto told = command.store().integer("SELECT COUNT(*) FROM comments_report WHERE comment = :comment AND reporter = :reporter",
                                            {bind("comment", request.comment), bind("reporter", command.actor().id())});
  if (told > 0) return hemicycle::conflict("reported_already");
  command.store().exec(
      "INSERT INTO comments_report (id, comment, reporter, reason, explanation, made_at) VALUES (:id, :comment, :reporter, :reason, :explanation, :now)",
      {bind("id", command.new_id()), bind("comment", request.comment), bind("reporter", command.actor().id()), bind("reason", request.reason),
       bind("explanation", request.explanation), bind("now", to_ns(command.now()))});
  command.emit(Reported{.comment = request.comment, .article = row->text(1)});
  return ReportReply{};
}

Result<SettleReportReply> Comments::settle_report(const SettleReport& request, Command& command) {
  const auto row = command.store().first("SELECT state, article FROM comments_comment WHERE id = :id", {bind("id", request.comment)});
  if (!row) return hemicycle::not_found("no_such_comment");
  const auto open = command.store().integer("SELECT COUNT(*) FROM comments_report WHERE comment = :comment AND outcome IS NULL",
                                            {bind("comment", request.comment)});
  if (open == 0 || row->view(0) != "accepted") return hemicycle::conflict("not_reported");
  const bool remove = request.verdict == "remove";
  auto wrong = hemicycle::invalid();
  if (remove && !request.reason) wrong.also("reason", "removal_needs_reason");
  if (remove && request.message.value_or("").find_first_not_of(" \t\r\n") == std::string::npos) wrong.also("message", "removal_needs_reason");
  if (!wrong.fields.empty()) return wrong;
  answer_notices(request.comment, remove, request.message.value_or(""), command);
  command.store().exec(
      "UPDATE comments_report SET outcome = :outcome, settled_at = :now, settled_by = :actor WHERE comment = :comment AND outcome IS NULL",
      {bind("outcome", request.verdict), bind("now", to_ns(command.now())), bind("actor", command.actor().id()), bind("comment", request.comment)});
  if (!remove) {
    command.emit(Kept{.comment = request.comment, .article = row->text(1)});
    return SettleReportReply{};
  }
  // A removal is a refusal that comes late: the same statement of reasons, the same way to contest it.
  command.store().exec(
      "UPDATE comments_comment SET state = 'refused', was_public = 0, reason = :reason, message = :message, decided_at = :now, decided_by = :actor "
      "WHERE id = :id",
      {bind("reason", request.reason), bind("message", request.message), bind("now", to_ns(command.now())), bind("actor", command.actor().id()),
       bind("id", request.comment)});
  command.emit(Removed{.comment = request.comment, .article = row->text(1)});
  return SettleReportReply{};
}

Result<std::vector<Told>> reports(const Query& query) {
  std::vector<Told> found;
  std::vector<std::string> authors;
  query.store().rows(
      "SELECT c.id, t.title, t.path, c.author, c.text, r.reason, r.explanation, r.made_at, r.name FROM comments_report r "
      "JOIN comments_comment c ON c.id = r.comment JOIN comments_thread t ON t.article = c.article "
      "WHERE r.outcome IS NULL AND c.state = 'accepted' ORDER BY r.made_at, r.id LIMIT 100",
      {}, [&](const Row& row) {
        Told one;
        one.id = row.text(0);
        one.title = row.text(1);
        one.path = row.text(2);
        one.text = row.text(4);
        one.refusal = row.text(5);
        one.explanation = row.text(6);
        one.since = to_iso(from_ns(row.integer(7)));
        one.notifier = row.optional_text(8);
        authors.push_back(row.text(3));
        found.push_back(std::move(one));
      });
  if (const auto failed = name_authors(found, authors, query)) return *failed;
  return found;
}

}  // namespace comments
