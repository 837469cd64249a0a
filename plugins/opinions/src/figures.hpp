// Counting what became of recommendations: the public board, the table behind it, the year of the activity report.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "deliverable.hpp"
#include "frozen.hpp"

namespace opinions_plugin {

/// One public recommendation beside the deliverable that it belongs to.
struct Fact {
  std::string deliverable{}, reference{}, title{}, kind{}, shown{};
  std::int64_t number = 0;
  std::string text{}, status{};
  std::optional<std::string> addressee{}, theme{}, transmitted{}, answered{};
  bool expects_response = false;
};

[[nodiscard]] std::vector<Fact> public_facts(bool shows_silence, const Query& query);

[[nodiscard]] std::int64_t percent(std::int64_t part, std::int64_t whole);
/// Half answered sooner, half later; of an even number the earlier of the two in the middle. Nothing when nothing was answered.
[[nodiscard]] std::optional<std::int64_t> median(std::vector<std::int64_t> days);
/// Days that the answered ones took.
[[nodiscard]] std::vector<std::int64_t> days_to_answer(const std::vector<Fact>& facts);

}  // namespace opinions_plugin
