// Passwords as argon2id PHC strings, m=19456 KiB, t=2, p=1: OWASP's floor, about 30 to 60 ms and 19 MiB a call. Slow lane only.
#pragma once

#include <string>
#include <string_view>

namespace accounts_plugin {

/// A PHC string with a fresh 128-bit salt. Throws std::runtime_error when memory or randomness fails.
[[nodiscard]] std::string hash_password(std::string_view password);

/// Whether `password` made `phc`. With an empty `phc` it works as long and answers no: the time taken does not tell whether an account
/// exists (ASVS 5 V6.3.8).
[[nodiscard]] bool verify_password(std::string_view password, const std::string& phc);

}  // namespace accounts_plugin
