// Paragraphs and passages of a text, and how alike two of them are. What people quote differs from what was written by line breaks,
// emphasis marks and the shape of apostrophes: none of these count.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace opinions_plugin {

/// Blocks between blank lines, without the blanks around them.
[[nodiscard]] std::vector<std::string> paragraphs(std::string_view text);

struct Span {
  std::size_t begin = 0, end = 0;
  [[nodiscard]] bool meets(const Span& other) const { return begin < other.end && other.begin < end; }
};

/// Every place where `passage` stands in `text`, in bytes of `text`. Nothing for a passage of blanks alone.
[[nodiscard]] std::vector<Span> places_of(std::string_view passage, std::string_view text);

/// From 0, no word in common, to 1, the same words as often.
[[nodiscard]] double likeness(std::string_view one, std::string_view other);

/// Where a comment stands in a text.
struct Anchor {
  enum class Kind { exact, moved, lost };
  Kind kind = Kind::lost;
  std::size_t paragraph = 0;  ///< index, when not lost
};

/// The paragraph that holds `quote`, the one most like `paragraph` when several do; else the one most like `paragraph`; else lost.
[[nodiscard]] Anchor anchor_of(std::string_view quote, std::string_view paragraph, const std::vector<std::string>& in);

}  // namespace opinions_plugin
