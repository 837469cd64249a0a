// A reply's JSON, with what its contract says of each field, becomes what a view shows (docs/contract.md, "Views").
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kernel/core/vocabulary.hpp"
#include "kernel/web/render/catalogue.hpp"
#include "kernel/web/render/markdown_cache.hpp"
#include "kernel/web/render/values.hpp"
#include "kernel/web/render/views.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::web::render {

/// Who reads, and for which view: `_html` and, below the first level, `_text` and `_label` are made only when the view names them.
struct Reader {
  const Catalogue& catalogue;
  const core::Vocabularies& vocabularies;
  const View* view = nullptr;  ///< nullptr = make everything
  std::string plugin, locale;
  MarkdownCache* markdown = nullptr;  ///< nullptr = render anew each time
  const Views* views = nullptr;       ///< what charts and QR codes are drawn with; nullptr = none are
  std::string_view base = {};         ///< what local paths are beneath where an address is whole: "https://conseil.example.org"
};

/// The data of the fields that the contract declares, and of no other. A declared field that is absent is false, so that it never shows
/// the value that an outer section has under the same name. Nothing when `json` is no JSON object. Any thread.
[[nodiscard]] std::optional<Data> read_reply(std::string_view json, const contract::Fields& fields, const Reader& reader);

}  // namespace hemicycle::web::render
