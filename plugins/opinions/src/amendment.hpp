// Amendments: a passage of a draft, or of another amendment's wording, that somebody proposes to change.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "opinions.hpp"
#include "passage.hpp"

namespace opinions_plugin {

struct Amendment {
  std::int64_t number = 0;
  std::optional<std::int64_t> amends{};
  std::string action{}, passage{}, proposed{}, reason{}, author{}, fate{};
  std::optional<std::string> bundle{};
  std::int64_t place = 0;
  std::optional<std::string> explanation{};

  [[nodiscard]] bool is(std::string_view wanted) const { return fate == wanted; }
};

/// In the order in which they are voted: an amendment of an amendment before what it amends, the rest by place and number.
[[nodiscard]] std::vector<Amendment> amendments_of(const std::string& deliverable, const Query& query);
[[nodiscard]] const Amendment* numbered(const std::vector<Amendment>& all, std::int64_t number);

/// Where it bites in this text; nothing when its passage does not stand there exactly once.
[[nodiscard]] std::optional<Span> bites(const Amendment& amendment, std::string_view text);
/// Two that cannot both be carried out. Additions after one passage can: they follow each other.
[[nodiscard]] bool contradict(const Amendment& one, const Amendment& other, std::string_view text);
/// The text with it carried out at `at`.
[[nodiscard]] std::string carried_out(const Amendment& amendment, Span at, std::string text);

/// Where votes on an action stand by default: what takes away is voted before what replaces, and that before what adds.
[[nodiscard]] std::int64_t usual_place(std::string_view action);

/// How many wait for a decision, and how many of those accepted wait to be carried out.
struct Open {
  std::int64_t pending = 0, accepted = 0;
};
[[nodiscard]] Open open_amendments(const std::string& deliverable, const Query& query);

}  // namespace opinions_plugin
