#include "kernel/web/render/csv.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace hemicycle::web::render {

namespace {

using nlohmann::json;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
// Half and full width, since spreadsheets take both for the same sign.
constexpr std::string_view kStarters[] = {"=", "+", "-", "@", "|", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};

bool is_number(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto mark = std::find_if_not(text.begin(), text.end(), digit);
  if (mark == text.begin()) return false;
  if (mark == text.end()) return true;
  return (*mark == ',' || *mark == '.') && mark + 1 != text.end() && std::all_of(mark + 1, text.end(), digit);
}

/// White space in front does not keep a spreadsheet from seeing a formula; a tabulator or a line break there is one of its openings itself.
bool is_formula(std::string_view text) {
  const auto start = text.find_first_not_of(" \t\r\n\v\f");
  if (start == std::string_view::npos) return false;
  const auto seen = text.substr(start);
  const bool starts = std::any_of(std::begin(kStarters), std::end(kStarters), [&](std::string_view sign) { return seen.starts_with(sign); });
  return starts && !is_number(text);
}

/// False when a cell is no string.
bool append_row(std::string& out, const json& cells) {
  if (!cells.is_array()) return false;
  bool first = true;
  for (const auto& cell : cells) {
    if (!cell.is_string()) return false;
    if (!first) out += ';';
    first = false;
    out += csv_cell(cell.get_ref<const std::string&>());
  }
  out += "\r\n";
  return true;
}

/// A spreadsheet takes a day for one as its country writes it: 08/04/2026 in French.
std::string day_in(std::string day, std::string_view locale) {
  if (locale != "fr" || day.size() != 10) return day;
  return day.substr(8, 2) + "/" + day.substr(5, 2) + "/" + day.substr(0, 4);
}

std::string in_words(const Data& row, const contract::Field& column, std::string_view locale) {
  if (!column.enumeration.empty() || !column.among.empty() || column.type == contract::Type::boolean) return text(row, column.name + "_label");
  if (column.format == contract::Format::date) return day_in(text(row, column.name), locale);
  if (column.format == contract::Format::date_time) return text(row, column.name + "_text");
  return text(row, column.name);
}

}  // namespace

std::string csv_cell(std::string_view text) {
  std::string out = is_formula(text) ? "'" : "";
  for (const char c : text) {
    // A NUL ends the file for some readers; the other control characters mean nothing in a table.
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
  }
  if (out.find_first_of(";,\"\n\t") == std::string::npos) return out;
  for (std::size_t at = 0; (at = out.find('"', at)) != std::string::npos; at += 2) out.insert(at, 1, '"');
  return '"' + out + '"';
}

std::optional<CsvFile> worded_csv(std::string_view reply, const contract::Fields& output, const Reader& reader) {
  const auto data = read_reply(reply, output, reader);
  const auto* field = output.find("rows");
  if (!data || !field || !field->items || !field->items->fields) return std::nullopt;
  CsvFile out{.name = text(*data, "file_name"), .bytes = std::string(kByteOrderMark)};
  const auto& columns = field->items->fields->list;
  auto line = json::array();
  for (const auto& column : columns) {
    const auto* heading = reader.catalogue.lookup(reader.plugin, "column." + column.name, reader.locale);
    line.push_back(heading ? *heading : column.name);
  }
  append_row(out.bytes, line);
  const auto* rows = get(*data, "rows");
  if (!rows || !rows->is_list()) return out;
  for (const auto& row : rows->list_value()) {
    line.clear();
    for (const auto& column : columns) line.push_back(in_words(row, column, reader.locale));
    append_row(out.bytes, line);
  }
  return out;
}

std::optional<CsvFile> csv_file(std::string_view reply) {
  const auto from = json::parse(reply, nullptr, false);
  if (!from.is_object() || !from.contains("columns") || !from.contains("rows") || !from["rows"].is_array()) return std::nullopt;
  CsvFile out{.name = "table.csv", .bytes = std::string(kByteOrderMark)};
  if (const auto name = from.find("file_name"); name != from.end() && name->is_string()) out.name = name->get<std::string>();
  if (!append_row(out.bytes, from["columns"])) return std::nullopt;
  for (const auto& row : from["rows"])
    if (!append_row(out.bytes, row)) return std::nullopt;
  return out;
}

}  // namespace hemicycle::web::render
