// The secret addresses that recipients and local actors are given.
#pragma once

#include <string>

namespace opinions_plugin {

/// 256 random bits as 64 hexadecimal digits. Throws std::runtime_error when randomness fails.
[[nodiscard]] std::string secret_address();

}  // namespace opinions_plugin
