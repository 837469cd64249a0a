// Uptakes as the public sees them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "opinions.hpp"

namespace opinions_plugin {

/// Those of one recommendation that were moderated, the oldest first.
[[nodiscard]] std::vector<contract::ShownUptake> public_uptakes(const std::string& deliverable, std::int64_t number, const Query& query);

}  // namespace opinions_plugin
