#pragma once

#include <hemicycle/plugin.hpp>

#include <optional>
#include <string>

namespace publication {

/// What the article says of its group. Nothing of a group that only its members may see, nor of one that is not there.
[[nodiscard]] hemicycle::Result<std::optional<std::string>> name_of(const std::optional<std::string>& group, hemicycle::Command& command);

}  // namespace publication
