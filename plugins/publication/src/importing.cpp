// Items of the former site: what can be read is taken, what cannot is said, and a second time changes nothing.
#include "period.hpp"
#include "publication.hpp"
#include "telling.hpp"
#include "text.hpp"

#include <algorithm>

namespace publication {
namespace {

using hemicycle::bind;
using hemicycle::Command;
using hemicycle::Result;
using hemicycle::Term;
using hemicycle::to_json;
using hemicycle::to_ns;

constexpr std::size_t kSummaryLength = 300;
constexpr std::size_t kKeywordLength = 80;

/// The term whose id or one of whose labels reads like `text` ("#Donnees" is "Données"); nullptr when there is none.
const Term* term_for(const std::vector<Term>& terms, std::string_view text) {
  const auto wanted = folded(text);
  if (wanted.empty()) return nullptr;
  const auto found = std::find_if(terms.begin(), terms.end(), [&](const Term& term) {
    return folded(term.id) == wanted ||
           std::any_of(term.labels.begin(), term.labels.end(), [&](const auto& label) { return folded(label.second) == wanted; });
  });
  return found == terms.end() ? nullptr : &*found;
}

/// FNV-1a, 64 bits: enough to see that an item changed, and the same on every machine.
std::string fingerprint(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return std::to_string(hash);
}

/// One item on its way into a record.
class Taking final {
 public:
  Taking(const ImportItem& item, const Command& command) : item_(item), command_(command) {}

  Record take() {
    record_.title = item_.title;
    record_.group_name = filled(item_.working_group);
    record_.origin = filled(item_.origin);
    record_.partners = item_.partners;
    themes();
    type();
    date();
    keywords();
    attachments();
    texts();
    return std::move(record_);
  }
  [[nodiscard]] std::vector<RefusedField>& refused() { return refused_; }

 private:
  static std::optional<std::string> filled(const std::optional<std::string>& text) {
    return text && !trimmed(*text).empty() ? std::optional(std::string(trimmed(*text))) : std::nullopt;
  }
  void refuse(std::string_view field, std::string_view why, std::string_view value = {}) {
    refused_.push_back({.field = std::string(field), .why = std::string(why), .value = unless_empty(std::string(value.substr(0, 200)))});
  }

  void themes() {
    const auto& terms = command_.vocabulary("themes");
    const bool displayed = !item_.thematiques_displayed.empty();
    const std::string_view field = displayed ? "thematiques_displayed" : "thematiques_inferred";
    for (const auto& text : displayed ? item_.thematiques_displayed : item_.thematiques_inferred) {
      const auto* term = term_for(terms, text);
      if (!term) refuse(field, "unknown_theme", text);
      else if (std::find(record_.themes.begin(), record_.themes.end(), term->id) == record_.themes.end()) record_.themes.push_back(term->id);
    }
    if (record_.themes.empty()) refuse("thematiques_inferred", "missing");
  }

  void type() {
    const bool displayed = !item_.types_displayed.empty();
    const auto text = displayed ? item_.types_displayed.front() : item_.type_inferred.value_or(std::string());
    const std::string_view field = displayed ? "types_displayed" : "type_inferred";
    if (trimmed(text).empty()) return refuse(field, "missing");
    const auto& terms = command_.vocabulary("article_types");
    const auto* term = term_for(terms, text);
    // "Séance de groupe / audition": one of the two is enough.
    for (std::size_t from = 0; !term && from < text.size();) {
      const auto slash = std::min(text.find('/', from), text.size());
      term = term_for(terms, std::string_view(text).substr(from, slash - from));
      from = slash + 1;
    }
    if (!term) return refuse(field, "unknown_type", text);
    record_.type = term->id;
  }

  void date() {
    std::optional<Period> period;
    const auto read = [&](std::string_view field, const std::optional<std::string>& text) {
      if (period || !text || text->empty()) return;
      period = read_period(*text);
      if (!period) refuse(field, "date_unknown", *text);
    };
    read("date_published", item_.date_published);
    if (!item_.event_dates.empty()) read("event_dates", item_.event_dates.front());
    read("period_inferred", item_.period_inferred);
    if (!period) return refuse("date_published", "date_unknown");
    record_.date = period->first_day;
    record_.date_precision = period->precision;
    if (item_.date_published && (item_.date_published_precision == "month" || item_.date_published_precision == "year")) {
      record_.date_precision = *item_.date_published_precision;
    }
  }

