// One session, and one item of its agenda, as its readers may see them.
#include <algorithm>
#include <map>

#include "papers.hpp"
#include "roll.hpp"
#include "vote_showing.hpp"

namespace plenary_plugin {
namespace {

std::map<std::string, std::string> decisions_in(const std::string& session, const Query& query) {
  std::map<std::string, std::string> decisions;
  query.store().rows(
      "SELECT item, decision FROM plenary_vote WHERE session = :session AND decision IS NOT NULL AND stage IN ('proclaimed', 'final', 'contested', 'confirmed') "
      "ORDER BY number",
      {bind("session", session)}, [&](const Row& row) { decisions[row.text(0)] = row.text(1); });
  return decisions;
}

std::vector<std::string> session_actions(const Session& session, const std::optional<contract::Quorum>& quorum) {
  if (session.state == "planned") return {"edit", "add_item", "convene", "postpone", "cancel"};
  if (session.state == "postponed") return {"edit", "cancel"};
  if (session.state == "convened") return {"open_session", "give_proxy", "postpone", "cancel"};
  if (session.state != "open") return {};
  if (quorum && !quorum->met && session.convocation == 1) return {"give_proxy", "close_session", "reconvene"};
  return {"give_proxy", "close_session"};
}

/// What the rules permit for the item's act, for who prepares its vote.
std::vector<std::string> methods_for(const AgendaItem& item, const Query& query) {
  if (!query.allowed(contract::permission::chair)) return {};
  const auto rule = query.ask(rules::Act{.act = item.act});
  if (!rule) return {};
  if (item.kind == "election" && rule->secret_for_persons) return {"secret_paper"};
  return rule->methods;
}

std::vector<std::string> item_actions(const Session& session, const AgendaItem& item, const Query& query) {
  if (item.progress == "withdrawn" || session.in({"closed", "cancelled", "postponed"})) return {};
  std::vector<std::string> names;
  if (session.state == "open" && item.progress != "current") names.push_back("call_item");
  if (!item.act.empty()) {
    const auto rule = query.ask(rules::Act{.act = item.act});
    const bool by_vote = !rule || rule->by_vote;
    if (by_vote) names.push_back("prepare_vote");
    else if (session.state == "open" && item.progress == "current") names.push_back("record_decision");
  }
  if (!item.matter && item.kind != "election") names.push_back("prepare_choice");
  names.push_back("add_paper");
  if (session.state == "planned") names.push_back("move_item");
  names.push_back("withdraw_item");
  return names;
}

}  // namespace

Result<contract::SessionReply> Plenary::session(const contract::Session& request, const Query& query) const {
  const auto found = find_session(request.session, query);
  if (!found) return not_found("no_such_session");
  const auto seen = may_see(*found, query);
  if (!seen) return seen.error();
  if (!*seen) return not_found("no_such_session");
  const bool inside = is_inside(query);

  contract::SessionReply reply{.session = found->id, .body = found->body, .title = found->title, .starts = to_iso(from_ns(found->starts_ns))};
  reply.mode = found->mode;
  reply.place = found->place;
  if (inside) reply.link = found->link;
  reply.state = found->state;
  reply.second = found->convocation > 1;
  reply.follows = found->follows;
  reply.reason = found->reason;
  if (found->convened_ns) reply.convened_on = local_date(*found->convened_ns);
  reply.urgency_reason = found->urgency_reason;
  reply.notice_days = found->notice_days;
  reply.opened_at = ns_to_iso(found->opened_ns);
  reply.closed_at = ns_to_iso(found->closed_ns);
  const auto decisions = decisions_in(found->id, query);
  for (const auto& item : agenda_of(found->id, query)) {
    contract::AgendaLine line{.item = item.id, .number = item.number, .under = item.parent.has_value(), .kind = item.kind};
    line.title = shown_title(item, inside, query);
    if (is_veiled(item, inside, query)) line.veiled = true;
    line.progress = item.progress;
    if (const auto decision = decisions.find(item.id); decision != decisions.end()) line.decision = decision->second;
    reply.agenda.push_back(std::move(line));
  }
  const auto roll = roll_of(*found, found->current_item, query);
  if (!roll) return roll.error();
  reply.present = roll->present();
  reply.represented = roll->represented();
  reply.members = roll->members();
  if (found->state == "open") {
    auto quorum = quorum_of(*found, "", *roll, query);
    if (!quorum) return quorum.error();
    reply.quorum = *std::move(quorum);
  }
  reply.sits = roll->of_account(query.actor().id()) != nullptr;
  reply.prepares = query.allowed(contract::permission::prepare);
  reply.keeps_attendance = query.allowed(contract::permission::attendance);
  if (reply.prepares && found->state == "planned")
    if (const auto rule = query.ask(rules::Body{.body = found->body}); rule) reply.notify_before = local_date_before(found->starts_ns, rule->notice_days);
  if (reply.prepares && found->in({"planned", "convened"}))
    if (const auto days = papers_days_of(*found, query)) {
      reply.papers_before = local_date_before(found->starts_ns, *days);
      reply.without_papers = without_papers(*found, query);
      if (reply.without_papers.size() == 1) reply.one_without_papers = true;
    }
  reply.actions = session_actions(*found, reply.quorum);
  if (!day_has_come(*found, query)) std::erase(reply.actions, "open_session");
  if (!reply.sits) std::erase(reply.actions, "give_proxy");
  return reply;
}

Result<contract::ItemReply> Plenary::item(const contract::Item& request, const Query& query) const {
  const auto session = find_session(request.session, query);
  if (!session) return not_found("no_such_item");
  const auto seen = may_see(*session, query);
  if (!seen) return seen.error();
  if (!*seen) return not_found("no_such_item");
  const bool inside = is_inside(query);
  for (const auto& item : agenda_of(session->id, query)) {
    if (item.id != request.item) continue;
    contract::ItemReply reply{.session = session->id, .session_title = session->title, .item = item.id, .number = item.number, .kind = item.kind};
    const bool veiled = is_veiled(item, inside, query);
    reply.title = veiled ? *item.matter : item.title;
    if (veiled) reply.veiled = true;
    if (!veiled) reply.note = item.note;
    reply.progress = item.progress;
    if (!veiled) reply.reason = item.reason;
    if (item.matter_kind == "referral") reply.referral = item.matter;
    if (!item.act.empty()) reply.act = item.act;
    if (!veiled) reply.papers = papers_of(*session, item.id, papers_days_of(*session, query), query);
    query.store().rows(
        "SELECT id, question, method, stage, decision FROM plenary_vote WHERE item = :item AND (:inside = 1 OR stage <> 'prepared') ORDER BY number LIMIT 100",
        {bind("item", item.id), bind("inside", inside)}, [&](const Row& row) {
          reply.votes.push_back(
              {.vote = row.text(0), .question = veiled ? *item.matter : row.text(1), .method = row.text(2), .stage = row.text(3), .decision = row.optional_text(4)});
        });
    reply.actions = item_actions(*session, item, query);
    if (std::find(reply.actions.begin(), reply.actions.end(), "prepare_vote") != reply.actions.end()) reply.methods = methods_for(item, query);
    return reply;
  }
  return not_found("no_such_item");
}

Result<contract::PermittedMethodsReply> Plenary::permitted_methods(const contract::PermittedMethods& request, const Query& query) const {
  const auto item = find_item(request.session, request.item, query);
  if (!item) return not_found("no_such_item");
  return contract::PermittedMethodsReply{.session = request.session, .item = request.item, .methods = methods_for(*item, query)};
}

}  // namespace plenary_plugin
