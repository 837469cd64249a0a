// SHA-256 of what is frozen, and the secret addresses that recipients and local actors are given.
#pragma once

#include <string>
#include <string_view>

namespace opinions_plugin {

/// In hexadecimal.
[[nodiscard]] std::string sha256(std::string_view text);

/// 256 random bits as 64 hexadecimal digits. Throws std::runtime_error when randomness fails.
[[nodiscard]] std::string secret_address();

}  // namespace opinions_plugin
