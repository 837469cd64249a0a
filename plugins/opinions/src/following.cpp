// What becomes of a recommendation that was heard, until the bureau closes its follow-up (SM9).
#include "frozen.hpp"

namespace opinions_plugin {
namespace {

std::int64_t next_step(const std::string& deliverable, std::int64_t number, const Query& query) {
  return query.store().integer("SELECT COUNT(*) FROM opinions_step WHERE deliverable = :id AND number = :number",
                               {bind("id", deliverable), bind("number", number)}) + 1;
}

/// What may follow what: something is evaluated once it is done, given up, or was there already.
bool may_follow(const Recommendation& one, std::string_view step) {
  const auto& before = one.step;
  if (step == "evaluated") return before == "done" || before == "abandoned" || (!before && one.answer == "already_done");
  if (!before) return one.answer != "already_done";
  return before == "in_progress" || (before == "abandoned" && step == "in_progress");
}

}  // namespace

Result<contract::FollowReply> Opinions::follow(const contract::Follow& request, Command& command) {
  const auto deliverable = find(request.deliverable, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (deliverable->in({"closed"})) return conflict("follow_up_closed");
  const auto one = recommendation_of(deliverable->id, request.number, command);
  if (!one) return not_found("no_such_recommendation");
  if (!one->answer) return conflict("not_answered");
  if (one->answer == "refused" || one->answer == "not_competent") return conflict("not_taken_up");
  if (!may_follow(*one, request.step)) return invalid("step", "wrong_step");
  if (request.date > command.today()) return invalid("date", "in_the_future");
  if (request.step == "abandoned" && !request.text) return invalid("text", "required");
  command.store().exec(
      "INSERT INTO opinions_step (deliverable, number, position, step, text, date, author, entered_ns) "
      "VALUES (:id, :number, :position, :step, :text, :date, :author, :now)",
      {bind("id", deliverable->id), bind("number", request.number), bind("position", next_step(deliverable->id, request.number, command)),
       bind("step", request.step), bind("text", request.text), bind("date", request.date), bind("author", command.actor().id()),
       bind("now", to_ns(command.now()))});
  command.store().exec("UPDATE opinions_recommendation SET step = :step WHERE deliverable = :id AND number = :number",
                       {bind("step", request.step), bind("id", deliverable->id), bind("number", request.number)});
  command.emit(contract::Followed{.deliverable = deliverable->id,
                                  .recommendation = recommendation_reference(*deliverable, request.number),
                                  .step = request.step,
                                  .date = request.date});
  return contract::FollowReply{};
}

Result<contract::CloseReply> Opinions::close(const contract::Close& request, Command& command) {
  auto deliverable = find(request.deliverable, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (deliverable->in({"closed"})) return conflict("follow_up_closed");
  // Silence keeps it open: what nobody answered is not over.
  if (!may_close(*deliverable, command)) return conflict("not_answered");
  set_state(*deliverable, "closed", command);
  command.emit(contract::Closed{.deliverable = deliverable->id, .referral = deliverable->referral});
  return contract::CloseReply{};
}

}  // namespace opinions_plugin
