// The register's acts: asked, complete, answered, waived, lapsed. The clock runs from the complete file; what it says is dated and kept.

#include "consultation.hpp"
#include "months.hpp"

namespace programme_plugin {
namespace {

constexpr std::int64_t kTenYears = 3652;  // in days: what a council still calls a request of its authority

std::string next_id(Command& command) {
  const auto series = "RC-" + command.today().substr(0, 4);
  command.store().exec(
      "INSERT INTO programme_counter (series, last) VALUES (:series, 1) ON CONFLICT (series) DO UPDATE SET last = programme_counter.last + 1",
      {bind("series", series)});
  const auto number =
      std::to_string(command.store().integer("SELECT last FROM programme_counter WHERE series = :series", {bind("series", series)}));
  return series + "-" + std::string(number.size() < 3 ? 3 - number.size() : 0, '0') + number;
}

struct Asked {
  std::string title, document, requested_on;
  std::optional<std::string> referral;
};

std::string enter(const Asked& asked, Command& command) {
  const auto id = next_id(command);
  command.store().exec(
      "INSERT INTO programme_consultation (id, referral, title, document, requested_on) VALUES (:id, :referral, :title, :document, :requested_on)",
      {bind("id", id), bind("referral", asked.referral), bind("title", asked.title), bind("document", asked.document),
       bind("requested_on", asked.requested_on)});
  add_act(id, {.step = "registered", .happened_on = asked.requested_on}, command);
  command.emit(contract::ConsultationRegistered{
      .consultation = id, .referral = asked.referral, .document = asked.document, .requested = asked.requested_on});
  return id;
}

// What an outcome needs: a complete file, and no outcome yet.
std::optional<Error> not_running(const Consultation& consultation) {
  if (consultation.outcome) return conflict("already_concluded");
  if (!consultation.completed_on) return conflict("not_complete_yet");
  return std::nullopt;
}

}  // namespace

Result<contract::RegisterConsultationReply> Programme::register_consultation(const contract::RegisterConsultation& request, Command& command) {
  const auto today = command.today();
  if (request.requested_on > today) return invalid("requested_on", "not_yet");
  if (request.requested_on < local_date_before(to_ns(command.now()), kTenYears)) return invalid("requested_on", "too_long_ago");
  return contract::RegisterConsultationReply{
      .consultation = enter({.title = request.title, .document = request.document, .requested_on = request.requested_on, .referral = {}}, command)};
}

Result<void> Programme::on_saisine_submitted(const saisine::Submitted& event, Command& command) {
  if (event.kind != "mandatory_consultation" || of_referral_in_register(event.reference, command)) return {};
  const auto referral = command.ask(saisine::GetBrief{.reference = event.reference});
  if (!referral) return referral.error();
  enter({.title = referral->title,
         .document = referral->document.value_or("autre"),
         .requested_on = referral->requested_on.value_or(command.today()),
         .referral = event.reference},
        command);
  return {};
}

Result<contract::DeclareCompleteReply> Programme::declare_complete(const contract::DeclareComplete& request, Command& command) {
  const auto consultation = find_consultation(request.consultation, command);
  if (!consultation) return not_found("no_such_consultation");
  if (consultation->completed_on) return conflict("already_complete");
  if (request.completed_on > command.today()) return invalid("completed_on", "not_yet");
  if (request.completed_on < consultation->requested_on) return invalid("completed_on", "before_the_request");
  const auto due = request.due_on.value_or(days_after(request.completed_on, static_cast<long>(settings().consultation_days)));
  if (due <= request.completed_on) return invalid("due_on", "before_completeness");
  command.store().exec("UPDATE programme_consultation SET completed_on = :completed_on, due_on = :due WHERE id = :id",
                       {bind("completed_on", request.completed_on), bind("due", due), bind("id", request.consultation)});
  add_act(request.consultation, {.step = "completed", .happened_on = request.completed_on}, command);
  command.emit(contract::ConsultationOpened{
      .consultation = request.consultation, .referral = consultation->referral, .title = consultation->title, .due = due});
  return contract::DeclareCompleteReply{};
}

Result<contract::RecordOpinionReply> Programme::record_opinion(const contract::RecordOpinion& request, Command& command) {
  const auto consultation = find_consultation(request.consultation, command);
  if (!consultation) return not_found("no_such_consultation");
  if (const auto refused = not_running(*consultation)) return *refused;
  if (request.given_on > command.today()) return invalid("given_on", "not_yet");
  if (request.given_on < consultation->requested_on) return invalid("given_on", "before_the_request");
  if (request.given_on > *consultation->due_on) return invalid("given_on", "after_the_term");
  conclude(*consultation, "opinion", request.given_on, command);
  command.store().exec("UPDATE programme_consultation SET opinion = :opinion WHERE id = :id",
                       {bind("opinion", request.opinion), bind("id", request.consultation)});
  add_act(request.consultation, {.step = "opinion", .happened_on = request.given_on, .note = request.opinion}, command);
  command.emit(
      contract::ConsultationAnswered{.consultation = request.consultation, .referral = consultation->referral, .date = request.given_on});
  return contract::RecordOpinionReply{};
}

Result<contract::WaiveReply> Programme::waive(const contract::Waive& request, Command& command) {
  const auto consultation = find_consultation(request.consultation, command);
  if (!consultation) return not_found("no_such_consultation");
  if (const auto refused = not_running(*consultation)) return *refused;
  const auto today = command.today();
  conclude(*consultation, "waived", today, command);
  command.store().exec("UPDATE programme_consultation SET waiver = :reason WHERE id = :id",
                       {bind("reason", request.reason), bind("id", request.consultation)});
  add_act(request.consultation, {.step = "waived", .happened_on = today, .note = request.reason}, command);
  command.emit(contract::ConsultationWaived{.consultation = request.consultation, .referral = consultation->referral, .date = today});
  return contract::WaiveReply{};
}

Result<void> Programme::on_opinions_transmitted(const opinions::Transmitted& event, Command& command) {
  const auto consultation = event.referral ? of_referral_in_register(*event.referral, command) : std::nullopt;
  if (!consultation || consultation->outcome == "opinion") return {};
  // After the term, or after the bureau gave it up, an opinion is a fact beside the outcome, and does not change it.
  const bool late = consultation->outcome || (consultation->due_on && event.date > *consultation->due_on);
  add_act(consultation->id, {.step = late ? "late_opinion" : "opinion", .happened_on = event.date, .note = event.reference}, command);
  // The outcome is told, it is evidence; which opinion it was waits for the end of the embargo.
  const auto embargo = event.embargo ? parse_iso(*event.embargo) : std::nullopt;
  command.store().exec("UPDATE programme_consultation SET opinion = :opinion, embargo_ns = :embargo WHERE id = :id",
                       {bind("opinion", event.reference), bind("embargo", embargo ? std::optional(to_ns(*embargo)) : std::nullopt),
                        bind("id", consultation->id)});
  if (late) return {};
  conclude(*consultation, "opinion", event.date, command);
  command.emit(contract::ConsultationAnswered{.consultation = consultation->id, .referral = event.referral, .date = event.date});
  return {};
}

Result<void> Programme::lapse(const contract::Lapse&, Command& command) {
  const auto today = command.today();
  std::vector<std::string> over;
  command.store().rows("SELECT id FROM programme_consultation WHERE outcome IS NULL AND due_on < :today ORDER BY id LIMIT 500",
                       {bind("today", today)}, [&](const Row& row) { over.push_back(row.text(0)); });
  for (const auto& id : over) {
    const auto consultation = find_consultation(id, command);
    if (!consultation || !consultation->due_on) continue;
    // Dated by the term itself, whenever the clock was read: the house may have been down that night.
    conclude(*consultation, "tacit_lapse", *consultation->due_on, command);
    add_act(id, {.step = "lapsed", .happened_on = *consultation->due_on}, command);
    command.emit(contract::ConsultationLapsed{.consultation = id, .referral = consultation->referral, .due = *consultation->due_on});
  }
  return {};
}

}  // namespace programme_plugin
