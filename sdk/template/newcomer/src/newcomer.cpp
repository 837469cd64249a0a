// A list to which people add. Who may, what is checked and what is shown stands in plugin.json; here is the rule alone.
#include "newcomer.contract.hpp"

#include <hemicycle/plugin.hpp>

#include "title.hpp"

using namespace hemicycle;

class NewcomerPlugin final : public newcomer::Handler {
 public:
  Result<newcomer::AddReply> add(const newcomer::Add& request, Command& command) override {
    const auto title = newcomer::tidy(request.title);
    if (command.store().integer("SELECT COUNT(*) FROM newcomer_entry WHERE title = :title", {bind("title", title)}) > 0)
      return invalid("title", "there_already");
    const auto id = command.new_id();
    command.store().exec("INSERT INTO newcomer_entry (id, title, added_ns) VALUES (:id, :title, :added)",
                         {bind("id", id), bind("title", title), bind("added", to_ns(command.now()))});
    command.emit(newcomer::Added{.id = id});
    return newcomer::AddReply{.id = id};
  }

  Result<newcomer::ListReply> list(const newcomer::List&, const Query& query) const override {
    newcomer::ListReply reply;
    query.store().rows("SELECT id, title, added_ns FROM newcomer_entry ORDER BY added_ns DESC, id DESC LIMIT 100", {}, [&](const Row& row) {
      reply.entries.push_back({.id = row.text(0), .title = row.text(1), .added = to_iso(from_ns(row.integer(2)))});
    });
    return reply;
  }
};

HEMICYCLE_PLUGIN(NewcomerPlugin)
