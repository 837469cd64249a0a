// A reply of `"as": "atom"` as an Atom feed (RFC 4287).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hemicycle::web::render {

struct FeedContext {
  std::string base_url;  ///< "https://conseil.example.org", without a slash at its end
  std::string path;      ///< of the feed itself, with its query string
  std::string author;    ///< name of the council
  std::string locale;
};

/// application/atom+xml. Nothing when `reply` is not what docs/contract.md says of `as: atom`. Any thread.
[[nodiscard]] std::optional<std::string> atom_feed(std::string_view reply, const FeedContext& context);

}  // namespace hemicycle::web::render
