// Files that come with a form: judged by what they hold, kept under their hash.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "kernel/core/blobs.hpp"
#include "kernel/core/outcome.hpp"

namespace hemicycle::web::gateway {

/// The media type of `bytes` by content (libmagic), when it is one that docs/contract.md allows; else nothing. `name` only tells apart what the
/// content cannot: text from CSV, and which office document a ZIP container is. Any thread.
[[nodiscard]] std::optional<std::string> allowed_media_type(std::string_view bytes, std::string_view name);

/// Keeps the file and returns the JSON of the contract's `upload`, or the code of what is wrong with it. Blocks on the disk: the slow lane.
[[nodiscard]] std::variant<std::string, core::FieldError> keep_upload(const core::Blobs& blobs, const std::string& field, const std::string& name,
                                                                      std::string_view bytes);

/// Looks files up in `blobs`, which outlives it, and judges them as keep_upload does.
[[nodiscard]] core::FindFile find_in(const core::Blobs& blobs);

/// A table that a desk wrote, as UTF-8: plain text in UTF-8, in UTF-16 with its mark, or in Windows-1252 as spreadsheets still save it. Nothing when it
/// is no text. Any thread.
[[nodiscard]] std::optional<std::string> table_text(std::string_view bytes);

}  // namespace hemicycle::web::gateway
