// One-time secrets: given once to a person, kept only as a hash.
#pragma once

#include <string>
#include <string_view>

namespace accounts_plugin {

/// 256 random bits as 64 hexadecimal digits. Throws std::runtime_error when randomness fails.
[[nodiscard]] std::string make_token();

/// SHA-256 in hexadecimal. The token has 256 bits of its own: no salt, no stretching needed.
[[nodiscard]] std::string token_hash(std::string_view token);

}  // namespace accounts_plugin
