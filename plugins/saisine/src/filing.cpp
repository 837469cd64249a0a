// How a referral begins: an elected person asks, or a member proposes.
#include <set>

#include "numbering.hpp"
#include "register.hpp"

namespace saisine_plugin {
namespace {

struct Filing {
  std::string_view kind, letter;
  const std::string& title;
  const std::string& question;
  const std::optional<std::string>& context;
  const std::optional<std::string>& expected_by;
  std::optional<std::string> contact;
};

// Counted in the same transaction, so no number is lost or given twice.
std::string next_reference(std::string_view letter, Command& command) {
  const auto series = series_of(letter, to_iso_date(command.now()));
  command.store().exec(
      "INSERT INTO saisine_counter (series, last) VALUES (:series, 1) ON CONFLICT (series) DO UPDATE SET last = saisine_counter.last + 1",
      {bind("series", series)});
  return reference_of(series, command.store().integer("SELECT last FROM saisine_counter WHERE series = :series", {bind("series", series)}));
}

std::string file(const Filing& filing, Command& command) {
  const auto reference = next_reference(filing.letter, command);
  const auto number = command.store().integer("SELECT MAX(number) FROM saisine_referral", {}) + 1;
  command.store().exec(
      "INSERT INTO saisine_referral (reference, number, kind, state, title, question, context, expected_by, contact, author, "
      "submitted_ns, review_requested) VALUES (:reference, :number, :kind, 'submitted', :title, :question, :context, "
      ":expected_by, :contact, :author, :submitted, 0)",
      {bind("reference", reference), bind("number", number), bind("kind", filing.kind), bind("title", filing.title),
       bind("question", filing.question), bind("context", filing.context), bind("expected_by", filing.expected_by),
       bind("contact", filing.contact), bind("author", command.actor().id()), bind("submitted", to_ns(command.now()))});
  add_line(reference, "", {.step = "submitted", .to = "submitted"}, command);
  command.emit(saisine::Submitted{.reference = reference, .kind = std::string(filing.kind)});
  return reference;
}

bool has_doubles(const std::vector<std::string>& values) {
  return std::set<std::string>(values.begin(), values.end()).size() != values.size();
}

}  // namespace

Result<saisine::SolicitReply> Saisine::solicit(const saisine::Solicit& request, Command& command) {
  if (has_doubles(request.themes)) return invalid("themes", "chosen_twice");
  const auto reference = file({.kind = "solicitation",
                               .letter = "S",
                               .title = request.title,
                               .question = request.question,
                               .context = request.context,
                               .expected_by = request.expected_by,
                               .contact = request.contact},
                              command);
  write_themes(reference, request.themes, command);
  return saisine::SolicitReply{.reference = reference};
}

Result<saisine::SelfReferReply> Saisine::self_refer(const saisine::SelfRefer& request, Command& command) {
  if (has_doubles(request.themes)) return invalid("themes", "chosen_twice");
  if (has_doubles(request.cosigners)) return invalid("cosigners", "chosen_twice");
  if (static_cast<std::int64_t>(request.cosigners.size()) < settings().cosigners_needed) return invalid("cosigners", "cosigners_needed");
  accounts::Names known;
  for (const auto& cosigner : request.cosigners)
    if (cosigner.starts_with("acc_")) known.ids.push_back(cosigner);
  const auto names = command.ask(known);
  if (!names) return names.error();
  if (names->names.size() != known.ids.size()) return invalid("cosigners", "unknown_account");

  const auto reference = file({.kind = "self_referral",
                               .letter = "A",
                               .title = request.title,
                               .question = request.question,
                               .context = request.context,
                               .expected_by = request.expected_by,
                               .contact = std::nullopt},
                              command);
  write_themes(reference, request.themes, command);
  std::int64_t position = 0;
  for (const auto& cosigner : request.cosigners)
    command.store().exec("INSERT INTO saisine_cosigner (reference, position, name) VALUES (:reference, :position, :name)",
                         {bind("reference", reference), bind("position", ++position), bind("name", cosigner)});
  return saisine::SelfReferReply{.reference = reference};
}

}  // namespace saisine_plugin
