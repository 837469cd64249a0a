#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <utility>

#include "kernel/store/migrations.hpp"

namespace hemicycle::store {

namespace {

constexpr auto kEmbedded = std::to_array<std::pair<const char*, const char*>>({
#include "kernel_migrations.inc"
});

// "0001_tables.sql": four digits, an underscore, a name of [a-z0-9_].
bool well_named(std::string_view name) {
  if (name.size() < 10 || !name.ends_with(".sql")) return false;
  const std::string_view stem = name.substr(0, name.size() - 4);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto word = [&](char c) { return digit(c) || (c >= 'a' && c <= 'z') || c == '_'; };
  return std::all_of(stem.begin(), stem.begin() + 4, digit) && stem[4] == '_' && std::all_of(stem.begin() + 5, stem.end(), word);
}

Migration parsed(std::string_view file_name, std::string shown, std::string sql) {
  return {.number = std::stoi(std::string(file_name.substr(0, 4))),
          .file = std::move(shown),
          .name = std::string(file_name.substr(0, file_name.size() - 4)),
          .sql = std::move(sql)};
}

void require_sequence(std::string_view owner, const std::vector<Migration>& found) {
  for (std::size_t i = 0; i < found.size(); ++i) {
    const int expected = static_cast<int>(i) + 1;
    if (found[i].number == expected) continue;
    if (i > 0 && found[i].number == found[i - 1].number) {
      throw Refused(owner, found[i].file, "has the same number as " + found[i - 1].file + "; give it the next free one");
    }
    throw Refused(owner, found[i].file,
                  "number " + std::to_string(expected) + " is missing before it; migrations are numbered from 0001 without a gap");
  }
}

}  // namespace

std::vector<Migration> read_migrations(std::string_view owner, const std::filesystem::path& folder) {
  std::vector<Migration> found;
  std::error_code error;
  if (!std::filesystem::exists(folder, error)) return found;
  std::filesystem::directory_iterator entries(folder, error);
  if (error) throw Refused(owner, folder.string(), "cannot be read: " + error.message());
  for (const auto& entry : entries) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".postgresql.sql") && well_named(name.substr(0, name.size() - 15) + ".sql")) continue;
    if (!well_named(name)) throw Refused(owner, entry.path().string(), "is not named NNNN_name.sql (four digits, lower-case letters)");
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    // What cannot be read (a folder opens like a file) leaves its mark on the stream that got nothing.
    if (!file || !text) throw Refused(owner, entry.path().string(), "cannot be read, or is empty");
    found.push_back(parsed(name, entry.path().string(), std::move(text).str()));
  }
  std::sort(found.begin(), found.end(), [](const Migration& a, const Migration& b) { return a.name < b.name; });
  require_sequence(owner, found);
  return found;
}

std::vector<Migration> kernel_migrations() {
  std::vector<Migration> found;
  for (const auto& [name, sql] : kEmbedded) found.push_back(parsed(name, std::string("kernel/store/migrations/") + name, sql));
  require_sequence(core::kKernel, found);
  return found;
}

std::vector<std::string> statements_of(std::string_view script) {
  std::vector<std::string> found;
  std::string pending;
  bool anything = false;  // besides blank lines and comments
  while (!script.empty()) {
    const std::size_t end = script.find('\n');
    const std::string_view line = script.substr(0, end);
    script.remove_prefix(end == std::string_view::npos ? script.size() : end + 1);
    const std::size_t first = line.find_first_not_of(" \t\r");
    anything = anything || (first != std::string_view::npos && !line.substr(first).starts_with("--"));
    pending.append(line).append("\n");
    // sqlite3_complete knows strings, comments and the inner semicolons of a trigger.
    if (!anything || sqlite3_complete(pending.c_str()) == 0) continue;
    found.push_back(std::exchange(pending, {}));
    anything = false;
  }
  if (anything) found.push_back(pending);
  return found;
}

}  // namespace hemicycle::store
