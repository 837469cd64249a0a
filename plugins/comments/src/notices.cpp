// Notice and action (Regulation (EU) 2022/2065, articles 16 and 17; domain.md §4.3): whoever tells of a comment without an account gives a name,
// an address and their good faith, has it confirmed that the notice came, and reads what was decided and how to contest that.
#include "comments.hpp"

namespace comments {

using hemicycle::bind;
using hemicycle::Blanks;
using hemicycle::Command;
using hemicycle::filled;
using hemicycle::Result;
using hemicycle::Row;
using hemicycle::to_ns;

Result<NotifyReply> Comments::notify(const Notify& request, Command& command) {
  const auto row = command.store().first(
      "SELECT c.article, t.path, t.title FROM comments_comment c JOIN comments_thread t ON t.article = c.article WHERE c.id = :id AND c.state = 'accepted'",
      {bind("id", request.comment)});
  if (!row) return hemicycle::not_found("no_such_comment");
  if (!request.good_faith) return hemicycle::invalid("good_faith", "good_faith_needed");
  const auto told = command.store().integer("SELECT COUNT(*) FROM comments_report WHERE comment = :comment AND email = :email",
                                            {bind("comment", request.comment), bind("email", request.email)});
  if (told > 0) return hemicycle::conflict("reported_already");
  command.store().exec(
      "INSERT INTO comments_report (id, comment, reporter, name, email, reason, explanation, made_at) "
      "VALUES (:id, :comment, '', :name, :email, :reason, :explanation, :now)",
      {bind("id", command.new_id()), bind("comment", request.comment), bind("name", request.name), bind("email", request.email),
       bind("reason", request.reason), bind("explanation", request.explanation), bind("now", to_ns(command.now()))});
  const Blanks blanks{{"name", request.name}, {"title", row->text(2)}, {"address", "{site}" + row->text(1) + "#commentaire-" + request.comment}};
  static_cast<void>(
      command.mail({.to = request.email, .subject = filled(settings().notice_subject, blanks), .text = filled(settings().notice_received_text, blanks)}));
  command.emit(Reported{.comment = request.comment, .article = row->text(0)});
  return NotifyReply{.path = row->text(1)};
}

void Comments::answer_notices(std::string_view comment, bool removed, std::string_view message, Command& command) const {
  struct Notifier {
    std::string name, email, title, path;
  };
  std::vector<Notifier> all;
  command.store().rows(
      "SELECT r.name, r.email, t.title, t.path FROM comments_report r JOIN comments_comment c ON c.id = r.comment "
      "JOIN comments_thread t ON t.article = c.article WHERE r.comment = :comment AND r.outcome IS NULL AND r.email IS NOT NULL ORDER BY r.made_at, r.id",
      {bind("comment", comment)}, [&](const Row& row) { all.push_back({row.text(0), row.text(1), row.text(2), row.text(3)}); });
  const auto& wording = removed ? settings().notice_removed_text : settings().notice_kept_text;
  for (const auto& one : all) {
    const Blanks blanks{{"name", one.name}, {"title", one.title}, {"address", "{site}" + one.path}, {"message", std::string(message)}};
    static_cast<void>(command.mail({.to = one.email, .subject = filled(settings().notice_subject, blanks), .text = filled(wording, blanks)}));
  }
  command.store().exec("UPDATE comments_report SET name = NULL, email = NULL WHERE comment = :comment", {bind("comment", comment)});
}

}  // namespace comments
