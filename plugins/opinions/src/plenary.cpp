// What the plenary decided. Only this adopts a deliverable that needs a vote (invariant 6).
#include "tabling.hpp"

namespace opinions_plugin {
namespace {

/// The deliverable that a session speaks of.
template <typename Event>
std::optional<Deliverable> matter_of(const Event& told, const Query& query) {
  if (told.matter_kind != "deliverable" || !told.matter) return std::nullopt;
  return find(*told.matter, query);
}

void keep_decision(const Deliverable& deliverable, const plenary::Proclaimed& told, Command& command) {
  command.store().exec(
      "UPDATE opinions_deliverable SET session = :session, vote = :vote, decided = :date, in_favour = :in_favour, against = :against, "
      "abstained = :abstained, irregular = :irregular, reservations = :reservations, annulled = NULL WHERE id = :id",
      {bind("session", told.session), bind("vote", told.vote), bind("date", told.date), bind("in_favour", told.in_favour),
       bind("against", told.against), bind("abstained", told.abstained), bind("irregular", !told.notice_respected), bind("reservations", told.reservations),
       bind("id", deliverable.id)});
}

}  // namespace

Result<void> Opinions::on_plenary_proclaimed(const plenary::Proclaimed& told, Command& command) {
  auto deliverable = matter_of(told, command);
  if (!deliverable) return {};
  if (deliverable->annulled && told.outcome == "adopted" && told.notice_respected) {
    // What was frozen by a vote that was annulled is adopted again by a vote that counts.
    keep_decision(*deliverable, told, command);
    move(*deliverable, deliverable->state, command);
    return {};
  }
  if (!deliverable->in({"tabled"}) || told.outcome == "deferred") return {};
  if (told.outcome == "sent_back") {
    move(*deliverable, "sent_back", command);
    return {};
  }
  keep_decision(*deliverable, told, command);
  if (told.outcome == "rejected") {
    move(*deliverable, "rejected", command);
    return {};
  }
  // A notice that was not respected, and no urgency in its place, leaves it before the plenary: the vote is to be held again.
  if (!told.notice_respected) {
    put_before_plenary(*deliverable, command);
    return {};
  }
  deliverable->decided = told.date;
  deliverable->session = told.session;
  const auto* const adopted = told.reservations ? "adopted_with_reservations" : "adopted";
  set_state(*deliverable, adopted, command);
  command.emit(contract::Adopted{.deliverable = deliverable->id,
                                 .referral = deliverable->referral,
                                 .group = deliverable->group,
                                 .title = deliverable->title,
                                 .session = told.session,
                                 .outcome = adopted});
  return {};
}

Result<void> Opinions::on_plenary_annulled(const plenary::Annulled& told, Command& command) {
  auto deliverable = matter_of(told, command);
  if (!deliverable) return {};
  const auto of_this_vote = command.store().integer("SELECT COUNT(*) FROM opinions_deliverable WHERE id = :id AND vote = :vote",
                                                    {bind("id", deliverable->id), bind("vote", told.vote)});
  if (of_this_vote == 0) return {};
  const auto today = command.today();
  if (deliverable->in({"adopted", "adopted_with_reservations", "rejected", "tabled"})) {
    command.store().exec(
        "UPDATE opinions_deliverable SET session = NULL, vote = NULL, decided = NULL, in_favour = NULL, against = NULL, abstained = NULL, "
        "irregular = 0, reservations = NULL WHERE id = :id",
        {bind("id", deliverable->id)});
    move(*deliverable, "tabled", command);
  } else {
    // What is frozen stays as it is (invariant 7); everybody reads that its vote no longer counts.
    command.store().exec("UPDATE opinions_deliverable SET annulled = :today WHERE id = :id",
                         {bind("today", today), bind("id", deliverable->id)});
    move(*deliverable, deliverable->state, command);
  }
  return {};
}

Result<void> Opinions::on_plenary_item_withdrawn(const plenary::ItemWithdrawn& told, Command& command) {
  auto deliverable = matter_of(told, command);
  if (!deliverable || !deliverable->in({"tabled"})) return {};
  move(*deliverable, "bureau_review", command);
  return {};
}

}  // namespace opinions_plugin
