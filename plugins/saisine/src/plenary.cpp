// The plenary: the bureau puts a referral to it and records what it decided.
#include "register.hpp"

namespace saisine_plugin {

Result<saisine::ProposeToPlenaryReply> Saisine::propose_to_plenary(const saisine::ProposeToPlenary& request, Command& command) {
  const auto referral = find(request.reference, command);
  if (!referral) return not_found("no_such_referral");
  if (!referral->in({"admissible", "deferred"})) return conflict("wrong_state");
  record(*referral, {.step = "proposed_to_plenary", .to = "proposed_to_plenary"}, command);
  command.emit(saisine::Proposed{.reference = request.reference});
  return saisine::ProposeToPlenaryReply{};
}

Result<saisine::RecordDecisionReply> Saisine::record_decision(const saisine::RecordDecision& request, Command& command) {
  const auto referral = find(request.reference, command);
  if (!referral) return not_found("no_such_referral");
  if (referral->state != "proposed_to_plenary") return conflict("wrong_state");
  const bool programmed = request.decision == "programmed";
  if (request.decision == "declined" && request.reason.value_or("").empty()) return invalid("reason", "reason_required");

  record(*referral, {.step = request.decision, .to = request.decision, .message = request.reason}, command);
  command.store().exec(
      "UPDATE saisine_referral SET session_date = :session_date, decision_reason = :reason, "
      "public_since_ns = COALESCE(public_since_ns, :public_since) WHERE reference = :reference",
      {bind("session_date", request.session_date), bind("reason", request.reason),
       bind("public_since", programmed ? std::optional(to_ns(command.now())) : std::nullopt), bind("reference", request.reference)});
  command.emit(saisine::Decided{.reference = request.reference,
                                .kind = referral->kind,
                                .decision = request.decision,
                                .session_date = request.session_date,
                                .submitted = to_iso(from_ns(referral->submitted_ns)),
                                .title = programmed ? std::optional(referral->title) : std::nullopt});
  return saisine::RecordDecisionReply{};
}

}  // namespace saisine_plugin
