#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

namespace hemicycle::cli {

/// The JSON array that a file of at most 512 MiB holds. Throws Refusal: `not_found` when it cannot be read, `invalid` when it holds anything
/// else. `of_what` completes "is not a JSON array of …".
[[nodiscard]] nlohmann::json read_list(const std::filesystem::path& file, const char* of_what);

}  // namespace hemicycle::cli
