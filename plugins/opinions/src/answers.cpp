// What the authority answers to each recommendation, one by one or all at once (SM9, invariant 9).
#include <algorithm>
#include <charconv>

#include "frozen.hpp"

namespace opinions_plugin {
namespace {

constexpr std::size_t kShown = 160;  // of a recommendation's text, as the heading of its row

struct Given {
  std::int64_t number = 0;
  const std::string& answer;
  const std::optional<std::string>& text;
  const std::string& date;
  const std::optional<std::string>& in_charge;
  const std::optional<std::string>& deliberation;
};

std::int64_t next_answer(const std::string& deliverable, std::int64_t number, const Query& query) {
  return query.store().integer("SELECT COUNT(*) FROM opinions_answer WHERE deliverable = :id AND number = :number",
                               {bind("id", deliverable), bind("number", number)}) + 1;
}

bool says_why(const std::string& answer, const std::optional<std::string>& text) {
  return answer != "refused" || text.value_or("").find_first_not_of(" \n\t") != std::string::npos;
}

void check_date(const std::string& date, const Deliverable& deliverable, const Query& query, Error& wrong) {
  if (date > query.today()) wrong.also("date", "in_the_future");
  if (date < *deliverable.transmitted) wrong.also("date", "before_transmission");
}

Result<Deliverable> answered_one(const std::string& id, const Query& query) {
  auto deliverable = find(id, query);
  if (!deliverable) return not_found("no_such_deliverable");
  if (!deliverable->transmitted) return conflict("not_transmitted");
  if (!may_answer(*deliverable)) return conflict("follow_up_closed");
  return *std::move(deliverable);
}

void enter(const Deliverable& deliverable, const Given& given, Command& command) {
  command.store().exec(
      "INSERT INTO opinions_answer (deliverable, number, position, answer, text, date, in_charge, deliberation, author, entered_ns) "
      "VALUES (:id, :number, :position, :answer, :text, :date, :in_charge, :deliberation, :author, :now)",
      {bind("id", deliverable.id), bind("number", given.number), bind("position", next_answer(deliverable.id, given.number, command)),
       bind("answer", given.answer), bind("text", given.text), bind("date", given.date), bind("in_charge", given.in_charge),
       bind("deliberation", given.deliberation), bind("author", command.actor().id()), bind("now", to_ns(command.now()))});
  command.store().exec(
      "UPDATE opinions_recommendation SET answer = :answer, first_answered = COALESCE(first_answered, :date) "
      "WHERE deliverable = :id AND number = :number",
      {bind("answer", given.answer), bind("date", given.date), bind("id", deliverable.id), bind("number", given.number)});
  command.emit(contract::Answered{.deliverable = deliverable.id,
                                  .reference = deliverable.name(),
                                  .referral = deliverable.referral,
                                  .recommendation = recommendation_reference(deliverable, given.number),
                                  .answer = given.answer,
                                  .date = given.date});
}

/// The last first answer completes them.
void complete(Deliverable& deliverable, Command& command) {
  if (progress_of(deliverable.id, command).unanswered() > 0) return;
  command.store().exec("UPDATE opinions_deliverable SET complete_ns = :now, overdue = 0 WHERE id = :id",
                       {bind("now", to_ns(command.now())), bind("id", deliverable.id)});
  set_state(deliverable, "in_follow_up", command);
  command.emit(contract::AnswerComplete{.deliverable = deliverable.id, .referral = deliverable.referral});
}

std::vector<Recommendation> unanswered(const std::string& id, const Query& query) {
  const auto deliverable = find(id, query);
  auto all = deliverable && may_answer(*deliverable) ? recommendations_of(deliverable->id, query) : std::vector<Recommendation>();
  std::erase_if(all, [](const Recommendation& one) { return one.answer.has_value(); });
  return all;
}

/// Its beginning, cut between two words.
std::string beginning(const std::string& text) {
  if (text.size() <= kShown) return text;
  const auto end = text.rfind(' ', kShown);
  return text.substr(0, end == std::string::npos ? 0 : end) + " …";
}

}  // namespace

Result<contract::AnswerReply> Opinions::answer(const contract::Answer& request, Command& command) {
  auto deliverable = answered_one(request.deliverable, command);
  if (!deliverable) return deliverable.error();
  const auto one = recommendation_of(deliverable->id, request.number, command);
  if (!one) return not_found("no_such_recommendation");
  auto wrong = invalid();
  if (!says_why(request.answer, request.text)) wrong.also("text", "refusal_needs_reason");
  check_date(request.date, *deliverable, command, wrong);
  if (!wrong.fields.empty()) return wrong;
  enter(*deliverable, {request.number, request.answer, request.text, request.date, request.in_charge, request.deliberation}, command);
  if (!one->answer) complete(*deliverable, command);
  return contract::AnswerReply{};
}

Result<contract::AnswerAllReply> Opinions::answer_all(const contract::AnswerAll& request, Command& command) {
  auto deliverable = answered_one(request.deliverable, command);
  if (!deliverable) return deliverable.error();
  const auto open = unanswered(deliverable->id, command);
  if (open.empty()) return conflict("all_answered");
  auto wrong = invalid();
  check_date(request.date, *deliverable, command, wrong);
  std::vector<std::pair<std::int64_t, const contract::Said*>> given;
  for (std::size_t i = 0; i < request.answers.size(); ++i) {
    const auto& said = request.answers[i];
    const auto row = "answers." + std::to_string(i);
    std::int64_t number = 0;
    std::from_chars(said.number.data(), said.number.data() + said.number.size(), number);
    // Somebody else may have answered it meanwhile: what was said stays, and is answered anew on its own page.
    if (std::none_of(open.begin(), open.end(), [&](const Recommendation& one) { return one.number == number; })) wrong.also(row + ".number", "not_open");
    if (std::any_of(given.begin(), given.end(), [&](const auto& before) { return before.first == number; })) wrong.also(row + ".number", "chosen_twice");
    if (!said.answer) continue;
    if (!says_why(*said.answer, said.text)) wrong.also(row + ".text", "refusal_needs_reason");
    given.emplace_back(number, &said);
  }
  if (given.empty() && wrong.fields.empty()) wrong.also("answers", "nothing_answered");
  if (!wrong.fields.empty()) return wrong;
  for (const auto& [number, said] : given)
    enter(*deliverable, {number, *said->answer, said->text, request.date, request.in_charge, request.deliberation}, command);
  complete(*deliverable, command);
  return contract::AnswerAllReply{.count = static_cast<std::int64_t>(given.size())};
}

Result<contract::AnswerableReply> Opinions::answerable(const contract::Answerable& request, const Query& query) const {
  contract::AnswerableReply reply;
  for (const auto& one : unanswered(request.deliverable, query))
    reply.options.push_back({.id = std::to_string(one.number), .label = "R" + std::to_string(one.number) + " · " + beginning(one.text)});
  return reply;
}

Result<contract::AnswerFormReply> Opinions::answer_form(const contract::AnswerForm& request, const Query& query) const {
  contract::AnswerFormReply reply;
  for (const auto& one : unanswered(request.deliverable, query)) reply.answers.push_back({.number = std::to_string(one.number)});
  return reply;
}

}  // namespace opinions_plugin
