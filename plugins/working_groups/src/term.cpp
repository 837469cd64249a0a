#include "term.hpp"

#include <charconv>

namespace working_groups_plugin {
namespace {

std::int64_t number(std::string_view digits) {
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::int64_t months_of(std::string_view date) { return number(date.substr(0, 4)) * 12 + number(date.substr(5, 2)); }

}  // namespace

bool outlasts(std::string_view begin, std::string_view end, std::int64_t months) {
  if (months == 0) return false;
  const auto passed = months_of(end) - months_of(begin);
  // A group begun on the 31st for one month ends on the last day of the next: days are compared only within the last month.
  return passed > months || (passed == months && end.substr(8) > begin.substr(8));
}

}  // namespace working_groups_plugin
