// Drawing by lot so that anybody can draw again: pure, without store or clock.
//
// The order of all candidates is that of SHA-256("<seed>:<code>"), in hexadecimal. The first `places` of that order are drawn. Then, as long
// as a quota is missed, the first exchange that lessens the sum of what all quotas miss is made: candidates who are not drawn are tried from
// the first of the order on, each against those drawn from the last of the order on. When no exchange helps any more, what is still missed is
// said. Everybody else is in reserve, in the order.
//
// So nobody's place depends on when an application came, and another application more or less never changes the order of two others.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace members_plugin {

struct Candidate {
  std::string code;                           ///< a pseudonym, unique
  std::map<std::string, std::string> traits;  ///< dimension -> value: "gender" -> "woman"
};

/// Of those drawn, at least `least` and at most `most` have `value` in `dimension`.
struct Quota {
  std::string dimension, value;
  std::int64_t least = 0, most = 0;
};

struct Drawn {
  std::vector<std::string> drawn, reserve;  ///< codes, each in the order of the draw
  std::vector<std::int64_t> counts;         ///< of those drawn, for each quota
  [[nodiscard]] static bool holds(const Quota& quota, std::int64_t count) { return count >= quota.least && count <= quota.most; }
};

[[nodiscard]] Drawn draw_lots(const std::vector<Candidate>& candidates, std::size_t places, const std::vector<Quota>& quotas, std::string_view seed);

/// SHA-256 over the codes, sorted, each on a line: published when a call closes, it shows that the list was fixed before the seed was known.
[[nodiscard]] std::string list_mark(const std::vector<std::string>& codes);

}  // namespace members_plugin
