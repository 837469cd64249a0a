// Who writes with the group: they hold the role of a co-author in the scope of the group, for as long as they write in one of its texts.
#include <algorithm>

#include "deliverable.hpp"

namespace opinions_plugin {

Result<contract::AddAuthorReply> Opinions::add_author(const contract::AddAuthor& request, Command& command) {
  const auto deliverable = find_in_group(request.deliverable, request.group, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (!deliverable->in({"draft", "group_review", "bureau_review", "sent_back"})) return conflict("not_being_written");
  const auto known = command.ask(accounts::Names{.ids = {request.account}});
  if (!known) return known.error();
  if (known->names.empty()) return invalid("account", "no_such_person");
  if (command.store().exec("INSERT INTO opinions_author (deliverable, account, added_ns) VALUES (:id, :account, :now) "
                           "ON CONFLICT (deliverable, account) DO NOTHING",
                           {bind("id", deliverable->id), bind("account", request.account), bind("now", to_ns(command.now()))}) == 0)
    return invalid("account", "already_author");
  command.grant(request.account, "co_author", scope_of(*deliverable));
  command.emit(contract::AuthorAdded{.deliverable = deliverable->id, .account = request.account});
  return contract::AddAuthorReply{};
}

Result<contract::RemoveAuthorReply> Opinions::remove_author(const contract::RemoveAuthor& request, Command& command) {
  const auto deliverable = find_in_group(request.deliverable, request.group, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (command.store().exec("DELETE FROM opinions_author WHERE deliverable = :id AND account = :account",
                           {bind("id", deliverable->id), bind("account", request.account)}) == 0)
    return not_found("no_such_author");
  const auto others = command.store().integer(
      "SELECT COUNT(*) FROM opinions_author a JOIN opinions_deliverable d ON d.id = a.deliverable "
      "WHERE a.account = :account AND d.group_id = :group_id",
      {bind("account", request.account), bind("group_id", deliverable->group)});
  if (others == 0) command.revoke(request.account, "co_author", scope_of(*deliverable));
  command.emit(contract::AuthorRemoved{.deliverable = deliverable->id, .account = request.account});
  return contract::RemoveAuthorReply{};
}

Result<contract::CoAuthorReply> Opinions::co_author(const contract::CoAuthor& request, const Query& query) const {
  const auto deliverable = find_in_group(request.deliverable, request.group, query);
  if (!deliverable) return not_found("no_such_deliverable");
  const auto row = query.store().first("SELECT added_ns FROM opinions_author WHERE deliverable = :id AND account = :account",
                                       {bind("id", deliverable->id), bind("account", request.account)});
  if (!row) return not_found("no_such_author");
  const auto names = names_of({request.account}, query);
  if (!names) return names.error();
  return contract::CoAuthorReply{.name = names->at(request.account), .added = local_date(row->integer(0))};
}

}  // namespace opinions_plugin
