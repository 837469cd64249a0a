// What authors do: submit, see what became of it, erase.
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

Result<SubmitReply> Comments::submit(const Submit& request, Command& command) {
  const auto thread = command.store().first("SELECT path, opened_at, closed_at FROM comments_thread WHERE article = :article",
                                            {bind("article", request.article)});
  if (!thread) return hemicycle::not_found("no_such_article");
  if (!takes_comments(thread->integer(1), thread->optional_integer(2), command.now())) return hemicycle::conflict("comments_closed");
  if (request.text.find_first_not_of(" \t\r\n") == std::string::npos) return hemicycle::invalid("text", "blank");
  const auto id = command.new_id();
  command.store().exec(
      "INSERT INTO comments_comment (id, article, author, text, state, was_public, submitted_at) "
      "VALUES (:id, :article, :author, :text, 'pending', 0, :now)",
      {bind("id", id), bind("article", request.article), bind("author", command.actor().id()), bind("text", request.text),
       bind("now", to_ns(command.now()))});
  command.emit(Submitted{.comment = id, .article = request.article});
  return SubmitReply{.comment = id, .path = thread->text(0)};
}

Result<EraseReply> Comments::erase(const Erase& request, Command& command) {
  const auto row = command.store().first("SELECT author, state, article, was_public FROM comments_comment WHERE id = :id",
                                         {bind("id", request.comment)});
  if (!row) return hemicycle::not_found("no_such_comment");
  if (row->view(0) != command.actor().id()) return hemicycle::denied("not_the_author");
  if (row->view(1) == "erased") return hemicycle::conflict("already_erased");
  answer_notices(request.comment, true, {}, command);  // nobody settles any more what is gone
  // The words go, with what a moderator wrote about them; the line itself stays, so that answers to it still make sense.
  command.store().exec("UPDATE comments_comment SET state = 'erased', text = '', reason = NULL, message = NULL, grounds = NULL, ruling = NULL WHERE id = :id",
                       {bind("id", request.comment)});
  command.emit(Erased{.comment = request.comment, .article = row->text(2), .was_public = row->boolean(3)});
  return EraseReply{};
}

Result<MineReply> Comments::mine(const Mine& request, const Query& query) const {
  MineReply reply;
  const auto size = settings().page_size;
  // "~" sorts after every identifier: without a cursor, the list begins at the latest.
  query.store().rows(
      "SELECT c.id, t.title, t.path, c.submitted_at, c.state, c.text, c.reason, c.message, c.grounds, c.ruling FROM comments_comment c "
      "JOIN comments_thread t ON t.article = c.article WHERE c.author = :author AND c.id < :after ORDER BY c.id DESC LIMIT :count",
      {bind("author", query.actor().id()), bind("after", request.after.value_or("~")), bind("count", size + 1)}, [&](const Row& row) {
        if (static_cast<std::int64_t>(reply.comments.size()) == size) {
          reply.next = reply.comments.back().id;
          return;
        }
        Own own;
        own.id = row.text(0);
        own.title = row.text(1);
        own.path = row.text(2);
        own.time = to_iso(from_ns(row.integer(3)));
        own.state = row.text(4);
        own.erasable = own.state != "erased";
        if (own.erasable) own.text = row.text(5);
        own.refusal = row.optional_text(6);
        own.message = row.optional_text(7);
        own.grounds = row.optional_text(8);
        own.ruling = row.optional_text(9);
        own.contestable = own.state == "refused" && !own.ruling;
        reply.comments.push_back(std::move(own));
      });
  return reply;
}

}  // namespace comments
