// How a referral begins: the authority asks or must consult, a member proposes, an inhabitant calls, a partner
// requests. The role's permission is the door; the rules
// say which kinds are open, and how many must co-sign.
#include <set>

#include "numbering.hpp"
#include "register.hpp"

namespace saisine_plugin {
namespace {

constexpr std::int64_t kTenYears = 3652;  // in days: what a council still calls a request of its authority

struct Filing {
  std::string_view kind, letter;
  const std::string& title;
  const std::string& question;
  const std::optional<std::string>& context;
  const std::optional<std::string>& expected_by;
  std::optional<std::string> contact{}, document{}, requested_on{}, organisation{};
};

// Counted in the same transaction, so no number is lost or given twice.
std::string next_reference(std::string_view letter, Command& command) {
  const auto series = series_of(letter, command.today());
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
      "submitted_ns, review_requested, document, requested_on, organisation) VALUES (:reference, :number, :kind, 'submitted', :title, :question, :context, "
      ":expected_by, :contact, :author, :submitted, 0, :document, :requested_on, :organisation)",
      {bind("reference", reference), bind("number", number), bind("kind", filing.kind), bind("title", filing.title),
       bind("question", filing.question), bind("context", filing.context), bind("expected_by", filing.expected_by),
       bind("contact", filing.contact), bind("author", command.actor().id()), bind("submitted", to_ns(command.now())),
       bind("document", filing.document), bind("requested_on", filing.requested_on),
       bind("organisation", filing.organisation)});
  add_line(reference, "", {.step = "submitted", .to = "submitted"}, command);
  command.emit(saisine::Submitted{.reference = reference, .kind = std::string(filing.kind)});
  return reference;
}

bool has_doubles(const std::vector<std::string>& values) {
  return std::set<std::string>(values.begin(), values.end()).size() != values.size();
}

// Whether the rules open this kind, and to enough co-signers. Nothing when they do.
std::optional<Error> closed(std::string_view kind, std::size_t cosigners, const Query& query) {
  const auto rule = query.ask(rules::Filing{.kind = std::string(kind)});
  if (!rule) return rule.error();
  if (!rule->open) return conflict("filing_closed");
  if (static_cast<std::int64_t>(cosigners) < rule->cosigners_needed) return invalid("cosigners", "cosigners_needed");
  return std::nullopt;
}

// An answer is asked for today or later: a decision that is taken needs none.
std::optional<Error> expected_too_soon(const std::optional<std::string>& expected_by, const Query& query) {
  if (expected_by && *expected_by < query.today()) return invalid("expected_by", "already_past");
  return std::nullopt;
}

// Accounts among the co-signers are known ones.
std::optional<Error> unknown_among(const std::vector<std::string>& cosigners, const Query& query) {
  if (has_doubles(cosigners)) return invalid("cosigners", "chosen_twice");
  accounts::Names known;
  for (const auto& cosigner : cosigners)
    if (cosigner.starts_with("acc_")) known.ids.push_back(cosigner);
  const auto names = query.ask(known);
  if (!names) return names.error();
  if (names->names.size() != known.ids.size()) return invalid("cosigners", "unknown_account");
  return std::nullopt;
}

void write_cosigners(const std::string& reference, const std::vector<std::string>& cosigners, Command& command) {
  std::int64_t position = 0;
  for (const auto& cosigner : cosigners)
    command.store().exec("INSERT INTO saisine_cosigner (reference, position, name) VALUES (:reference, :position, :name)",
                         {bind("reference", reference), bind("position", ++position), bind("name", cosigner)});
}

}  // namespace

Result<saisine::SolicitReply> Saisine::solicit(const saisine::Solicit& request, Command& command) {
  if (const auto refused = closed("solicitation", 0, command)) return *refused;
  if (has_doubles(request.themes)) return invalid("themes", "chosen_twice");
  if (const auto refused = expected_too_soon(request.expected_by, command)) return *refused;
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
  if (const auto refused = unknown_among(request.cosigners, command)) return *refused;
  if (const auto refused = expected_too_soon(request.expected_by, command)) return *refused;
  if (const auto refused = closed("self_referral", request.cosigners.size(), command)) return *refused;
  const auto reference = file({.kind = "self_referral",
                               .letter = "A",
                               .title = request.title,
                               .question = request.question,
                               .context = request.context,
                               .expected_by = request.expected_by},
                              command);
  write_themes(reference, request.themes, command);
  write_cosigners(reference, request.cosigners, command);
  return saisine::SelfReferReply{.reference = reference};
}

Result<saisine::ConsultReply> Saisine::consult(const saisine::Consult& request, Command& command) {
  if (const auto refused = closed("mandatory_consultation", 0, command)) return *refused;
  if (has_doubles(request.themes)) return invalid("themes", "chosen_twice");
  const auto today = command.today();
  const auto requested_on = request.requested_on.value_or(today);
  if (requested_on > today) return invalid("requested_on", "not_yet");
  if (requested_on < local_date_before(to_ns(command.now()), kTenYears)) return invalid("requested_on", "too_long_ago");
  // Recorded after the fact, its term may be over already; it never was before the request.
  if (request.expected_by.value_or(requested_on) < requested_on) return invalid("expected_by", "before_the_request");
  const auto reference = file({.kind = "mandatory_consultation",
                               .letter = "CO",
                               .title = request.title,
                               .question = request.question,
                               .context = request.context,
                               .expected_by = request.expected_by,
                               .contact = request.contact,
                               .document = request.document,
                               .requested_on = requested_on},
                              command);
  write_themes(reference, request.themes, command);
  return saisine::ConsultReply{.reference = reference};
}

Result<saisine::CallReply> Saisine::call(const saisine::Call& request, Command& command) {
  if (has_doubles(request.themes)) return invalid("themes", "chosen_twice");
  if (const auto refused = unknown_among(request.cosigners, command)) return *refused;
  if (const auto refused = closed("citizen_call", request.cosigners.size(), command)) return *refused;
  const std::optional<std::string> no_term;
  const auto reference = file({.kind = "citizen_call",
                               .letter = "AP",
                               .title = request.title,
                               .question = request.question,
                               .context = request.context,
                               .expected_by = no_term},
                              command);
  write_themes(reference, request.themes, command);
  write_cosigners(reference, request.cosigners, command);
  return saisine::CallReply{.reference = reference};
}

Result<saisine::RequestAsPartnerReply> Saisine::request_as_partner(const saisine::RequestAsPartner& request, Command& command) {
  if (const auto refused = closed("partner_request", 0, command)) return *refused;
  if (has_doubles(request.themes)) return invalid("themes", "chosen_twice");
  if (const auto refused = expected_too_soon(request.expected_by, command)) return *refused;
  const auto reference = file({.kind = "partner_request",
                               .letter = "DP",
                               .title = request.title,
                               .question = request.question,
                               .context = request.context,
                               .expected_by = request.expected_by,
                               .contact = request.contact,
                               .organisation = request.organisation},
                              command);
  write_themes(reference, request.themes, command);
  return saisine::RequestAsPartnerReply{.reference = reference};
}

}  // namespace saisine_plugin
