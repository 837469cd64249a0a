// What both directions agree on.
#pragma once

#include <string>

namespace hemicycle::transfer {

inline constexpr int kFormat = 1;

[[nodiscard]] inline std::string table_file(const std::string& table) { return "tables/" + table + ".jsonl"; }

}  // namespace hemicycle::transfer
