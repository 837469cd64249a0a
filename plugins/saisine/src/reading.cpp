// What people and other plugins read of a referral. Who may see what: domain.md §1.3.
#include <map>
#include <set>

#include "register.hpp"

namespace saisine_plugin {
namespace {

constexpr std::size_t kPage = 30;
/// Late in answering: who may know (the rules' `show_silence`) reads it, others that it was transmitted.
constexpr std::string_view kLate = "answer_overdue";
// How each kind is filed.
constexpr std::pair<std::string_view, std::string_view> kFilings[] = {
    {"solicit", "solicitation"}, {"self_refer", "self_referral"}, {"consult", "mandatory_consultation"}, {"call", "citizen_call"},
    {"request_as_partner", "partner_request"}};

struct Listed {
  saisine::Brief brief;
  std::int64_t number = 0;
};

Listed listed(const Row& row) {
  return {.brief = {.reference = row.text(0),
                    .kind = row.text(1),
                    .state = row.text(2),
                    .title = row.text(3),
                    .themes = {},
                    .submitted = to_iso(from_ns(row.integer(4)))},
          .number = row.integer(5)};
}

// Whether the public is told that an answer is late. Without the rules it is not.
bool shows_silence(const Query& query) {
  const auto delays = query.ask(rules::Delays{});
  return delays && delays->show_silence;
}

// Names of the accounts that signed something here; an id without a name stays out.
Result<std::map<std::string, std::string>> names_of(const std::vector<std::string>& ids, const Query& query) {
  std::set<std::string> signers;
  for (const auto& id : ids)
    if (id.starts_with("acc_")) signers.insert(id);
  accounts::Names request;
  request.ids.assign(signers.begin(), signers.end());
  const auto reply = query.ask(request);
  if (!reply) return reply.error();
  std::map<std::string, std::string> names;
  for (const auto& entry : reply->names) names[entry.id] = entry.name;
  return names;
}

std::string name_or(const std::map<std::string, std::string>& names, const std::string& id) {
  const auto found = names.find(id);
  return found == names.end() ? id : found->second;
}

// Steps that can be taken from here; the page shows those that the reader may take.
std::vector<std::string> actions(const Referral& referral, const Query& query) {
  std::vector<std::string> names;
  const bool author = referral.author == query.actor().id();
  if (referral.state == "submitted") names = {"acknowledge"};
  if (referral.state == "under_admissibility_review") names = {"return_to_author", "declare_inadmissible", "declare_admissible"};
  if (referral.in({"admissible", "deferred"})) names = {"propose_to_plenary", "merge"};
  if (referral.kind == "mandatory_consultation" && referral.in({"admissible", "deferred", "proposed_to_plenary"})) names.push_back("fast_track");
  if (referral.state == "proposed_to_plenary" && recorded_by_officer(query)) names.push_back("record_decision");
  if (referral.state == "declined" && !referral.decision_ground) names.push_back("explain");
  if (referral.state == "answered") names.push_back("begin_follow_up");
  if (referral.in({"answered", "answer_overdue", "in_follow_up"})) names.push_back("close");
  if (author && referral.state == "returned") names.push_back("resubmit");
  if (author && referral.contestable()) names.push_back("request_review");
  if (author && referral.withdrawable()) names.push_back("withdraw");
  return names;
}

std::vector<saisine::Step> history(const Referral& referral, bool inside, bool silence, std::vector<std::string>& actors, const Query& query) {
  std::vector<saisine::Step> steps;
  query.store().rows("SELECT step, at_ns, reason, message, actor, other FROM saisine_history WHERE reference = :reference ORDER BY position",
                     {bind("reference", referral.reference)}, [&](const Row& row) {
                       if (!silence && row.view(0) == kLate) return;
                       saisine::Step step{
                           .step = row.text(0), .at = to_iso(from_ns(row.integer(1))), .ground = {}, .other = {}, .message = {}, .by = {}};
                       if (inside) {
                         // A reason of the plenary is shown with its decision; only those of admissibility are this vocabulary's.
                         if (row.text(0) == "declared_inadmissible") step.ground = row.optional_text(2);
                         step.message = row.optional_text(3);
                         step.other = row.optional_text(5);
                         step.by = row.text(4);
                         actors.push_back(row.text(4));
                       }
                       steps.push_back(std::move(step));
                     });
  return steps;
}

saisine::Inside inside_of(const Referral& referral, const Query& query) {
  saisine::Inside inside{.author = referral.author, .contact = referral.contact, .cosigners = {}, .grid = {}};
  query.store().rows("SELECT name FROM saisine_cosigner WHERE reference = :reference ORDER BY position",
                     {bind("reference", referral.reference)}, [&](const Row& row) { inside.cosigners.push_back(row.text(0)); });
  query.store().rows("SELECT criterion, met, note FROM saisine_answer WHERE reference = :reference ORDER BY position",
                     {bind("reference", referral.reference)}, [&](const Row& row) {
                       inside.grid.push_back({.criterion = row.text(0), .met = row.integer(1) != 0, .note = row.optional_text(2)});
                     });
  return inside;
}

}  // namespace

Result<saisine::ListReply> Saisine::list(const saisine::List& request, const Query& query) const {
  std::vector<Listed> found;
  const bool all = query.allowed(saisine::permission::read_all);
  const bool silence = all || shows_silence(query);
  query.store().rows(
      "SELECT r.reference, r.kind, CASE WHEN :silence = 0 AND r.state = 'answer_overdue' THEN 'transmitted' ELSE r.state END, r.title, r.submitted_ns, r.number "
      "FROM saisine_referral r "
      "WHERE (:after = 0 OR r.number < :after) AND (:all = 1 OR r.public_since_ns IS NOT NULL OR (:actor <> '' AND r.author = :actor)) "
      "AND (:kind = '' OR r.kind = :kind) AND (:state = '' OR CASE WHEN :silence = 0 AND r.state = 'answer_overdue' THEN 'transmitted' ELSE r.state END = :state) "
      "AND (:theme = '' OR EXISTS (SELECT 1 FROM saisine_theme t WHERE t.reference = r.reference AND t.theme = :theme)) "
      "ORDER BY r.number DESC LIMIT 31",
      {bind("after", request.after.value_or(0)), bind("all", std::int64_t{all}), bind("silence", std::int64_t{silence}), bind("actor", query.actor().id()),
       bind("kind", request.kind.value_or("")), bind("state", request.state.value_or("")), bind("theme", request.theme.value_or(""))},
      [&](const Row& row) { found.push_back(listed(row)); });
  saisine::ListReply reply;
  if (found.size() > kPage) {
    found.resize(kPage);
    reply.next = found.back().number;
  }
  for (auto& entry : found) {
    entry.brief.themes = themes_of(entry.brief.reference, query);
    reply.referrals.push_back(std::move(entry.brief));
  }
  for (const auto& [verb, kind] : kFilings) {
    const auto rule = query.ask(rules::Filing{.kind = std::string(kind)});
    // Without the rules nobody can file, but what was filed is read all the same (domain.md §1.7, invariant 19).
    if (rule && rule->open) reply.actions.emplace_back(verb);
  }
  return reply;
}

Result<saisine::MineReply> Saisine::mine(const saisine::Mine&, const Query& query) const {
  saisine::MineReply reply;
  query.store().rows(
      "SELECT reference, kind, state, title, submitted_ns, number FROM saisine_referral WHERE author = :actor "
      "ORDER BY number DESC LIMIT 1000",
      {bind("actor", query.actor().id())}, [&](const Row& row) { reply.referrals.push_back(listed(row).brief); });
  for (auto& brief : reply.referrals) brief.themes = themes_of(brief.reference, query);
  return reply;
}

Result<saisine::GetReply> Saisine::get(const saisine::Get& request, const Query& query) const {
  const auto referral = find(request.reference, query);
  if (!referral || !may_read(*referral, query)) return not_found("no_such_referral");
  const bool inside = sees_inside(*referral, query);
  const bool silence = inside || shows_silence(query);

  saisine::GetReply reply;
  reply.reference = referral->reference;
  reply.kind = referral->kind;
  reply.state = silence || referral->state != kLate ? referral->state : "transmitted";
  reply.title = referral->title;
  reply.question = referral->question;
  reply.context = referral->context;
  reply.themes = themes_of(referral->reference, query);
  reply.submitted = to_iso(from_ns(referral->submitted_ns));
  reply.expected_by = referral->expected_by;
  reply.session_date = referral->session_date;
  reply.decided_by = referral->decided_by;
  reply.session = referral->session;
  reply.counted = referral->in_favour.has_value();
  reply.in_favour = referral->in_favour;
  reply.against = referral->against;
  reply.abstained = referral->abstained;
  reply.decision_ground = referral->decision_ground;
  reply.decision_reason = referral->decision_reason;
  reply.contestable = referral->contestable() && referral->author == query.actor().id();
  reply.organisation = referral->organisation;
  reply.document = referral->document;
  reply.due_on = referral->due_on;
  if (inside) reply.merged_into = referral->merged_into;
  reply.opinion = referral->opinion;
  reply.transmitted_on = referral->transmitted_on;
  reply.answer_due = referral->answer_due;
  reply.follow_up_plan = referral->follow_up_plan;
  reply.closing_review = referral->closing_review;
  reply.actions = actions(*referral, query);
  std::vector<std::string> people;
  reply.history = history(*referral, inside, silence, people, query);
  if (!inside) return reply;

  reply.inside = inside_of(*referral, query);
  people.push_back(referral->author);
  people.insert(people.end(), reply.inside->cosigners.begin(), reply.inside->cosigners.end());
  const auto names = names_of(people, query);
  if (!names) return names.error();
  reply.inside->author = name_or(*names, referral->author);
  for (auto& cosigner : reply.inside->cosigners) cosigner = name_or(*names, cosigner);
  for (auto& step : reply.history) {
    const auto found = names->find(step.by.value_or(""));
    step.by = found == names->end() ? std::nullopt : std::optional(found->second);
  }
  return reply;
}

Result<saisine::GetBriefReply> Saisine::get_brief(const saisine::GetBrief& request, const Query& query) const {
  const auto referral = find(request.reference, query);
  if (!referral) return not_found("no_such_referral");
  return saisine::GetBriefReply{.reference = referral->reference,
                                .kind = referral->kind,
                                .state = referral->state,
                                .title = referral->title,
                                .themes = themes_of(referral->reference, query),
                                .open = referral->open,
                                .submitted = to_iso(from_ns(referral->submitted_ns)),
                                .session_date = referral->session_date,
                                .document = referral->document,
                                .requested_on = referral->requested_on,
                                .expected_by = referral->expected_by,
                                .awaits_group = referral->awaits_group() ? std::optional(true) : std::nullopt};
}

Result<saisine::ChoicesReply> Saisine::choices(const saisine::Choices&, const Query& query) const {
  saisine::ChoicesReply reply;
  query.store().rows("SELECT reference, title FROM saisine_referral WHERE public_since_ns IS NOT NULL ORDER BY number DESC LIMIT 1000", {},
                     [&](const Row& row) { reply.options.push_back({.id = row.text(0), .label = row.text(0) + " · " + row.text(1)}); });
  return reply;
}

Result<saisine::ProgrammedReply> Saisine::programmed(const saisine::Programmed&, const Query& query) const {
  saisine::ProgrammedReply reply;
  query.store().rows("SELECT reference, title FROM saisine_referral WHERE state = 'programmed' "
                     "OR (state = 'in_work' AND working_group IS NULL) ORDER BY number DESC LIMIT 1000", {},
                     [&](const Row& row) { reply.options.push_back({.id = row.text(0), .label = row.text(0) + " · " + row.text(1)}); });
  return reply;
}

}  // namespace saisine_plugin
