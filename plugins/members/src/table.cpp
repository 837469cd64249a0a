#include "table.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace members_plugin {
namespace {

constexpr std::size_t kMostLines = 2000;
constexpr std::size_t kColumns = 14;

/// Of the file, and of the contract.
constexpr std::array<std::pair<std::string_view, std::string_view>, kColumns> kNames{{{"nom", "name"},
                                                                                      {"courriel", "email"},
                                                                                      {"genre", "gender"},
                                                                                      {"annee_naissance", "birth_year"},
                                                                                      {"milieu", "constituency"},
                                                                                      {"organisation", "organisation"},
                                                                                      {"instance", "body"},
                                                                                      {"categorie", "category"},
                                                                                      {"college", "college"},
                                                                                      {"part", "part"},
                                                                                      {"debut", "begins"},
                                                                                      {"fin", "until"},
                                                                                      {"decision", "legal_reference"},
                                                                                      {"charte", "charter_signed_on"}}};

char separator_of(std::string_view text) {
  const auto line = text.substr(0, text.find('\n'));
  char best = ';';
  for (const char each : {';', ',', '\t'})
    if (std::count(line.begin(), line.end(), each) > std::count(line.begin(), line.end(), best)) best = each;
  return best;
}

std::string clean(std::string cell) {
  const auto from = cell.find_first_not_of(" \t\r");
  if (from == std::string::npos) return {};
  cell = cell.substr(from, cell.find_last_not_of(" \t\r") - from + 1);
  if (cell.size() > 1 && cell[0] == '\'' && std::string_view("=+-@").find(cell[1]) != std::string_view::npos) cell.erase(0, 1);
  return cell;
}

std::size_t column_named(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  for (std::size_t i = 0; i < kColumns; ++i)
    if (kNames[i].first == name || kNames[i].second == name) return i;
  return kColumns;
}

std::optional<std::int64_t> number_of(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  std::int64_t value = 0;
  const auto* end = text->data() + text->size();
  const auto read = std::from_chars(text->data(), end, value);
  return read.ec == std::errc() && read.ptr == end ? value : -1;  // -1 is no year: refused where it is looked at
}

}  // namespace

std::vector<std::vector<std::string>> read_cells(std::string_view csv) {
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  const char separator = separator_of(csv);
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false;
  const auto end_row = [&] {
    row.push_back(clean(std::exchange(cell, {})));
    if (std::any_of(row.begin(), row.end(), [](const auto& each) { return !each.empty(); })) rows.push_back(row);
    row.clear();
  };
  for (std::size_t i = 0; i < csv.size(); ++i) {
    const char c = csv[i];
    if (quoted) {
      if (c != '"') cell += c;
      else if (i + 1 < csv.size() && csv[i + 1] == '"') cell += csv[++i];
      else quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == separator) {
      row.push_back(clean(std::exchange(cell, {})));
    } else if (c == '\n') {
      end_row();
    } else {
      cell += c;
    }
  }
  end_row();
  return rows;
}

Table read_table(std::string_view csv) {
  Table table;
  const auto rows = read_cells(csv);
  if (rows.empty()) return table;
  std::vector<std::size_t> columns;
  for (const auto& name : rows.front()) {
    columns.push_back(column_named(name));
    if (columns.back() == kColumns && !name.empty()) table.unknown_columns.push_back(name.substr(0, 60));
  }
  for (std::size_t r = 1; r < rows.size() && table.lines.size() < kMostLines; ++r) {
    std::array<std::optional<std::string>, kColumns> cells;
    for (std::size_t c = 0; c < std::min(columns.size(), rows[r].size()); ++c)
      if (columns[c] < kColumns && !rows[r][c].empty()) cells[columns[c]] = rows[r][c].substr(0, 200);
    table.lines.push_back({.name = cells[0].value_or(""), .email = cells[1], .gender = cells[2], .birth_year = number_of(cells[3]), .constituency = cells[4],
                           .organisation = cells[5], .body = cells[6], .category = cells[7], .college = cells[8], .part = cells[9], .begins = cells[10],
                           .until = cells[11], .legal_reference = cells[12], .charter_signed_on = cells[13]});
  }
  return table;
}

const std::vector<std::string>& table_columns() {
  static const auto columns = [] {
    std::vector<std::string> out;
    for (const auto& [name, field] : kNames) out.emplace_back(name);
    return out;
  }();
  return columns;
}

}  // namespace members_plugin
