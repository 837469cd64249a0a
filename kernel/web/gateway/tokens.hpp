// Secrets that travel in cookies and forms. Any thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace hemicycle::web::gateway {

/// 256 random bits as 64 hexadecimal digits. Throws std::runtime_error when the system has no randomness.
[[nodiscard]] std::string new_secret();

/// In constant time over equal lengths.
[[nodiscard]] bool same_secret(std::string_view a, std::string_view b);

/// Ties a form to the browser that asked for it (OWASP: HMAC-based double submit, signed).
class FormTokens final {
 public:
  /// Reads the key file, or makes it (mode 0600), so that forms survive a restart. Throws std::runtime_error naming the file.
  explicit FormTokens(const std::filesystem::path& key_file);

  /// The token of an anonymous visitor's cookie.
  [[nodiscard]] std::string of(std::string_view visitor) const;

 private:
  std::string key_;
};

}  // namespace hemicycle::web::gateway
