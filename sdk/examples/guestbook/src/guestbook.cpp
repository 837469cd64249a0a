// A guest book: one table, one command, one query, one page. All that is not the book's own rule is in plugin.json.
#include "guestbook.contract.hpp"

#include <hemicycle/plugin.hpp>

using namespace hemicycle;

class Guestbook final : public guestbook::Handler {
 public:
  // [snippet: sign]
  Result<guestbook::SignReply> sign(const guestbook::Sign& request, Command& command) override {
    const bool said_already = command.store().integer("SELECT COUNT(*) FROM guestbook_entry WHERE author = :author AND text = :text",
                                                      {bind("author", command.actor().id()), bind("text", request.text)}) > 0;
    if (said_already) return invalid("text", "said_already");

    const auto id = command.new_id();
    command.store().exec(
        "INSERT INTO guestbook_entry (id, author, text, written_ns) VALUES (:id, :author, :text, :written)",
        {bind("id", id), bind("author", command.actor().id()), bind("text", request.text), bind("written", to_ns(command.now()))});
    command.emit(guestbook::Left{.id = id});
    guestbook::SignReply reply{.id = id, .letter = {}};
    if (settings().keeper) reply.letter = command.mail({.to = *settings().keeper, .subject = "Guest book", .text = request.text});
    return reply;
  }
  // [/snippet]

  Result<guestbook::ToldReply> told(const guestbook::Told& request, const Query& query) const override {
    const auto state = query.mail_state(request.letter);
    if (!state) return not_found("no_such_letter");
    return guestbook::ToldReply{.state = state->state, .words = state->words};
  }

  // [snippet: list]
  Result<guestbook::ListReply> list(const guestbook::List&, const Query& query) const override {
    guestbook::ListReply reply;
    query.store().rows("SELECT id, text, written_ns FROM guestbook_entry ORDER BY written_ns DESC, id DESC LIMIT :shown",
                       {bind("shown", settings().shown)}, [&](const Row& row) {
                         reply.entries.push_back({.id = row.text(0), .text = row.text(1), .written = to_iso(from_ns(row.integer(2)))});
                       });
    return reply;
  }
  // [/snippet]
};

HEMICYCLE_PLUGIN(Guestbook)
