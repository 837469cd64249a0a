// One article as its row holds it.
#pragma once

#include "publication.contract.hpp"

#include <hemicycle/plugin.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace publication {

struct Record {
  std::string id, slug;
  std::string state = "draft";
  std::string title, summary;
  std::string type;  ///< empty while a draft has none
  std::vector<std::string> themes, keywords;
  std::string date;  ///< ISO, empty while a draft has none; the first day of the period when only that is known
  std::string date_precision = "day";
  std::string language = "fr";
  std::optional<std::string> group, group_name, referral, event, origin;
  std::vector<std::string> partners;
  std::int64_t version = 1;
  std::string note;
  std::int64_t created_at = 0, updated_at = 0;
  std::optional<std::int64_t> publish_at, published_at, withdrawn_at;
  std::string reason;
  std::vector<ShownAttachment> attachments;
  std::string body;

  [[nodiscard]] bool is(std::string_view wanted) const { return state == wanted; }
  [[nodiscard]] std::string path() const { return "/travaux/" + slug; }
};

/// What still lacks before publishing, each at its field; ok when nothing does. Source: domain.md §1.7, invariant 17.
[[nodiscard]] hemicycle::Result<void> complete(const Record& record);

[[nodiscard]] std::optional<Record> by_slug(const hemicycle::ReadStore& store, std::string_view slug);
[[nodiscard]] std::optional<Record> by_id(const hemicycle::ReadStore& store, std::string_view id);

/// Gives the record an address that nobody has, made from its title. It never changes afterwards.
void choose_slug(const hemicycle::ReadStore& store, Record& record);

void insert(hemicycle::Store& store, const Record& record);
void save(hemicycle::Store& store, const Record& record);
/// Keeps the article as it stands, under its version's number.
void keep_version(hemicycle::Store& store, const Record& record, std::int64_t now);

/// The month or the year, when the day is not known: "04/2020", "2020".
[[nodiscard]] std::optional<std::string> approximate_date(std::string_view date, std::string_view precision);

/// Empty text as nothing: what is absent is left out of a reply.
[[nodiscard]] inline std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace publication
