// What the authority answers to each recommendation, and what comes of it (SM9, invariant 9).
#include "frozen.hpp"

namespace opinions_plugin {
namespace {

std::optional<Recommendation> recommendation(const Deliverable& deliverable, std::int64_t number, const Query& query) {
  for (auto& one : recommendations_of(deliverable.id, query))
    if (one.number == number) return std::move(one);
  return std::nullopt;
}

std::int64_t next_answer(const std::string& deliverable, std::int64_t number, const Query& query) {
  return query.store().integer("SELECT COUNT(*) FROM opinions_answer WHERE deliverable = :id AND number = :number",
                               {bind("id", deliverable), bind("number", number)}) + 1;
}

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

Result<void> sound(const contract::Answer& request, const Deliverable& deliverable, const Query& query) {
  auto wrong = invalid();
  if (request.answer == "refused" && request.text.value_or("").find_first_not_of(" \n\t") == std::string::npos)
    wrong.also("text", "refusal_needs_reason");
  if (request.date > to_iso_date(query.now())) wrong.also("date", "in_the_future");
  if (request.date < *deliverable.transmitted) wrong.also("date", "before_transmission");
  if (!wrong.fields.empty()) return wrong;
  return {};
}

}  // namespace

Result<contract::AnswerReply> Opinions::answer(const contract::Answer& request, Command& command) {
  auto deliverable = find(request.deliverable, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (!deliverable->transmitted) return conflict("not_transmitted");
  if (deliverable->in({"closed"})) return conflict("follow_up_closed");
  const auto one = recommendation(*deliverable, request.number, command);
  if (!one) return not_found("no_such_recommendation");
  if (const auto good = sound(request, *deliverable, command); !good) return good.error();
  const bool first = !one->answer;

  command.store().exec(
      "INSERT INTO opinions_answer (deliverable, number, position, answer, text, date, in_charge, deliberation, author, entered_ns) "
      "VALUES (:id, :number, :position, :answer, :text, :date, :in_charge, :deliberation, :author, :now)",
      {bind("id", deliverable->id), bind("number", request.number), bind("position", next_answer(deliverable->id, request.number, command)),
       bind("answer", request.answer), bind("text", request.text), bind("date", request.date), bind("in_charge", request.in_charge),
       bind("deliberation", request.deliberation), bind("author", command.actor().id()), bind("now", to_ns(command.now()))});
  command.store().exec(
      "UPDATE opinions_recommendation SET answer = :answer, first_answered = COALESCE(first_answered, :date) "
      "WHERE deliverable = :id AND number = :number",
      {bind("answer", request.answer), bind("date", request.date), bind("id", deliverable->id), bind("number", request.number)});
  command.emit(contract::Answered{.deliverable = deliverable->id,
                                  .reference = deliverable->name(),
                                  .referral = deliverable->referral,
                                  .recommendation = recommendation_reference(*deliverable, request.number),
                                  .answer = request.answer,
                                  .date = request.date});
  if (!first || progress_of(deliverable->id, command).unanswered() > 0) return contract::AnswerReply{};
  command.store().exec("UPDATE opinions_deliverable SET complete_ns = :now, overdue = 0 WHERE id = :id",
                       {bind("now", to_ns(command.now())), bind("id", deliverable->id)});
  move(*deliverable, "in_follow_up", command);
  command.emit(contract::AnswerComplete{.deliverable = deliverable->id, .referral = deliverable->referral});
  return contract::AnswerReply{};
}

Result<contract::FollowReply> Opinions::follow(const contract::Follow& request, Command& command) {
  const auto deliverable = find(request.deliverable, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (deliverable->in({"closed"})) return conflict("follow_up_closed");
  const auto one = recommendation(*deliverable, request.number, command);
  if (!one) return not_found("no_such_recommendation");
  if (!one->answer) return conflict("not_answered");
  if (one->answer == "refused" || one->answer == "not_competent") return conflict("not_taken_up");
  if (!may_follow(*one, request.step)) return invalid("step", "wrong_step");
  if (request.date > to_iso_date(command.now())) return invalid("date", "in_the_future");
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
  move(*deliverable, "closed", command);
  command.emit(contract::Closed{.deliverable = deliverable->id, .referral = deliverable->referral});
  return contract::CloseReply{};
}

}  // namespace opinions_plugin
