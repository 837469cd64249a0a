// The programme of a year as the store has it: the version in force, the version being written, and the lines that everything leaves.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "programme.hpp"

namespace programme_plugin {

struct Year {
  std::int64_t year = 0;
  std::string state;
  std::optional<std::int64_t> current, working;
};

struct Edition {
  std::int64_t year = 0, version = 0;
  std::string state, title;
  std::optional<std::string> introduction{}, reason{}, adopted_on{}, session{}, vote{};
};

/// One line of the history; what a vote decided comes with its figures.
struct Line {
  std::string_view step;
  std::optional<std::string> decided_on{}, session{}, method{}, reason{};
  std::optional<std::int64_t> in_favour{}, against{}, abstained{};
};

/// "PT-2026": what the plenary knows the programme of 2026 by.
[[nodiscard]] std::string id_of(std::int64_t year);
[[nodiscard]] std::optional<std::int64_t> year_of(std::string_view id);

[[nodiscard]] std::optional<Year> find_year(std::int64_t year, const Query& query);
[[nodiscard]] std::optional<Edition> find_edition(std::int64_t year, std::int64_t version, const Query& query);
/// The version being written or tabled, if there is one.
[[nodiscard]] std::optional<Edition> being_written(std::int64_t year, const Query& query);

[[nodiscard]] std::vector<contract::Work> works_of(const Edition& edition, const Query& query);
[[nodiscard]] std::vector<contract::Line> lines_of(std::int64_t year, const Query& query);

/// Referrals that can be put into a programme, for who writes one.
[[nodiscard]] std::vector<contract::Option> waiting(const Query& query);

void add_line(std::int64_t year, std::int64_t version, const Line& line, Command& command);
void set_edition_state(const Edition& edition, std::string_view state, Command& command);
/// No version is written any more; what was adopted stays in force.
void nothing_written(std::int64_t year, Command& command);

}  // namespace programme_plugin
