// Deliverables in the making, for those of their group and those who review them. Nobody else learns that there is one (invariant 13).
#include <algorithm>

#include "amendment.hpp"
#include "clock.hpp"
#include "difference.hpp"
#include "frozen.hpp"
#include "lines.hpp"
#include "remark.hpp"

namespace opinions_plugin {
namespace {

/// Steps that can be taken from here; the page shows those that the reader may take.
std::vector<std::string> steps_from(const Deliverable& deliverable, bool needs_vote) {
  if (deliverable.in({"draft", "sent_back"}))
    return {"revise", "remark", "propose_amendment", "begin_group_review", "submit", "annex_statement", "add_author", "withdraw"};
  if (deliverable.in({"group_review"}))
    return {"revise", "remark", "propose_amendment", "submit", "annex_statement", "add_author", "withdraw"};
  if (deliverable.in({"bureau_review"}))
    return {needs_vote ? "table" : "adopt_by_board", "send_back", "remark", "annex_statement", "withdraw"};
  if (deliverable.in({"tabled"})) return {"annex_statement", "withdraw"};
  if (deliverable.in({"rejected"})) return {"send_back", "withdraw"};
  if (deliverable.in({"adopted", "adopted_with_reservations"})) return {"finalise", "annex_statement"};
  if (deliverable.in({"finalised"}) && !deliverable.annulled) return {"transmit"};
  return {};
}

Result<std::vector<contract::VersionLine>> versions_of(const std::string& deliverable, const Query& query) {
  std::vector<contract::VersionLine> lines;
  std::vector<std::string> authors;
  query.store().rows(
      "SELECT version, note, author, made_ns FROM opinions_version WHERE deliverable = :id ORDER BY version DESC LIMIT 1000",
      {bind("id", deliverable)}, [&](const Row& row) {
        contract::VersionLine line{.version = row.integer(0), .note = row.optional_text(1), .made = to_iso(from_ns(row.integer(3)))};
        if (const auto author = row.text(2); !author.empty()) line.author = author;
        if (line.version > 1) line.before = line.version - 1;
        authors.push_back(row.text(2));
        lines.push_back(std::move(line));
      });
  const auto names = names_of(authors, query);
  if (!names) return names.error();
  for (auto& line : lines)
    if (line.author) line.author = names->at(*line.author);
  return lines;
}

Result<std::vector<contract::Author>> authors_of(const std::string& deliverable, bool removable, const Query& query) {
  std::vector<std::string> accounts;
  query.store().rows("SELECT account FROM opinions_author WHERE deliverable = :id ORDER BY added_ns, account LIMIT 100",
                     {bind("id", deliverable)}, [&](const Row& row) { accounts.push_back(row.text(0)); });
  const auto names = names_of(accounts, query);
  if (!names) return names.error();
  std::vector<contract::Author> authors;
  for (const auto& account : accounts) authors.push_back({.account = account, .name = names->at(account), .removable = removable});
  return authors;
}

std::string numbered_list(const Text& text) {
  std::string list;
  for (const auto& proposal : text.proposals) list.append(proposal.text).append("\n\n");
  return list;
}

}  // namespace

Result<contract::DraftsReply> Opinions::drafts(const contract::Drafts& request, const Query& query) const {
  // A cursor is the last line that was seen. One that moved since is at the top again: the list then goes on after what moved before it.
  std::vector<std::string> ids;
  query.store().rows(
      "SELECT d.id FROM opinions_deliverable d LEFT JOIN opinions_deliverable l ON l.id = :after "
      "WHERE l.id IS NULL OR d.moved_ns < l.moved_ns OR (d.moved_ns = l.moved_ns AND d.id > l.id) ORDER BY d.moved_ns DESC, d.id",
      {bind("after", request.after.value_or(""))}, [&](const Row& row) { ids.push_back(row.text(0)); });
  contract::DraftsReply reply;
  for (const auto& id : ids) {
    const auto one = find(id, query);
    if (!one || !reads_draft(*one, query)) continue;
    if (static_cast<std::int64_t>(reply.drafts.size()) == settings().page_size) {
      reply.next = reply.drafts.back().deliverable;
      break;
    }
    reply.drafts.push_back(draft_line(*one, query));
  }
  return reply;
}

contract::DraftLine draft_line(const Deliverable& deliverable, const Query& query) {
  const auto moved = query.store().integer("SELECT moved_ns FROM opinions_deliverable WHERE id = :id", {bind("id", deliverable.id)});
  return {.group = deliverable.group,
          .deliverable = deliverable.id,
          .kind = deliverable.kind,
          .title = deliverable.title,
          .state = deliverable.state,
          .moved = to_iso(from_ns(moved))};
}

Result<contract::DraftReply> Opinions::draft(const contract::Draft& request, const Query& query) const {
  const auto deliverable = find_in_group(request.deliverable, request.group, query);
  if (!deliverable || !reads_draft(*deliverable, query)) return not_found("no_such_deliverable");
  const auto text = text_of(deliverable->id, deliverable->version, query);
  if (!text) return not_found("no_such_deliverable");
  const bool writes = query.allowed(contract::permission::draft, scope_of(*deliverable));
  const bool inside = query.allowed(contract::permission::read, scope_of(*deliverable));
  const auto group = query.ask(working_groups::GetBrief{.group = deliverable->group});
  const auto rule = query.ask(rules::DeliverableKind{.kind = deliverable->kind});
  if (!rule) return rule.error();

  contract::DraftReply reply{.group = deliverable->group,
                             .group_title = group ? group->title : deliverable->group,
                             .deliverable = deliverable->id,
                             .referral = deliverable->referral,
                             .kind = deliverable->kind,
                             .title = text->title,
                             .summary = text->summary,
                             .text = text->body,
                             .version = deliverable->version,
                             .base = deliverable->version,
                             .state = deliverable->state,
                             .explanation = deliverable->explanation,
                             .reservations = deliverable->reservations,
                             .irregular = deliverable->irregular && deliverable->in({"tabled"}),
                             .reference = deliverable->reference,
                             .is_public = deliverable->is_public,
                             .recommendations = passed(*deliverable, *text),
                             .hearings = text->hearings,
                             .statements = statements_of(deliverable->id, query),
                             .actions = steps_from(*deliverable, rule->needs_plenary_vote)};
  reply.withdrawable = query.allowed(contract::permission::review) && std::ranges::find(reply.actions, "withdraw") != reply.actions.end();
  if (query.allowed(contract::permission::transmit)) reply.sent = recipients_of(deliverable->id, query);
  // A member of the plenary reads the text that is tabled; how it came about is the group's.
  if (!inside) return reply;
  const auto open = open_amendments(deliverable->id, query);
  reply.inside = true;
  reply.pending_amendments = open.pending;
  reply.amendment_count = query.store().integer("SELECT COUNT(*) FROM opinions_amendment WHERE deliverable = :id", {bind("id", deliverable->id)});
  auto authors = authors_of(deliverable->id, writes, query);
  if (!authors) return authors.error();
  reply.authors = std::move(*authors);
  auto versions = versions_of(deliverable->id, query);
  if (!versions) return versions.error();
  reply.versions = std::move(*versions);
  auto remarks = remarks_of(deliverable->id, text->body, writes, query);
  if (!remarks) return remarks.error();
  reply.remarks = std::move(*remarks);
  return reply;
}

Result<contract::CompareReply> Opinions::compare(const contract::Compare& request, const Query& query) const {
  const auto deliverable = find_in_group(request.deliverable, request.group, query);
  if (!deliverable || !query.allowed(contract::permission::read, scope_of(*deliverable))) return not_found("no_such_deliverable");
  const auto before = text_of(deliverable->id, request.before, query), after = text_of(deliverable->id, request.version, query);
  if (!before || !after) return not_found("no_such_version");
  return contract::CompareReply{.group = deliverable->group,
                                .deliverable = deliverable->id,
                                .title = after->title,
                                .before = request.before,
                                .version = request.version,
                                .blocks = compare_texts(before->body, after->body),
                                .recommendation_blocks = compare_texts(numbered_list(*before), numbered_list(*after))};
}

}  // namespace opinions_plugin
