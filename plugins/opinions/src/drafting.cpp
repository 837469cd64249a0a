// How a deliverable begins, and how it is written.
#include "deliverable.hpp"

namespace opinions_plugin {
namespace {

/// Whether the council does more with this kind than publish it: a vote, a review, an answer, a number.
Result<bool> is_reviewed(const std::string& kind, const Query& query) {
  const auto rule = query.ask(rules::DeliverableKind{.kind = kind});
  if (!rule) return rule.error();
  return rule->needs_plenary_vote || rule->needs_board || rule->expects_response || rule->numbered;
}

/// The row of a deliverable that has no text yet.
void begin(const Deliverable& deliverable, Command& command) {
  command.store().exec(
      "INSERT INTO opinions_deliverable (id, group_id, referral, kind, handed_in, state, version, title, summary, themes, opened_ns, moved_ns, "
      "irregular, final_version, expects_response, overdue) "
      "VALUES (:id, :group_id, :referral, :kind, :handed_in, :state, 0, :title, :summary, :themes, :now, :now, 0, 0, 0, 0)",
      {bind("id", deliverable.id), bind("group_id", deliverable.group), bind("referral", deliverable.referral), bind("kind", deliverable.kind),
       bind("handed_in", deliverable.handed_in), bind("state", deliverable.state), bind("title", deliverable.title),
       bind("summary", deliverable.summary), bind("themes", to_json(deliverable.themes)), bind("now", to_ns(command.now()))});
  for (const auto& theme : deliverable.themes)
    command.store().exec("INSERT INTO opinions_theme (deliverable, theme) VALUES (:id, :theme) ON CONFLICT (deliverable, theme) DO NOTHING",
                         {bind("id", deliverable.id), bind("theme", theme)});
  command.emit(contract::Opened{
      .deliverable = deliverable.id, .kind = deliverable.kind, .referral = deliverable.referral, .group = deliverable.group});
}

}  // namespace

Result<contract::OpenReply> Opinions::open(const contract::Open& request, Command& command) {
  const auto group = command.ask(working_groups::GetBrief{.group = request.group});
  if (!group) return group.error();
  if (group->state == "closed") return conflict("group_closed");
  const auto reviewed = is_reviewed(request.kind, command);
  if (!reviewed) return reviewed.error();
  if (!*reviewed) return invalid("kind", "kind_not_reviewed");
  const auto referral = command.ask(saisine::GetBrief{.reference = group->referral});

  Deliverable deliverable{.id = next_number("D", 3, command), .group = request.group, .kind = request.kind, .state = "draft",
                          .title = request.title, .summary = request.summary.value_or(""), .referral = group->referral};
  if (referral) deliverable.themes = referral->themes;
  begin(deliverable, command);
  write_version(deliverable, {.title = deliverable.title, .summary = deliverable.summary, .body = request.text.value_or("")}, std::nullopt, command);
  return contract::OpenReply{.deliverable = deliverable.id};
}

Result<void> Opinions::on_working_groups_deliverable_submitted(const working_groups::DeliverableSubmitted& told, Command& command) {
  if (find(told.deliverable, command)) return {};
  const auto reviewed = is_reviewed(told.kind, command);
  if (!reviewed) return reviewed.error();
  if (!*reviewed) return {};
  const auto handed = command.ask(working_groups::Deliverable{.deliverable = told.deliverable});
  if (!handed) return handed.error();
  Deliverable deliverable{.id = told.deliverable, .group = told.group, .kind = told.kind, .state = "draft", .title = told.title,
                          .summary = told.summary, .referral = told.referral, .handed_in = true, .themes = handed->themes};
  begin(deliverable, command);
  Text text{.title = told.title, .summary = told.summary, .body = handed->text};
  for (const auto& recommendation : handed->recommendations) text.proposals.push_back({.text = recommendation.text});
  write_version(deliverable, text, std::nullopt, command);
  return {};
}

Result<contract::ReviseReply> Opinions::revise(const contract::Revise& request, Command& command) {
  auto deliverable = find_in_group(request.deliverable, request.group, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (!deliverable->in({"draft", "group_review", "sent_back"})) return conflict("not_being_written");
  // Somebody else wrote in the meantime: nobody's words are lost silently.
  if (request.base != deliverable->version) return conflict("revised_meanwhile");
  for (std::size_t i = 0; i < request.hearings.size(); ++i)
    if (request.hearings[i].day > command.today()) return invalid("hearings." + std::to_string(i) + ".day", "not_yet_held");
  const Text text{.title = request.title,
                  .summary = request.summary.value_or(""),
                  .body = request.text,
                  .proposals = request.recommendations,
                  .hearings = request.hearings};
  return contract::ReviseReply{.version = write_version(*deliverable, text, request.note, command)};
}

Result<contract::ReviseFormReply> Opinions::revise_form(const contract::ReviseForm& request, const Query& query) const {
  const auto deliverable = find_in_group(request.deliverable, request.group, query);
  const auto text = deliverable ? text_of(deliverable->id, request.base, query) : std::nullopt;
  if (!text) return not_found("no_such_deliverable");
  return contract::ReviseFormReply{.base = request.base,
                                   .title = text->title,
                                   .summary = text->summary,
                                   .text = text->body,
                                   .recommendations = text->proposals,
                                   .hearings = text->hearings};
}

Result<contract::AnnexStatementReply> Opinions::annex_statement(const contract::AnnexStatement& request, Command& command) {
  const auto deliverable = find_in_group(request.deliverable, request.group, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (!deliverable->in({"draft", "group_review", "bureau_review", "sent_back", "tabled", "adopted", "adopted_with_reservations"}))
    return conflict("already_frozen");
  const auto position = command.store().integer("SELECT COUNT(*) FROM opinions_statement WHERE deliverable = :id", {bind("id", deliverable->id)}) + 1;
  if (position > 50) return conflict("too_many_statements");
  command.store().exec(
      "INSERT INTO opinions_statement (deliverable, position, signatories, statement, author, annexed_ns) "
      "VALUES (:id, :position, :signatories, :statement, :author, :now)",
      {bind("id", deliverable->id), bind("position", position), bind("signatories", request.signatories), bind("statement", request.statement),
       bind("author", command.actor().id()), bind("now", to_ns(command.now()))});
  command.emit(contract::StatementAnnexed{.deliverable = deliverable->id});
  return contract::AnnexStatementReply{};
}

}  // namespace opinions_plugin
