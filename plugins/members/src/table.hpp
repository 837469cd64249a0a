// A table of members as a spreadsheet writes it: read from CSV into lines, whatever the separator and the order of the columns.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "members.hpp"

namespace members_plugin {

/// RFC 4180, with `;`, `,` or a tab between cells, whichever the first line has most of. A byte order mark and blank lines are skipped; the `'`
/// that defuses a formula is taken off.
[[nodiscard]] std::vector<std::vector<std::string>> read_cells(std::string_view csv);

struct Table {
  std::vector<contract::ImportMember> lines;
  std::vector<std::string> unknown_columns;
};

/// The first line names the columns: `nom`, `courriel`, `genre`, `annee_naissance`, `milieu`, `organisation`, `instance`, `categorie`, `college`,
/// `part`, `debut`, `fin`, `decision`, `charte`, or the names of the contract's fields. At most 2000 lines.
[[nodiscard]] Table read_table(std::string_view csv);

/// The columns that the export writes, in their order.
[[nodiscard]] const std::vector<std::string>& table_columns();

}  // namespace members_plugin
