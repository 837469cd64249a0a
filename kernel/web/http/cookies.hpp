#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace hemicycle::web::http {

/// The value of cookie `name` in a Cookie header. Nothing when it is absent, malformed (RFC 6265 §4.1.1) or there twice:
/// a second one can only have been planted from another path or a sibling domain. The view lives as long as the header. Any thread.
[[nodiscard]] std::optional<std::string_view> cookie_value(std::string_view header, std::string_view name) noexcept;

enum class SameSite { strict, lax };

struct SetCookie {
  std::string name;                             // without prefix
  std::string value;                            // RFC 6265 cookie-octets only
  std::optional<std::chrono::seconds> max_age;  // none: until the browser closes; 0: erase
  SameSite same_site = SameSite::lax;
  bool script_may_read = false;
};

/// The name as the browser holds it: "__Host-" in front when the site is served over TLS. Any thread.
[[nodiscard]] std::string host_cookie_name(std::string_view name, bool secure);

/// A Set-Cookie value under the __Host- rules (RFC 6265bis §4.1.3.2): Secure, Path=/, no Domain. Over plain HTTP (a developer's
/// machine) the prefix and Secure are left out, since browsers would drop the cookie. Throws std::invalid_argument when name or value
/// holds a character that a cookie cannot. Any thread.
[[nodiscard]] std::string write_set_cookie(const SetCookie& cookie, bool secure);

}  // namespace hemicycle::web::http
