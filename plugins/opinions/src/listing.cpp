// Lists of what is public.
#include "frozen.hpp"
#include "lines.hpp"

namespace opinions_plugin {
namespace {

contract::Line line_of(const Row& row) {
  return {.deliverable = row.text(0),
          .reference = row.text(1),
          .kind = row.text(2),
          .title = row.text(3),
          .summary = row.text(4),
          .date = row.text(5),
          .recommendations = row.integer(6),
          .answered = row.integer(7)};
}

}  // namespace

Result<contract::ListReply> Opinions::list(const contract::List& request, const Query& query) const {
  // A cursor is the last line that was seen: its day and its identifier.
  std::string before_day = "9999-12-31", before_id;
  if (request.after) {
    const auto last = query.store().first("SELECT shown FROM opinions_deliverable WHERE id = :id AND public_ns IS NOT NULL",
                                          {bind("id", *request.after)});
    if (!last) return contract::ListReply{};
    before_day = last->text(0);
    before_id = *request.after;
  }
  const auto from = request.year ? std::to_string(*request.year) + "-01-01" : std::string("0000-01-01");
  const auto to = request.year ? std::to_string(*request.year) + "-12-31" : std::string("9999-12-31");
  contract::ListReply reply;
  query.store().rows(
      "SELECT d.id, d.reference, d.kind, d.title, d.summary, d.shown, "
      "(SELECT COUNT(*) FROM opinions_recommendation r WHERE r.deliverable = d.id), "
      "(SELECT COUNT(r.answer) FROM opinions_recommendation r WHERE r.deliverable = d.id) "
      "FROM opinions_deliverable d WHERE d.public_ns IS NOT NULL AND (:kind = '' OR d.kind = :kind) "
      "AND (:theme = '' OR EXISTS (SELECT 1 FROM opinions_theme t WHERE t.deliverable = d.id AND t.theme = :theme)) "
      "AND d.shown >= :from AND d.shown <= :to AND (d.shown < :before_day OR (d.shown = :before_day AND d.id > :before_id)) "
      "ORDER BY d.shown DESC, d.id LIMIT :count",
      {bind("kind", request.kind.value_or("")), bind("theme", request.theme.value_or("")), bind("from", from), bind("to", to),
       bind("before_day", before_day), bind("before_id", before_id), bind("count", settings().page_size + 1)},
      [&](const Row& row) { reply.opinions.push_back(line_of(row)); });
  if (static_cast<std::int64_t>(reply.opinions.size()) > settings().page_size) {
    reply.opinions.pop_back();
    reply.next = reply.opinions.back().deliverable;
  }
  return reply;
}

Result<contract::OfReferralReply> Opinions::of_referral(const contract::OfReferral& request, const Query& query) const {
  contract::OfReferralReply reply;
  query.store().rows(
      "SELECT d.id, d.reference, d.kind, d.title, d.summary, d.shown, "
      "(SELECT COUNT(*) FROM opinions_recommendation r WHERE r.deliverable = d.id), "
      "(SELECT COUNT(r.answer) FROM opinions_recommendation r WHERE r.deliverable = d.id) "
      "FROM opinions_deliverable d WHERE d.public_ns IS NOT NULL AND d.referral = :referral ORDER BY d.shown, d.id LIMIT 100",
      {bind("referral", request.reference)}, [&](const Row& row) { reply.opinions.push_back(line_of(row)); });
  return reply;
}

Result<contract::OfGroupReply> Opinions::of_group(const contract::OfGroup& request, const Query& query) const {
  contract::OfGroupReply reply{.group = request.group};
  query.store().rows(
      "SELECT d.id, d.reference, d.kind, d.title, d.summary, d.shown, "
      "(SELECT COUNT(*) FROM opinions_recommendation r WHERE r.deliverable = d.id), "
      "(SELECT COUNT(r.answer) FROM opinions_recommendation r WHERE r.deliverable = d.id) "
      "FROM opinions_deliverable d WHERE d.public_ns IS NOT NULL AND d.group_id = :group_id ORDER BY d.shown, d.id LIMIT 100",
      {bind("group_id", request.group)}, [&](const Row& row) { reply.opinions.push_back(line_of(row)); });

  std::vector<std::string> ids;
  query.store().rows("SELECT id FROM opinions_deliverable WHERE group_id = :group_id AND public_ns IS NULL ORDER BY opened_ns, id LIMIT 100",
                     {bind("group_id", request.group)}, [&](const Row& row) { ids.push_back(row.text(0)); });
  for (const auto& id : ids)
    if (const auto one = find(id, query); one && reads_draft(*one, query)) reply.drafts.push_back(draft_line(*one, query));
  const auto group = query.ask(working_groups::GetBrief{.group = request.group});
  reply.openable = group && group->state != "closed" && query.allowed(contract::permission::draft, "group:" + request.group);
  return reply;
}

}  // namespace opinions_plugin
