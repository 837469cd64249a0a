// From the proposal of an amendment to the version that it becomes part of.
#include <algorithm>

#include "amendment.hpp"
#include "deliverable.hpp"

namespace opinions_plugin {
namespace {

void decide(const std::string& deliverable, std::int64_t number, std::string_view fate, const std::optional<std::string>& explanation,
            Command& command) {
  command.store().exec(
      "UPDATE opinions_amendment SET fate = :fate, explanation = :explanation, decided_ns = :now WHERE deliverable = :id AND number = :number",
      {bind("fate", fate), bind("explanation", explanation), bind("now", to_ns(command.now())), bind("id", deliverable), bind("number", number)});
}

bool waits_on_sub_amendments(const Amendment& amendment, const std::vector<Amendment>& all) {
  return std::any_of(all.begin(), all.end(), [&](const Amendment& one) { return one.amends == amendment.number && one.is("pending"); });
}

/// An accepted amendment of an amendment changes the wording that is then voted, at once.
Result<void> accept_into_parent(const std::string& deliverable, const Amendment& sub, const std::vector<Amendment>& all, Command& command) {
  const auto* parent = numbered(all, sub.amends.value_or(0));
  const auto at = parent ? bites(sub, parent->proposed) : std::nullopt;
  if (!at) return conflict("amendment_text_moved");
  command.store().exec("UPDATE opinions_amendment SET proposed = :proposed WHERE deliverable = :id AND number = :number",
                       {bind("proposed", carried_out(sub, *at, parent->proposed)), bind("id", deliverable), bind("number", parent->number)});
  return {};
}

Result<void> accept(const Deliverable& deliverable, const Amendment& amendment, const std::vector<Amendment>& all, std::string_view body,
                    const std::optional<std::string>& explanation, Command& command) {
  if (amendment.amends) {
    if (const auto done = accept_into_parent(deliverable.id, amendment, all, command); !done) return done.error();
    decide(deliverable.id, amendment.number, "applied", explanation, command);
    return {};
  }
  if (waits_on_sub_amendments(amendment, all)) return conflict("sub_amendments_first");
  if (!bites(amendment, body)) return conflict("amendment_text_moved");
  for (const auto& other : all)
    if (!other.amends && other.is("accepted") && contradict(amendment, other, body)) return conflict("amendments_contradict");
  decide(deliverable.id, amendment.number, "accepted", explanation, command);
  return {};
}

void reject(const Deliverable& deliverable, const Amendment& amendment, const std::vector<Amendment>& all,
            const std::optional<std::string>& explanation, Command& command) {
  decide(deliverable.id, amendment.number, "rejected", explanation, command);
  for (const auto& sub : all)
    if (sub.amends == amendment.number && sub.is("pending")) decide(deliverable.id, sub.number, "fallen", std::nullopt, command);
}

}  // namespace

Result<contract::ProposeAmendmentReply> Opinions::propose_amendment(const contract::ProposeAmendment& request, Command& command) {
  const auto deliverable = find_in_group(request.deliverable, request.group, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (!deliverable->in({"draft", "group_review", "sent_back"})) return conflict("no_longer_amended");
  const auto proposed = request.proposed.value_or("");
  if (request.action == "delete" && !proposed.empty()) return invalid("proposed", "nothing_to_propose");
  if (request.action != "delete" && proposed.empty()) return invalid("proposed", "required");

  const auto all = amendments_of(deliverable->id, command);
  std::string amended;
  if (request.amends) {
    const auto* parent = numbered(all, *request.amends);
    if (!parent || !parent->is("pending")) return invalid("amends", "no_pending_amendment");
    if (parent->amends) return invalid("amends", "amends_amendment_of_amendment");
    amended = parent->proposed;
  } else if (const auto text = text_of(deliverable->id, deliverable->version, command)) {
    amended = text->body;
  }
  const auto places = places_of(request.passage, amended);
  if (places.empty()) return invalid("passage", "passage_not_found");
  if (places.size() > 1) return invalid("passage", "passage_ambiguous");

  std::int64_t last = 0;
  for (const auto& one : all) last = std::max(last, one.number);
  if (last >= 1000) return conflict("too_many_amendments");
  command.store().exec(
      "INSERT INTO opinions_amendment (deliverable, number, amends, action, passage, proposed, reason, author, fate, place, made_ns) "
      "VALUES (:id, :number, :amends, :action, :passage, :proposed, :reason, :author, 'pending', :place, :now)",
      {bind("id", deliverable->id), bind("number", last + 1), bind("amends", request.amends), bind("action", request.action),
       bind("passage", request.passage), bind("proposed", proposed), bind("reason", request.reason), bind("author", command.actor().id()),
       bind("place", usual_place(request.action)), bind("now", to_ns(command.now()))});
  command.emit(contract::AmendmentProposed{.deliverable = deliverable->id, .amendment = last + 1});
  return contract::ProposeAmendmentReply{.amendment = last + 1};
}

Result<contract::ExamineAmendmentReply> Opinions::examine_amendment(const contract::ExamineAmendment& request, Command& command) {
  const auto deliverable = find_in_group(request.deliverable, request.group, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (!deliverable->in({"draft", "group_review", "sent_back"})) return conflict("no_longer_amended");
  const auto text = text_of(deliverable->id, deliverable->version, command);
  const auto chosen = amendments_of(deliverable->id, command);
  const auto* asked = numbered(chosen, request.amendment);
  if (!asked || !text) return not_found("no_such_amendment");
  if (!asked->is("pending")) return conflict("amendment_already_decided");

  for (const auto& one : chosen) {
    const bool together = request.whole_bundle && asked->bundle && one.bundle == asked->bundle && one.is("pending");
    if (one.number != request.amendment && !together) continue;
    // Read again for each: deciding one changes what the next finds.
    const auto all = amendments_of(deliverable->id, command);
    const auto& current = *numbered(all, one.number);
    if (!current.is("pending")) continue;
    if (request.decision == "reject") {
      reject(*deliverable, current, all, request.explanation, command);
    } else if (const auto accepted = accept(*deliverable, current, all, text->body, request.explanation, command); !accepted) {
      return accepted.error();
    }
    command.emit(contract::AmendmentDecided{.deliverable = deliverable->id, .amendment = one.number, .decision = request.decision});
  }
  return contract::ExamineAmendmentReply{};
}

Result<contract::ApplyAmendmentsReply> Opinions::apply_amendments(const contract::ApplyAmendments& request, Command& command) {
  auto deliverable = find_in_group(request.deliverable, request.group, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (!deliverable->in({"draft", "group_review", "sent_back"})) return conflict("no_longer_amended");
  auto text = text_of(deliverable->id, deliverable->version, command);
  if (!text) return not_found("no_such_deliverable");

  struct Change {
    Amendment amendment;
    Span at;
  };
  std::vector<Change> changes;
  for (const auto& amendment : amendments_of(deliverable->id, command)) {
    if (amendment.amends || !amendment.is("accepted")) continue;
    const auto at = bites(amendment, text->body);
    if (!at) return conflict("amendment_text_moved");
    for (const auto& before : changes)
      if (contradict(before.amendment, amendment, text->body)) return conflict("amendments_contradict");
    changes.push_back({amendment, *at});
  }
  if (changes.empty()) return conflict("no_accepted_amendment");
  // From the end of the text to its beginning, so that no place moves before it is used; of two additions after one passage the later first.
  std::stable_sort(changes.begin(), changes.end(), [](const Change& one, const Change& other) { return one.at.end < other.at.end; });
  std::string note;
  for (auto change = changes.rbegin(); change != changes.rend(); ++change) text->body = carried_out(change->amendment, change->at, text->body);
  for (const auto& change : changes) {
    decide(deliverable->id, change.amendment.number, "applied", change.amendment.explanation, command);
    note.append(note.empty() ? "" : ", ").append(std::to_string(change.amendment.number));
  }
  constexpr std::size_t kNote = 190;
  if (note.size() > kNote) note.resize(kNote);
  return contract::ApplyAmendmentsReply{.version = write_version(*deliverable, *text, "n° " + note, command)};
}

}  // namespace opinions_plugin
