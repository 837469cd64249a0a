// How long a group lasts: pure dates.
#pragma once

#include <cstdint>
#include <string_view>

namespace working_groups_plugin {

/// Whether `end` lies more than `months` calendar months after `begin` (ISO dates). 0 months = no limit.
[[nodiscard]] bool outlasts(std::string_view begin, std::string_view end, std::int64_t months);

}  // namespace working_groups_plugin
