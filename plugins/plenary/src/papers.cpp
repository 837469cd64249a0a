#include "papers.hpp"

namespace plenary_plugin {

std::optional<std::int64_t> papers_days_of(const Session& session, const Query& query) {
  if (session.papers_days) return session.papers_days;
  const auto rule = query.ask(rules::Body{.body = session.body});
  return rule ? std::optional(rule->papers_days) : std::nullopt;
}

std::vector<contract::PaperLine> papers_of(const Session& session, const std::string& item, std::optional<std::int64_t> days, const Query& query) {
  std::vector<contract::PaperLine> papers;
  query.store().rows("SELECT position, label, blob, name, media_type, size, link, laid_ns FROM plenary_paper WHERE item = :item ORDER BY position LIMIT 100",
                     {bind("item", item)}, [&](const Row& row) {
                       contract::PaperLine paper{.position = row.integer(0), .label = row.text(1), .file = {}, .link = row.optional_text(6)};
                       if (!row.is_null(2)) paper.file = Upload{.blob = row.text(2), .name = row.text(3), .media_type = row.text(4), .size = row.integer(5)};
                       if (const auto laid = row.optional_integer(7)) {
                         paper.laid_on = local_date(*laid);
                         paper.late = days && days_between(*laid, session.starts_ns) < *days;
                       }
                       papers.push_back(std::move(paper));
                     });
  return papers;
}

std::vector<std::string> without_papers(const Session& session, const Query& query) {
  std::vector<std::string> numbers;
  for (const auto& item : agenda_of(session.id, query)) {
    if (item.act.empty() || item.matter || item.kind == "election" || item.progress == "withdrawn") continue;
    if (query.store().integer("SELECT COUNT(*) FROM plenary_paper WHERE item = :item", {bind("item", item.id)}) == 0) numbers.push_back(item.number);
  }
  return numbers;
}

}  // namespace plenary_plugin
