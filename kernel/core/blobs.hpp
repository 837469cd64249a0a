// Files that people send, by the SHA-256 of what they hold.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hemicycle::core {

/// Any thread. Throws StoreError: overloaded (disk full), unavailable.
class Blobs {
 public:
  virtual ~Blobs() = default;
  /// The hash. When this returns, the bytes survive a power cut.
  [[nodiscard]] virtual std::string put(std::string_view bytes) const = 0;
  /// Nothing when there is none, or `hash` is not 64 lower-case hexadecimal digits.
  [[nodiscard]] virtual std::optional<std::string> read(std::string_view hash) const = 0;
};

}  // namespace hemicycle::core
