// Keeps what Markdown became, because the same texts are shown again and again: for an article and ten comments cmark takes several times
// what all the rest of the page takes. The text itself is the key, so nothing kept can be stale.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "kernel/web/render/catalogue_file.hpp"

namespace hemicycle::web::render {

/// Any thread. Holds at most about `limit` bytes, in two generations: what was not asked for during one generation is dropped.
class MarkdownCache final {
 public:
  explicit MarkdownCache(std::size_t limit = std::size_t{4} << 20U) : half_(limit / 2) {}
  /// The same as markdown_html(markdown).
  [[nodiscard]] std::string html(std::string_view markdown);
  [[nodiscard]] std::size_t bytes() const;

 private:
  using Kept = std::unordered_map<std::string, std::shared_ptr<const std::string>, TextHash, std::equal_to<>>;
  [[nodiscard]] std::shared_ptr<const std::string> find(std::string_view markdown);
  void keep(std::string_view markdown, const std::shared_ptr<const std::string>& html);

  const std::size_t half_;
  mutable std::mutex mutex_;
  Kept young_, old_;
  std::size_t young_bytes_ = 0, old_bytes_ = 0;
};

}  // namespace hemicycle::web::render
