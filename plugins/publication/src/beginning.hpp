// How an article begins that nobody drafted by hand: it comes from something else, which it remembers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "documents.hpp"
#include "record.hpp"
#include "text.hpp"

namespace publication {

/// The article that was made from this source, if one was.
[[nodiscard]] std::optional<Record> made_from(const hemicycle::ReadStore& store, std::string_view kind, std::string_view source);

/// A draft of today, with its identifier and nothing else.
[[nodiscard]] Record new_record(hemicycle::Command& command);
/// Gives the new draft its row, its source and its event.
void begin(hemicycle::Command& command, Record& record, std::string_view kind, std::string_view source);

/// A type of article named like `id`, when the council has one; else empty.
[[nodiscard]] std::string type_named(const hemicycle::Command& command, std::string_view id);

/// One numbered item of a Markdown list; the lines after the first are indented, so that they stay in it.
void append_item(std::string& body, std::int64_t number, std::string_view text);

/// A heading and the recommendations below it, each with its number; nothing when there is none.
template <typename Numbered>
void append_recommendations(std::string& body, std::string_view heading, const std::vector<Numbered>& recommendations) {
  if (recommendations.empty()) return;
  body.append("\n\n## ").append(heading).append("\n\n");
  for (const auto& recommendation : recommendations) append_item(body, recommendation.number, recommendation.text);
}

/// The attachments of another plugin's contract: the same shape, but types of its own.
template <typename Given>
[[nodiscard]] std::vector<ShownAttachment> carried(hemicycle::Command& command, std::string_view article, const std::vector<Given>& given) {
  std::vector<ShownAttachment> shown;
  for (const auto& one : given) {
    if (one.file) shown.push_back(keep_file(command, article, one.type, one.label, *one.file));
    else shown.push_back({.type = one.type, .label = one.label, .href = one.link, .media_type = std::nullopt, .kilobytes = std::nullopt});
  }
  return shown;
}

}  // namespace publication
