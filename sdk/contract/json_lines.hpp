// JSON that remembers on which line each value stands and in which order the keys came, so that a refusal can name the line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hemicycle::contract {

inline constexpr int kMaxDepth = 64;

struct Node {
  enum class Kind { null, boolean, integer, number, text, array, object };

  Kind kind = Kind::null;
  int line = 1;  ///< of the key for a member of an object, of the value otherwise
  bool truth = false;
  std::int64_t integer = 0;
  double number = 0;  ///< also set for an integer
  std::string text{};
  std::vector<std::string> keys{};  ///< of an object, in the order of the file; items[i] is the value of keys[i]
  std::vector<Node> items{};        ///< of an array or an object

  [[nodiscard]] const Node* find(std::string_view key) const;
  [[nodiscard]] std::string json() const;
  [[nodiscard]] std::string_view kind_name() const;  ///< "string", "integer", …
};

/// Throws Refused: not JSON, a doubled key, deeper than kMaxDepth, an integer beyond 64 bits.
[[nodiscard]] Node parse_with_lines(std::string_view json, const std::string& file);

}  // namespace hemicycle::contract
