#include "period.hpp"

#include <hemicycle/time.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace publication {
namespace {

bool digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Parts of a year that the former site named, and their first day.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kParts = {{{"H1", "01-01"},
                                                                                   {"H2", "07-01"},
                                                                                   {"hiver", "01-01"},
                                                                                   {"printemps", "03-01"},
                                                                                   {"ete", "06-01"},
                                                                                   {"automne", "09-01"}}};

}  // namespace

std::optional<Period> read_period(std::string_view text) {
  text = text.substr(0, text.find('/'));
  if (text.size() < 4 || !digits(text.substr(0, 4))) return std::nullopt;
  const std::string year(text.substr(0, 4));
  if (text.size() == 4) return Period{year + "-01-01", "year"};
  if (text[4] != '-') return std::nullopt;
  const auto rest = text.substr(5);
  if (rest.size() == 2 && digits(rest)) {
    auto first = std::string(text) + "-01";
    return hemicycle::parse_iso(first) ? std::optional(Period{std::move(first), "month"}) : std::nullopt;
  }
  if (rest.size() == 4 && digits(rest)) return Period{year + "-01-01", "year"};  // "2017-2019"
  if (text.size() == 10 && hemicycle::parse_iso(text)) return Period{std::string(text), "day"};
  for (const auto& [name, first] : kParts) {
    if (rest == name) return Period{year + "-" + std::string(first), "year"};
  }
  return std::nullopt;
}

}  // namespace publication
