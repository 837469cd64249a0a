// A reply of `"as": "csv"` as a table for spreadsheets.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kernel/web/render/reply.hpp"

namespace hemicycle::web::render {

struct CsvFile {
  std::string name, bytes;
};

/// text/csv; charset=utf-8, by RFC 4180 with `;` between cells: the separator that a spreadsheet in French expects, where the comma belongs to
/// numbers. A byte order mark says UTF-8 to Excel. Cells that would be run as formulas are defused. Nothing when `reply` is not what
/// docs/contract.md says of `as: csv`. Any thread.
[[nodiscard]] std::optional<CsvFile> csv_file(std::string_view reply);

/// The same for `rows` of a type: one column a field, under the catalogue's `column.<field>`, with cells in the reader's words: labels, and days as
/// people write them. Nothing when `reply` is no JSON object.
[[nodiscard]] std::optional<CsvFile> worded_csv(std::string_view reply, const contract::Fields& output, const Reader& reader);

/// The cell as it stands in a file: quoted when it must be, and never a formula (OWASP, "CSV Injection"): `=1+1` becomes `'=1+1`. A number keeps its sign.
[[nodiscard]] std::string csv_cell(std::string_view text);

}  // namespace hemicycle::web::render
