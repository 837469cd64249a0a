// What the bureau may do with an admissible referral other than propose it: join it to another of the same subject, or send a mandatory
// consultation to work at once, because its term does not wait for a session.
#include "register.hpp"

namespace saisine_plugin {

Result<saisine::MergeReply> Saisine::merge(const saisine::Merge& request, Command& command) {
  const auto referral = find(request.reference, command);
  if (!referral) return not_found("no_such_referral");
  if (!referral->in({"admissible", "deferred"})) return conflict("wrong_state");
  if (request.into == request.reference) return invalid("into", "merged_with_itself");
  const auto other = find(request.into, command);
  if (!other) return invalid("into", "no_such_referral");
  if (!other->in({"admissible", "deferred", "proposed_to_plenary", "programmed", "in_work"})) return invalid("into", "not_mergeable");
  record(*referral, {.step = "merged", .to = "merged", .message = request.message, .other = request.into}, command);
  command.store().exec("UPDATE saisine_referral SET merged_into = :into WHERE reference = :reference",
                       {bind("into", request.into), bind("reference", request.reference)});
  add_line(request.into, other->state, {.step = "took_in", .to = other->state, .other = request.reference}, command);
  command.emit(saisine::Merged{.reference = request.reference, .into = request.into});
  return saisine::MergeReply{};
}

Result<saisine::MergeableReply> Saisine::mergeable(const saisine::Mergeable&, const Query& query) const {
  saisine::MergeableReply reply;
  query.store().rows(
      "SELECT reference, title FROM saisine_referral WHERE state IN ('admissible', 'deferred', 'proposed_to_plenary', 'programmed', 'in_work') "
      "ORDER BY number DESC LIMIT 1000",
      {}, [&](const Row& row) { reply.options.push_back({.id = row.text(0), .label = row.text(0) + " · " + row.text(1)}); });
  return reply;
}

Result<saisine::FastTrackReply> Saisine::fast_track(const saisine::FastTrack& request, Command& command) {
  const auto referral = find(request.reference, command);
  if (!referral) return not_found("no_such_referral");
  if (referral->kind != "mandatory_consultation") return conflict("not_a_consultation");
  if (!referral->in({"admissible", "deferred", "proposed_to_plenary"})) return conflict("wrong_state");
  const auto today = command.today();
  if (request.due_on < today) return invalid("due_on", "already_past");
  record(*referral, {.step = "fast_tracked", .to = "in_work"}, command);
  command.store().exec(
      "UPDATE saisine_referral SET due_on = :due, public_since_ns = COALESCE(public_since_ns, :now) WHERE reference = :reference",
      {bind("due", request.due_on), bind("now", to_ns(command.now())), bind("reference", request.reference)});
  command.emit(saisine::FastTracked{.reference = request.reference,
                                    .title = referral->title,
                                    .submitted = to_iso(from_ns(referral->submitted_ns)),
                                    .date = today,
                                    .due = request.due_on});
  return saisine::FastTrackReply{};
}

}  // namespace saisine_plugin