  void keywords() {
    for (const auto& keyword : item_.keywords) {
      if (length_of(keyword) > kKeywordLength) refuse("keywords", "too_long_here", keyword);
      else if (!folded(keyword).empty()) record_.keywords.emplace_back(trimmed(keyword));
    }
  }

  void attachments() {
    const auto& terms = command_.vocabulary("attachment_types");
    for (const auto& one : item_.attachments) {
      const auto* term = one.type ? term_for(terms, *one.type) : nullptr;
      if (!term) {
        refuse("attachments", "unknown_attachment_type", one.type.value_or(one.label));
        continue;
      }
      record_.attachments.push_back(
          {.type = term->id, .label = one.label, .href = one.url, .media_type = std::nullopt, .kilobytes = std::nullopt});
    }
  }

  void texts() {
    record_.summary = filled(item_.summary).value_or(std::string());
    if (record_.summary.empty()) {
      refuse("summary", "missing");
    } else if (length_of(record_.summary) > kSummaryLength) {
      refuse("summary", "too_long_here");
      record_.summary.clear();
    }
    record_.body = item_.body.value_or(std::string());
    if (trimmed(record_.body).empty()) refuse("body", "missing");
  }

  const ImportItem& item_;
  const Command& command_;
  Record record_;
  std::vector<RefusedField> refused_;
};

/// What identifies and dates the article stays; what the item says replaces the rest.
void take_over(Record& record, const Record& taken) {
  record.title = taken.title;
  record.summary = taken.summary;
  record.type = taken.type;
  record.themes = taken.themes;
  record.keywords = taken.keywords;
  record.date = taken.date;
  record.date_precision = taken.date_precision;
  record.group_name = taken.group_name;
  record.origin = taken.origin;
  record.partners = taken.partners;
  record.attachments = taken.attachments;
  record.body = taken.body;
}

}  // namespace

Result<ImportItemReply> Publication::import_item(const ImportItem& item, Command& command) {
  Taking taking(item, command);
  auto taken = taking.take();
  const auto now = to_ns(command.now());
  const bool whole = complete(taken).ok();
  // The vocabularies have a part in what an item becomes: after a theme was added, the same item is taken again.
  const auto mark = fingerprint(to_json(item) + to_json(taken.themes) + taken.type + to_json(taken.attachments));

  ImportItemReply reply;
  reply.refused = std::move(taking.refused());
  const auto answer = [&](std::string_view result, const Record& record) {
    reply.result = result;
    reply.slug = record.slug;
    reply.state = record.state;
    return reply;
  };

  const auto known = command.store().first("SELECT article, fingerprint FROM publication_source WHERE kind = 'item' AND source = :source",
                                           {bind("source", item.id)});
  auto record = known ? by_id(command.store(), known->view(0)) : std::nullopt;
  if (!record) {
    taken.id = command.new_id();
    taken.created_at = taken.updated_at = now;
    choose_slug(command.store(), taken);
    insert(command.store(), taken);
    command.store().exec("INSERT INTO publication_source (kind, source, article, fingerprint) VALUES ('item', :source, :article, :mark)",
                         {bind("source", item.id), bind("article", taken.id), bind("mark", mark)});
    if (whole) make_public(command, taken);
    else command.emit(drafted(taken));
    return answer("created", taken);
  }
  // A published article never loses what it must have, and a withdrawn one stays withdrawn.
  if (known->view(1) == mark || record->is("unpublished") || (record->is("published") && !whole)) return answer("unchanged", *record);

  command.store().exec("UPDATE publication_source SET fingerprint = :mark WHERE kind = 'item' AND source = :source",
                       {bind("mark", mark), bind("source", item.id)});
  const auto former = *record;
  take_over(*record, taken);
  record->updated_at = now;
  if (former.is("published")) {
    make_public_again(command, former, *record);
  } else if (whole) {
    make_public(command, *record);
  } else {
    save(command.store(), *record);
  }
  return answer("updated", *record);
}

}  // namespace publication
