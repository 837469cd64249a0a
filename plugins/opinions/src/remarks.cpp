#include "remark.hpp"

#include <algorithm>

#include "deliverable.hpp"
#include "passage.hpp"

namespace opinions_plugin {
namespace {

struct Standing {
  std::string id{}, quote{}, paragraph{};
};

std::string_view word_for(Anchor::Kind kind) {
  switch (kind) {
    case Anchor::Kind::exact:
      return "exact";
    case Anchor::Kind::moved:
      return "moved";
    case Anchor::Kind::lost:
      break;
  }
  return "lost";
}

}  // namespace

void move_remarks(const std::string& deliverable, std::string_view body, Command& command) {
  std::vector<Standing> open;
  command.store().rows("SELECT id, quote, paragraph FROM opinions_remark WHERE deliverable = :id AND resolved_ns IS NULL LIMIT 1000",
                       {bind("id", deliverable)},
                       [&](const Row& row) { open.push_back({.id = row.text(0), .quote = row.text(1), .paragraph = row.text(2)}); });
  if (open.empty()) return;
  const auto text = paragraphs(body);
  for (const auto& remark : open) {
    const auto anchor = anchor_of(remark.quote, remark.paragraph, text);
    // One that is lost keeps the paragraph that it knew: when the passage comes back, so does the comment's place.
    const auto& paragraph = anchor.kind == Anchor::Kind::lost ? remark.paragraph : text[anchor.paragraph];
    command.store().exec("UPDATE opinions_remark SET paragraph = :paragraph, anchor = :anchor WHERE id = :id",
                         {bind("paragraph", paragraph), bind("anchor", word_for(anchor.kind)), bind("id", remark.id)});
  }
}

Result<std::vector<contract::PassageRemark>> remarks_of(const std::string& deliverable, std::string_view body, bool resolvable,
                                                       const Query& query) {
  const auto text = paragraphs(body);
  std::vector<contract::PassageRemark> remarks;
  std::vector<std::string> authors;
  query.store().rows(
      "SELECT id, author, quote, paragraph, anchor, text, made_ns FROM opinions_remark "
      "WHERE deliverable = :id AND resolved_ns IS NULL ORDER BY made_ns, id LIMIT 1000",
      {bind("id", deliverable)}, [&](const Row& row) {
        contract::PassageRemark remark{.remark = row.text(0),
                                       .author = row.text(1),
                                       .quote = row.text(2),
                                       .text = row.text(5),
                                       .made = to_iso(from_ns(row.integer(6))),
                                       .anchor = row.text(4),
                                       .resolvable = resolvable};
        const auto at = std::find(text.begin(), text.end(), row.view(3));
        if (remark.anchor != "lost" && at != text.end()) remark.paragraph_number = at - text.begin() + 1;
        authors.push_back(row.text(1));
        remarks.push_back(std::move(remark));
      });
  const auto names = names_of(authors, query);
  if (!names) return names.error();
  for (auto& remark : remarks)
    if (const auto name = names->find(remark.author); name != names->end()) remark.author = name->second;
  std::stable_sort(remarks.begin(), remarks.end(), [](const auto& one, const auto& other) {
    constexpr std::int64_t kLast = 1'000'000;
    return one.paragraph_number.value_or(kLast) < other.paragraph_number.value_or(kLast);
  });
  return remarks;
}

Result<contract::RemarkReply> Opinions::remark(const contract::Remark& request, Command& command) {
  const auto deliverable = find_in_group(request.deliverable, request.group, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (!deliverable->in({"draft", "group_review", "bureau_review", "sent_back"})) return conflict("no_longer_discussed");
  const auto text = text_of(deliverable->id, deliverable->version, command);
  if (!text) return not_found("no_such_deliverable");
  const auto standing = paragraphs(text->body);
  const auto anchor = anchor_of(request.passage, request.passage, standing);
  if (anchor.kind != Anchor::Kind::exact) return invalid("passage", "passage_not_found");
  const auto id = command.new_id();
  command.store().exec(
      "INSERT INTO opinions_remark (id, deliverable, author, quote, paragraph, anchor, text, made_ns) "
      "VALUES (:id, :deliverable, :author, :quote, :paragraph, 'exact', :text, :now)",
      {bind("id", id), bind("deliverable", deliverable->id), bind("author", command.actor().id()), bind("quote", request.passage),
       bind("paragraph", standing[anchor.paragraph]), bind("text", request.text), bind("now", to_ns(command.now()))});
  command.emit(contract::Remarked{.deliverable = deliverable->id, .remark = id});
  return contract::RemarkReply{};
}

Result<contract::ResolveRemarkReply> Opinions::resolve_remark(const contract::ResolveRemark& request, Command& command) {
  const auto deliverable = find_in_group(request.deliverable, request.group, command);
  if (!deliverable) return not_found("no_such_deliverable");
  const auto changed = command.store().exec(
      "UPDATE opinions_remark SET resolved_ns = :now WHERE id = :id AND deliverable = :deliverable AND resolved_ns IS NULL",
      {bind("now", to_ns(command.now())), bind("id", request.remark), bind("deliverable", deliverable->id)});
  if (changed == 0) return not_found("no_such_remark");
  command.emit(contract::RemarkResolved{.deliverable = deliverable->id, .remark = request.remark});
  return contract::ResolveRemarkReply{};
}

Result<contract::OpenRemarkReply> Opinions::open_remark(const contract::OpenRemark& request, const Query& query) const {
  const auto deliverable = find_in_group(request.deliverable, request.group, query);
  const auto text = deliverable ? text_of(deliverable->id, deliverable->version, query) : std::nullopt;
  if (!text) return not_found("no_such_deliverable");
  auto remarks = remarks_of(deliverable->id, text->body, true, query);
  if (!remarks) return remarks.error();
  for (auto& one : *remarks)
    if (one.remark == request.remark)
      return contract::OpenRemarkReply{.author = std::move(one.author), .quote = std::move(one.quote), .text = std::move(one.text), .made = std::move(one.made),
                                       .anchor = std::move(one.anchor), .paragraph_number = one.paragraph_number};
  return not_found("no_such_remark");
}

}  // namespace opinions_plugin
