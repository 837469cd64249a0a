#include "numbering.hpp"

namespace saisine_plugin {

std::string series_of(std::string_view letter, std::string_view day) { return std::string(letter).append("-").append(day.substr(0, 4)); }

std::string reference_of(std::string_view series, std::int64_t number) {
  const auto digits = std::to_string(number);
  return std::string(series).append("-").append(digits.size() < 3 ? 3 - digits.size() : 0, '0').append(digits);
}

}  // namespace saisine_plugin
