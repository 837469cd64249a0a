#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/web/http/ready.hpp"

namespace hemicycle::web::http {

/// Assets, read once at start and served from memory under names that hold their content's hash, so browsers may keep them for ever.
/// A request is answered from a map of known names: no path of a request ever reaches the file system. Filled before the first request,
/// then only read: thread-safe from there on.
class StaticFiles final {
 public:
  /// `fixed_headers`: whole lines ended by CRLF. What `former` (may be nullptr) served is answered too, under the addresses that it had: pages
  /// that are open in browsers ask for them. What a generation no longer names is dropped after kRemembered more of them.
  explicit StaticFiles(std::string fixed_headers = {}, const StaticFiles* former = nullptr);
  static constexpr int kRemembered = 8;

  /// Reads every file under `folder` (sub-folders too) with a known extension. Returns what was left out: unknown extensions, symbolic
  /// links, hidden files. Throws std::runtime_error when the folder or a file cannot be read.
  std::vector<std::filesystem::path> add_folder(std::string_view owner, const std::filesystem::path& folder);

  /// Adds one asset made in memory (a theme's style sheet). Throws std::invalid_argument for an unknown extension.
  void add(std::string_view owner, std::string_view name, std::string_view bytes);

  /// url("site", "site.css") → "/assets/site/site.Zk3fQ….css"; nothing when there is no such asset.
  [[nodiscard]] std::optional<std::string> url(std::string_view owner, std::string_view name) const;

  /// "site.css" and its URL, of all that an owner has, by name.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> of(std::string_view owner) const;

  /// The answer for a path below /assets/; nothing when unknown (404).
  [[nodiscard]] std::optional<Ready> find(std::string_view path, std::string_view accept_encoding, std::string_view if_none_match,
                                          bool is_head) const;

 private:
  struct Kept {
    std::shared_ptr<const ReadyPage> page;
    int age = 0;  // generations since it was last named
  };
  std::string fixed_headers_;
  std::map<std::string, std::string, std::less<>> urls_;  // "site/site.css" → URL
  std::map<std::string, Kept, std::less<>> files_;        // URL → bytes
};

/// The media type for a file name's extension, from a fixed table; empty when unknown. Any thread.
[[nodiscard]] std::string_view asset_media_type(std::string_view file_name) noexcept;

}  // namespace hemicycle::web::http
