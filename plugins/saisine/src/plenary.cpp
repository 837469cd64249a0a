// Who decides whether the council works on a referral. Where the rules ask a vote, its proclamation decides and no button does; where they do not,
// the officer of the body records what it decided.
#include "register.hpp"

namespace saisine_plugin {
namespace {

struct Decision {
  std::string decision, date, by;
  std::optional<std::string> ground{}, reason{}, session{}, vote{};
  std::optional<std::int64_t> in_favour{}, against{}, abstained{};
};

void decide(const Referral& referral, const Decision& decision, Command& command) {
  const bool programmed = decision.decision == "programmed";
  record(referral, {.step = decision.decision, .to = decision.decision, .reason = decision.ground, .message = decision.reason}, command);
  command.store().exec(
      "UPDATE saisine_referral SET session_date = :date, decided_by = :by, decision_ground = :ground, decision_reason = :reason, "
      "session = :session, vote = :vote, in_favour = :in_favour, against = :against, abstained = :abstained, "
      "public_since_ns = COALESCE(public_since_ns, :public_since) WHERE reference = :reference",
      {bind("date", decision.date), bind("by", decision.by), bind("ground", decision.ground), bind("reason", decision.reason),
       bind("session", decision.session), bind("vote", decision.vote), bind("in_favour", decision.in_favour),
       bind("against", decision.against), bind("abstained", decision.abstained),
       bind("public_since", programmed ? std::optional(to_ns(command.now())) : std::nullopt), bind("reference", referral.reference)});
  command.emit(saisine::Decided{.reference = referral.reference,
                                .kind = referral.kind,
                                .decision = decision.decision,
                                .session_date = decision.date,
                                .submitted = to_iso(from_ns(referral.submitted_ns)),
                                .title = programmed ? std::optional(referral.title) : std::nullopt});
}

// The decision is taken back; that it was public once stays so.
void undecide(const Referral& referral, std::string_view step, const std::string& to, Command& command) {
  record(referral, {.step = step, .to = to}, command);
  forget_decision(referral.reference, command);
  command.emit(saisine::Moved{.reference = referral.reference, .state = to});
}

}  // namespace

bool recorded_by_officer(const Query& query) {
  const auto act = query.ask(rules::Act{.act = "programme_referral"});
  return act && !act->by_vote;
}

Result<saisine::ProposeToPlenaryReply> Saisine::propose_to_plenary(const saisine::ProposeToPlenary& request, Command& command) {
  const auto referral = find(request.reference, command);
  if (!referral) return not_found("no_such_referral");
  if (!referral->in({"admissible", "deferred"})) return conflict("wrong_state");
  record(*referral, {.step = "proposed_to_plenary", .to = "proposed_to_plenary"}, command);
  forget_decision(request.reference, command);  // that it was put off is history: the plenary decides anew
  command.emit(saisine::Proposed{.reference = request.reference});
  return saisine::ProposeToPlenaryReply{};
}

Result<saisine::RecordDecisionReply> Saisine::record_decision(const saisine::RecordDecision& request, Command& command) {
  const auto referral = find(request.reference, command);
  if (!referral) return not_found("no_such_referral");
  if (referral->state != "proposed_to_plenary") return conflict("wrong_state");
  const auto act = command.ask(rules::Act{.act = "programme_referral"});
  if (!act) return act.error();
  if (act->by_vote) return conflict("decided_by_vote");
  if (request.session_date > command.today()) return invalid("session_date", "not_yet");
  if (request.decision == "declined") {
    if (!request.ground) return invalid("ground", "ground_required");
    if (request.reason.value_or("").empty()) return invalid("reason", "reason_required");
  }
  decide(*referral,
         {.decision = request.decision,
          .date = request.session_date,
          .by = "officer",
          .ground = request.decision == "declined" ? request.ground : std::nullopt,
          .reason = request.reason},
         command);
  return saisine::RecordDecisionReply{};
}

Result<saisine::ExplainReply> Saisine::explain(const saisine::Explain& request, Command& command) {
  const auto referral = find(request.reference, command);
  if (!referral) return not_found("no_such_referral");
  if (referral->state != "declined") return conflict("wrong_state");
  if (referral->decision_ground) return conflict("already_explained");
  add_line(request.reference, referral->state,
           {.step = "explained", .to = referral->state, .reason = request.ground, .message = request.message}, command);
  command.store().exec("UPDATE saisine_referral SET decision_ground = :ground, decision_reason = :message WHERE reference = :reference",
                       {bind("ground", request.ground), bind("message", request.message), bind("reference", request.reference)});
  command.emit(saisine::Explained{.reference = request.reference, .ground = request.ground});
  return saisine::ExplainReply{};
}

Result<void> Saisine::on_plenary_proclaimed(const plenary::Proclaimed& event, Command& command) {
  if (event.matter_kind != "referral" || !event.matter) return {};
  const auto referral = find(*event.matter, command);
  // Withdrawn or decided in between: the minutes keep the vote, the referral stays what it became.
  if (!referral || referral->state != "proposed_to_plenary") return {};
  // What is sent back to the bureau waits as what is deferred: it can be proposed again.
  const auto decision = event.outcome == "adopted" ? "programmed" : event.outcome == "rejected" ? "declined" : "deferred";
  decide(*referral,
         {.decision = decision,
          .date = event.date,
          .by = event.method == "consent" ? "consent" : "vote",
          .session = event.session,
          .vote = event.vote,
          .in_favour = event.in_favour,
          .against = event.against,
          .abstained = event.abstained},
         command);
  return {};
}

Result<void> Saisine::on_plenary_annulled(const plenary::Annulled& event, Command& command) {
  if (event.matter_kind != "referral" || !event.matter) return {};
  const auto referral = find(*event.matter, command);
  if (!referral || referral->vote != event.vote || !referral->in({"programmed", "declined", "deferred"})) return {};
  undecide(*referral, "annulled", "proposed_to_plenary", command);
  return {};
}

Result<void> Saisine::on_plenary_item_withdrawn(const plenary::ItemWithdrawn& event, Command& command) {
  if (event.matter_kind != "referral" || !event.matter) return {};
  const auto referral = find(*event.matter, command);
  if (!referral || referral->state != "proposed_to_plenary") return {};
  record(*referral, {.step = "taken_off", .to = "admissible"}, command);
  command.emit(saisine::Moved{.reference = referral->reference, .state = "admissible"});
  return {};
}

Result<void> Saisine::on_programme_placed(const programme::Placed& event, Command& command) {
  const auto referral = find(event.referral, command);
  if (!referral || !referral->in({"admissible", "deferred", "proposed_to_plenary"})) return {};
  decide(*referral,
         {.decision = "programmed", .date = event.date, .by = event.session ? "vote" : "officer", .session = event.session}, command);
  return {};
}

Result<void> Saisine::on_programme_unplaced(const programme::Unplaced& event, Command& command) {
  const auto referral = find(event.referral, command);
  // Only a programme's vote leaves a decision of a session without a vote of its own.
  if (!referral || referral->state != "programmed" || referral->working_group || referral->vote || !referral->session) return {};
  const auto placed = command.store().first(
      "SELECT from_state FROM saisine_history WHERE reference = :reference AND step = 'programmed' ORDER BY position DESC LIMIT 1",
      {bind("reference", referral->reference)});
  if (!placed) return {};
  const auto before = placed->text(0);
  undecide(*referral, "unplaced", before, command);
  // Its item of the agenda was settled with the programme: it waits for a session again.
  if (before == "proposed_to_plenary") command.emit(saisine::Proposed{.reference = referral->reference});
  return {};
}

}  // namespace saisine_plugin
