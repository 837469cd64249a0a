// Files that people send, by the SHA-256 of what they hold.
#pragma once

#include <cstddef>
#include <functional>
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

/// What a file is, by what it holds.
struct FileFacts {
  std::string media_type{};  ///< empty: none that docs/contract.md allows under the name it was given
  std::size_t size = 0;
};

/// Looks at a file that was sent before, by its hash; `name` tells apart what the content cannot. Nothing when there is none. Any thread; reads the
/// disk, and throws as Blobs does.
using FindFile = std::function<std::optional<FileFacts>(std::string_view blob, std::string_view name)>;

}  // namespace hemicycle::core
