// An item leaves the agenda. If it is being voted on, that vote is void: whatever was cast decides nothing.
#include "matters.hpp"
#include "session.hpp"
#include "vote.hpp"

namespace plenary_plugin {

void withdraw(const std::string& session, const std::string& item, const std::optional<std::string>& reason, Command& command) {
  const auto found = find_item(session, item, command);
  if (!found) return;
  for (const auto& vote : unsettled_votes_on(item, command)) void_one(session, vote, reason, command);
  command.store().exec("UPDATE plenary_item SET progress = 'withdrawn', reason = :reason WHERE id = :id", {bind("reason", reason), bind("id", item)});
  command.store().exec("UPDATE plenary_session SET current_item = NULL WHERE id = :session AND current_item = :item",
                       {bind("session", session), bind("item", item)});
  command.emit(contract::ItemWithdrawn{.session = session, .item = item, .matter_kind = found->matter_kind, .matter = found->matter});
}

Result<contract::WithdrawItemReply> Plenary::withdraw_item(const contract::WithdrawItem& request, Command& command) {
  const auto session = find_session(request.session, command);
  const auto item = find_item(request.session, request.item, command);
  if (!session || !item) return not_found("no_such_item");
  if (session->in({"closed", "cancelled"})) return conflict("already_held");
  if (item->progress == "withdrawn") return conflict("item_withdrawn_already");
  if (command.store().integer("SELECT COUNT(*) FROM plenary_vote WHERE item = :item AND decision IS NOT NULL AND stage <> 'annulled'",
                              {bind("item", item->id)}) > 0)
    return conflict("item_decided");
  withdraw(session->id, item->id, request.reason, command);
  // The plugin whose matter it is hears of it; until it lays it before the body again, it does not wait.
  if (item->matter) set_matter(item->matter_kind, *item->matter, "withdrawn", command);
  return contract::WithdrawItemReply{};
}

}  // namespace plenary_plugin
