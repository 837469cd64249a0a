// A lot that anybody can draw again: the published seed and the published names decide, nothing else.
//   printf '%s:%s' "$seed" "$name" | sha256sum       for each name; sorted, the lowest comes first
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plenary_plugin::count {

/// What `name` draws: SHA-256 of "seed:name".
[[nodiscard]] std::string ticket(std::string_view seed, std::string_view name);

/// The positions of `names` in the order drawn.
[[nodiscard]] std::vector<std::size_t> draw(std::string_view seed, const std::vector<std::string>& names);

}  // namespace plenary_plugin::count
