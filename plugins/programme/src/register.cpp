// The register of consultations as people read it, and the evidence sheet of each.
#include <hemicycle/sha256.hpp>

#include "consultation.hpp"
#include "months.hpp"

namespace programme_plugin {
namespace {
constexpr std::size_t kPage = 30;
}  // namespace

Result<contract::ConsultationsReply> Programme::consultations(const contract::Consultations& request, const Query& query) const {
  std::vector<std::string> ids;
  query.store().rows(
      "SELECT id FROM programme_consultation WHERE (:after = '' OR id < :after) AND (:document = '' OR document = :document) AND (:state = '' "
      "OR COALESCE(outcome, CASE WHEN completed_on IS NULL THEN 'requested' ELSE 'running' END) = :state) ORDER BY id DESC LIMIT 31",
      {bind("after", request.after.value_or("")), bind("document", request.document.value_or("")), bind("state", request.state.value_or(""))},
      [&](const Row& row) { ids.push_back(row.text(0)); });
  contract::ConsultationsReply reply;
  if (ids.size() > kPage) {
    ids.resize(kPage);
    reply.next = ids.back();
  }
  for (const auto& id : ids)
    if (const auto consultation = find_consultation(id, query)) reply.consultations.push_back(shown(consulted(*consultation, query), query));
  return reply;
}

Result<contract::ConsultationReply> Programme::consultation(const contract::Consultation& request, const Query& query) const {
  const auto consultation = find_consultation(request.consultation, query);
  if (!consultation) return not_found("no_such_consultation");
  const auto whole = consulted(*consultation, query);
  const auto brief = shown(whole, query);
  contract::ConsultationReply reply;
  reply.consultation = brief.consultation;
  reply.title = brief.title;
  reply.document = brief.document;
  reply.basis = brief.basis;
  reply.state = brief.state;
  reply.referral = brief.referral;
  reply.requested_on = brief.requested_on;
  reply.completed_on = brief.completed_on;
  reply.due_on = brief.due_on;
  reply.outcome_on = brief.outcome_on;
  reply.opinion = consultation->opinion;
  reply.waiver = consultation->waiver;
  reply.acts = acts_of(request.consultation, query);
  if (brief.completed_on && brief.due_on) reply.days = days_between(*brief.completed_on, *brief.due_on);
  if (consultation->outcome) reply.sealed = sha256(to_json(whole) + to_json(reply.acts));
  if (!opinion_shown(*consultation, query)) {
    reply.opinion.reset();
    for (auto& act : reply.acts)
      if (act.step == "opinion" || act.step == "late_opinion") act.note.reset();
  }
  if (consultation->outcome) return reply;
  if (consultation->completed_on)
    reply.actions = {"record_opinion", "waive"};
  else
    reply.actions = {"declare_complete"};
  return reply;
}

}  // namespace programme_plugin
