// Freezing what was adopted, and correcting it: what is frozen never changes, a correction is a version that supersedes it (invariant 7).
#include <algorithm>
#include <hemicycle/sha256.hpp>

#include "frozen.hpp"

namespace opinions_plugin {
namespace {

/// "rapport-etonnement" -> "RAPPORT-ETONNEMENT"
std::string letters_of(const std::string& kind) {
  std::string letters = kind;
  std::transform(letters.begin(), letters.end(), letters.begin(), [](char c) {
    if (c >= 'a' && c <= 'z') return static_cast<char>(c - 'a' + 'A');
    return c == '_' ? '-' : c;
  });
  return letters;
}

void freeze(Deliverable& deliverable, const Text& text, const std::optional<std::string>& note, Command& command) {
  ++deliverable.final_version;
  const auto form = canonical_form(deliverable, deliverable.final_version, text, statements_of(deliverable.id, command));
  deliverable.hash = sha256(form);
  deliverable.title = text.title;
  deliverable.summary = text.summary;
  const auto proposals = to_json(text.proposals), hearings = to_json(text.hearings);
  command.store().exec(
      "INSERT INTO opinions_final (deliverable, version, title, summary, body, proposals, hearings, canonical, hash, note, made_ns) "
      "VALUES (:id, :version, :title, :summary, :body, :proposals, :hearings, :canonical, :hash, :note, :now)",
      {bind("id", deliverable.id), bind("version", deliverable.final_version), bind("title", text.title), bind("summary", text.summary),
       bind("body", text.body), bind("proposals", proposals), bind("hearings", hearings), bind("canonical", form),
       bind("hash", deliverable.hash), bind("note", note), bind("now", to_ns(command.now()))});
  command.store().exec(
      "UPDATE opinions_deliverable SET final_version = :version, hash = :hash, title = :title, summary = :summary WHERE id = :id",
      {bind("version", deliverable.final_version), bind("hash", deliverable.hash), bind("title", text.title), bind("summary", text.summary),
       bind("id", deliverable.id)});
  command.emit(contract::Finalised{.deliverable = deliverable.id,
                                   .reference = deliverable.name(),
                                   .version = deliverable.final_version,
                                   .hash = *deliverable.hash,
                                   .title = deliverable.title,
                                   .referral = deliverable.referral,
                                   .group = deliverable.group});
}

void number_recommendations(const Deliverable& deliverable, const Text& text, Command& command) {
  std::int64_t number = 0;
  for (const auto& proposal : text.proposals) {
    auto theme = proposal.theme;
    if (!theme && !deliverable.themes.empty()) theme = deliverable.themes.front();
    command.store().exec(
        "INSERT INTO opinions_recommendation (deliverable, number, text, addressee, theme) "
        "VALUES (:id, :number, :text, :addressee, :theme)",
        {bind("id", deliverable.id), bind("number", ++number), bind("text", proposal.text), bind("addressee", proposal.addressee),
         bind("theme", theme)});
  }
}

}  // namespace

Result<contract::FinaliseReply> Opinions::finalise(const contract::Finalise& request, Command& command) {
  auto deliverable = find(request.deliverable, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (deliverable->in({"finalised", "transmitted", "in_follow_up", "closed"})) return conflict("already_frozen");
  if (!deliverable->in({"adopted", "adopted_with_reservations"})) return conflict("not_adopted");
  const auto text = text_of(deliverable->id, deliverable->version, command);
  const auto rule = command.ask(rules::DeliverableKind{.kind = deliverable->kind});
  if (!rule) return rule.error();
  if (!text) return not_found("no_such_deliverable");

  constexpr std::size_t kDigits = 2;
  deliverable->reference = rule->numbered ? next_number(letters_of(deliverable->kind), kDigits, command) : deliverable->id;
  deliverable->expects_response = rule->expects_response;
  command.store().exec("UPDATE opinions_deliverable SET reference = :reference, expects_response = :expects WHERE id = :id",
                       {bind("reference", deliverable->reference), bind("expects", deliverable->expects_response), bind("id", deliverable->id)});
  number_recommendations(*deliverable, *text, command);
  set_state(*deliverable, "finalised", command);
  freeze(*deliverable, *text, std::nullopt, command);
  // What nobody has to answer is public at once; the rest when it was transmitted, so that the authority does not learn it from the press.
  if (!deliverable->expects_response) publish(*deliverable, command);
  return contract::FinaliseReply{.group = deliverable->group, .reference = *deliverable->reference};
}

Result<contract::CorrectReply> Opinions::correct(const contract::Correct& request, Command& command) {
  auto deliverable = find(request.deliverable, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (deliverable->final_version == 0) return conflict("not_frozen");
  const auto former = frozen(*deliverable, deliverable->final_version, command);
  if (!former) return not_found("no_such_deliverable");
  auto text = former->text;
  text.title = request.title;
  text.summary = request.summary;
  text.body = request.text;
  for (std::size_t i = 0; i < request.recommendations.size(); ++i) {
    const auto& rectified = request.recommendations[i];
    // Their numbers are quoted elsewhere: none is added, none is taken away.
    if (rectified.number > static_cast<std::int64_t>(text.proposals.size()))
      return invalid("recommendations." + std::to_string(i) + ".number", "no_such_recommendation");
    text.proposals[static_cast<std::size_t>(rectified.number - 1)].text = rectified.text;
  }
  std::int64_t number = 0;
  for (const auto& proposal : text.proposals)
    command.store().exec("UPDATE opinions_recommendation SET text = :text WHERE deliverable = :id AND number = :number",
                         {bind("text", proposal.text), bind("id", deliverable->id), bind("number", ++number)});
  freeze(*deliverable, text, request.note, command);
  return contract::CorrectReply{.version = deliverable->final_version};
}

Result<contract::CorrectFormReply> Opinions::correct_form(const contract::CorrectForm& request, const Query& query) const {
  const auto deliverable = find(request.deliverable, query);
  const auto present = deliverable ? frozen(*deliverable, deliverable->final_version, query) : std::nullopt;
  if (!present) return not_found("no_such_deliverable");
  contract::CorrectFormReply reply{.title = present->text.title, .summary = present->text.summary, .text = present->text.body};
  for (const auto& one : passed(*deliverable, present->text)) reply.recommendations.push_back({.number = one.number, .text = one.text});
  return reply;
}

Result<contract::FinalVersionReply> Opinions::final_version(const contract::FinalVersion& request, const Query& query) const {
  const auto deliverable = find(request.deliverable, query);
  if (!deliverable || (!deliverable->is_public && !reads_draft(*deliverable, query))) return not_found("no_such_deliverable");
  const auto version = frozen(*deliverable, request.version, query);
  if (!version) return not_found("no_such_version");
  return contract::FinalVersionReply{.deliverable = deliverable->id,
                                     .reference = deliverable->name(),
                                     .version = request.version,
                                     .latest = request.version == deliverable->final_version,
                                     .hash = version->hash,
                                     .date = version->date,
                                     .note = version->note,
                                     .title = version->text.title,
                                     .summary = version->text.summary,
                                     .text = version->text.body,
                                     .recommendations = passed(*deliverable, version->text),
                                     .canonical = version->canonical};
}

}  // namespace opinions_plugin
