// The activity report of a year: passages that people write around the figures that the house gives.
#pragma once

#include <optional>
#include <string>

#include "programme.hpp"

namespace programme_plugin {

struct Report {
  std::int64_t year = 0, version = 0;  ///< version 0: never published
  std::string title;
  std::optional<std::string> published_on, debated_on, debate_reference;
  bool changed = true;  ///< something was written since the last publication
};

[[nodiscard]] std::optional<Report> find_report(std::int64_t year, const Query& query);
[[nodiscard]] contract::Texts texts_of(std::int64_t year, const Query& query);
/// Today's figures of a year, asked of those who hold them.
[[nodiscard]] Result<contract::Figures> figures_of(std::int64_t year, const Query& query);

}  // namespace programme_plugin
