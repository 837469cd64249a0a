// A list of figures as a bar chart with its table: drawn here, shown without script or style (docs/contract.md, "Charts").
#pragma once

#include <string>
#include <vector>

#include "kernel/web/render/reply.hpp"

namespace hemicycle::web::render {

/// `items` of the array `field` as the view `chart` shows them, under the words that the plugin's catalogue has for it. Each has `label` (or
/// `label_label`), a number `value`, and may have `text`, which is written instead of the number. The longest bar is the `max` of `value`, or the
/// largest where the contract says none. Empty when there are no items or no views. Any thread.
[[nodiscard]] std::string chart_html(const contract::Field& field, const std::vector<Data>& items, const Reader& reader);

}  // namespace hemicycle::web::render
