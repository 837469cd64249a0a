// Intake and admissibility: received, completed if need be, then admissible or not, with reasons.
#include <set>

#include "register.hpp"

namespace saisine_plugin {
namespace {
constexpr std::string_view kReview = "under_admissibility_review";
}  // namespace

Result<saisine::AcknowledgeReply> Saisine::acknowledge(const saisine::Acknowledge& request, Command& command) {
  const auto referral = find(request.reference, command);
  if (!referral) return not_found("no_such_referral");
  if (referral->state != "submitted") return conflict("wrong_state");
  record(*referral, {.step = "acknowledged", .to = kReview}, command);
  command.emit(saisine::Acknowledged{.reference = request.reference});
  return saisine::AcknowledgeReply{};
}

Result<saisine::ReturnToAuthorReply> Saisine::return_to_author(const saisine::ReturnToAuthor& request, Command& command) {
  const auto referral = find(request.reference, command);
  if (!referral) return not_found("no_such_referral");
  if (referral->state != kReview) return conflict("wrong_state");
  record(*referral, {.step = "returned", .to = "returned", .message = request.message}, command);
  command.emit(saisine::Returned{.reference = request.reference});
  return saisine::ReturnToAuthorReply{};
}

Result<saisine::DeclareInadmissibleReply> Saisine::declare_inadmissible(const saisine::DeclareInadmissible& request, Command& command) {
  const auto referral = find(request.reference, command);
  if (!referral) return not_found("no_such_referral");
  if (referral->state != kReview) return conflict("wrong_state");
  record(*referral, {.step = "declared_inadmissible", .to = "inadmissible", .reason = request.reason, .message = request.message}, command);
  command.emit(saisine::DeclaredInadmissible{.reference = request.reference, .reason = request.reason});
  return saisine::DeclareInadmissibleReply{};
}

Result<saisine::DeclareAdmissibleReply> Saisine::declare_admissible(const saisine::DeclareAdmissible& request, Command& command) {
  const auto referral = find(request.reference, command);
  if (!referral) return not_found("no_such_referral");
  if (referral->state != kReview) return conflict("wrong_state");
  std::set<std::string> answered;
  for (std::size_t i = 0; i < request.grid.size(); ++i) {
    const auto& answer = request.grid[i];
    const auto at = "grid." + std::to_string(i);
    if (!answered.insert(answer.criterion).second) return invalid(at + ".criterion", "answered_twice");
    if (!answer.met && answer.note.value_or("").empty()) return invalid(at + ".note", "note_required");
  }
  for (const auto& criterion : command.vocabulary("admissibility_criteria"))
    if (!answered.contains(criterion.id)) return invalid("grid", "criterion_missing");

  // A review that the author asked for may follow an earlier grid: the last one stands.
  command.store().exec("DELETE FROM saisine_answer WHERE reference = :reference", {bind("reference", request.reference)});
  std::int64_t position = 0;
  for (const auto& answer : request.grid)
    command.store().exec(
        "INSERT INTO saisine_answer (reference, position, criterion, met, note) "
        "VALUES (:reference, :position, :criterion, :met, :note)",
        {bind("reference", request.reference), bind("position", ++position), bind("criterion", answer.criterion),
         bind("met", std::int64_t{answer.met}), bind("note", answer.note)});
  record(*referral, {.step = "declared_admissible", .to = "admissible"}, command);
  command.emit(saisine::DeclaredAdmissible{.reference = request.reference});
  return saisine::DeclareAdmissibleReply{};
}

Result<saisine::GridReply> Saisine::grid(const saisine::Grid& request, const Query& query) const {
  if (!find(request.reference, query)) return not_found("no_such_referral");
  saisine::GridReply reply;
  for (const auto& criterion : query.vocabulary("admissibility_criteria"))
    reply.grid.push_back({.criterion = criterion.id, .met = false, .note = std::nullopt});
  return reply;
}

}  // namespace saisine_plugin
