// A refusal is contested once, by the author, and decided by another moderator than the one who refused (domain.md, SM11 and §1.7, invariant 11).
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

Result<ContestReply> Comments::contest(const Contest& request, Command& command) {
  const auto row = command.store().first("SELECT author, state, article, ruled_at FROM comments_comment WHERE id = :id", {bind("id", request.comment)});
  if (!row) return hemicycle::not_found("no_such_comment");
  if (row->view(0) != command.actor().id()) return hemicycle::denied("not_yours_to_contest");
  if (row->view(1) == "appealed" || !row->is_null(3)) return hemicycle::conflict("contested_already");
  if (row->view(1) != "refused") return hemicycle::conflict("not_refused");
  command.store().exec("UPDATE comments_comment SET state = 'appealed', grounds = :grounds, appealed_at = :now WHERE id = :id",
                       {bind("grounds", request.grounds), bind("now", to_ns(command.now())), bind("id", request.comment)});
  command.emit(Appealed{.comment = request.comment, .article = row->text(2)});
  return ContestReply{};
}

Result<SettleAppealReply> Comments::settle_appeal(const SettleAppeal& request, Command& command) {
  const auto row = command.store().first("SELECT state, article, decided_by FROM comments_comment WHERE id = :id", {bind("id", request.comment)});
  if (!row) return hemicycle::not_found("no_such_comment");
  if (row->view(0) != "appealed") return hemicycle::conflict("not_contested");
  if (row->view(2) == command.actor().id() && !settings().sole_moderator) return hemicycle::denied("another_moderator");
  const bool restored = request.ruling == "restore";
  command.store().exec(
      "UPDATE comments_comment SET state = :state, was_public = :public, ruling = :statement, ruled_at = :now, ruled_by = :actor WHERE id = :id",
      {bind("state", std::string_view(restored ? "accepted" : "confirmed")), bind("public", restored), bind("statement", request.statement),
       bind("now", to_ns(command.now())), bind("actor", command.actor().id()), bind("id", request.comment)});
  if (restored) command.emit(Accepted{.comment = request.comment, .article = row->text(1)});
  else command.emit(Confirmed{.comment = request.comment, .article = row->text(1)});
  return SettleAppealReply{};
}

Result<std::vector<Contested>> appeals(const Query& query) {
  std::vector<Contested> found;
  std::vector<std::string> authors;
  query.store().rows(
      "SELECT c.id, t.title, t.path, c.author, c.text, c.reason, c.message, c.grounds, c.appealed_at, c.decided_by FROM comments_comment c "
      "JOIN comments_thread t ON t.article = c.article WHERE c.state = 'appealed' ORDER BY c.appealed_at, c.id LIMIT 100",
      {}, [&](const Row& row) {
        Contested one;
        one.id = row.text(0);
        one.title = row.text(1);
        one.path = row.text(2);
        one.text = row.text(4);
        one.refusal = row.optional_text(5);
        one.message = row.optional_text(6);
        one.grounds = row.text(7);
        one.appealed = to_iso(from_ns(row.integer(8)));
        one.mine = row.text(9) == query.actor().id();
        authors.push_back(row.text(3));
        found.push_back(std::move(one));
      });
  if (const auto failed = name_authors(found, authors, query)) return *failed;
  return found;
}

}  // namespace comments
