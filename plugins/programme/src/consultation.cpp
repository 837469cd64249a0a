#include "consultation.hpp"

#include <algorithm>

namespace programme_plugin {
namespace {

Consultation read(const Row& row) {
  return {.id = row.text(0),
          .title = row.text(1),
          .document = row.text(2),
          .requested_on = row.text(3),
          .referral = row.optional_text(4),
          .completed_on = row.optional_text(5),
          .due_on = row.optional_text(6),
          .outcome = row.optional_text(7),
          .outcome_on = row.optional_text(8),
          .opinion = row.optional_text(9),
          .waiver = row.optional_text(10),
          .embargo_ns = row.optional_integer(11)};
}

}  // namespace

std::string Consultation::state() const {
  if (outcome) return *outcome;
  return completed_on ? "running" : "requested";
}

std::optional<Consultation> find_consultation(const std::string& id, const Query& query) {
  std::optional<Consultation> found;
  query.store().rows(
      "SELECT id, title, document, requested_on, referral, completed_on, due_on, outcome, outcome_on, opinion, waiver, embargo_ns "
      "FROM programme_consultation WHERE id = :id",
      {bind("id", id)}, [&](const Row& row) { found = read(row); });
  return found;
}

std::optional<Consultation> of_referral_in_register(const std::string& referral, const Query& query) {
  std::optional<Consultation> found;
  query.store().rows(
      "SELECT id, title, document, requested_on, referral, completed_on, due_on, outcome, outcome_on, opinion, waiver, embargo_ns "
      "FROM programme_consultation WHERE referral = :referral",
      {bind("referral", referral)}, [&](const Row& row) { found = read(row); });
  return found;
}

std::vector<Consultation> consultations_of(std::int64_t year, const Query& query) {
  std::vector<Consultation> found;
  query.store().rows(
      "SELECT id, title, document, requested_on, referral, completed_on, due_on, outcome, outcome_on, opinion, waiver, embargo_ns "
      "FROM programme_consultation WHERE substr(requested_on, 1, 4) = :year OR substr(outcome_on, 1, 4) = :year ORDER BY id LIMIT 500",
      {bind("year", std::to_string(year))}, [&](const Row& row) { found.push_back(read(row)); });
  return found;
}

contract::Consulted consulted(const Consultation& consultation, const Query& query) {
  const auto& bases = query.vocabulary("consultation_bases");
  const bool based = std::any_of(bases.begin(), bases.end(), [&](const Term& term) { return term.id == consultation.document; });
  return {.consultation = consultation.id,
          .title = consultation.title,
          .document = consultation.document,
          .basis = based ? std::optional(consultation.document) : std::nullopt,
          .state = consultation.state(),
          .referral = consultation.referral,
          .requested_on = consultation.requested_on,
          .completed_on = consultation.completed_on,
          .due_on = consultation.due_on,
          .outcome_on = consultation.outcome_on};
}

contract::Consulted shown_to_all(contract::Consulted consulted, const Query& query) {
  if (!consulted.referral) return consulted;
  const auto referral = query.ask(saisine::GetBrief{.reference = *consulted.referral});
  if (referral && referral->open) return consulted;
  consulted.title = consulted.consultation;
  consulted.referral.reset();
  return consulted;
}

contract::Consulted shown(contract::Consulted consulted, const Query& query) {
  return query.allowed(contract::permission::read_draft) ? consulted : shown_to_all(std::move(consulted), query);
}

bool opinion_shown(const Consultation& consultation, const Query& query) {
  return !consultation.embargo_ns || to_ns(query.now()) >= *consultation.embargo_ns || query.allowed(contract::permission::read_draft);
}

std::vector<contract::Act> acts_of(const std::string& id, const Query& query) {
  std::vector<contract::Act> acts;
  query.store().rows(
      "SELECT step, happened_on, at_ns, note FROM programme_consultation_act WHERE consultation = :id ORDER BY position LIMIT 100",
      {bind("id", id)}, [&](const Row& row) {
        acts.push_back({.step = row.text(0), .on = row.text(1), .at = to_iso(from_ns(row.integer(2))), .note = row.optional_text(3)});
      });
  return acts;
}

void add_act(const std::string& id, const Act& act, Command& command) {
  const auto last = command.store().integer("SELECT MAX(position) FROM programme_consultation_act WHERE consultation = :id", {bind("id", id)});
  command.store().exec(
      "INSERT INTO programme_consultation_act (consultation, position, step, happened_on, at_ns, note, actor) "
      "VALUES (:id, :position, :step, :happened_on, :at, :note, :actor)",
      {bind("id", id), bind("position", last + 1), bind("step", act.step), bind("happened_on", act.happened_on),
       bind("at", to_ns(command.now())), bind("note", act.note), bind("actor", command.actor().id())});
}

void conclude(const Consultation& consultation, std::string_view outcome, const std::string& on, Command& command) {
  command.store().exec("UPDATE programme_consultation SET outcome = :outcome, outcome_on = :on WHERE id = :id",
                       {bind("outcome", outcome), bind("on", on), bind("id", consultation.id)});
}

}  // namespace programme_plugin
