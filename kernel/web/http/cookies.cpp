#include "kernel/web/http/cookies.hpp"

#include <algorithm>
#include <stdexcept>

#include "kernel/web/http/characters.hpp"

namespace hemicycle::web::http {
namespace {

bool cookie_octet(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte < 0x7F && c != '"' && c != ',' && c != ';' && c != '\\';
}

bool valid_value(std::string_view value) noexcept { return std::all_of(value.begin(), value.end(), cookie_octet); }

std::string_view unquoted(std::string_view value) noexcept {
  const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
  return quoted ? value.substr(1, value.size() - 2) : value;
}

}  // namespace

std::optional<std::string_view> cookie_value(std::string_view header, std::string_view name) noexcept {
  std::optional<std::string_view> found;
  while (!header.empty()) {
    const auto end = header.find(';');
    const auto pair = trimmed(header.substr(0, end));
    header = end == std::string_view::npos ? std::string_view{} : header.substr(end + 1);
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
    const auto value = unquoted(pair.substr(equals + 1));
    if (found || !valid_value(value)) return std::nullopt;
    found = value;
  }
  return found;
}

std::string host_cookie_name(std::string_view name, bool secure) { return (secure ? "__Host-" : "") + std::string(name); }

std::string write_set_cookie(const SetCookie& cookie, bool secure) {
  if (!is_token(cookie.name)) throw std::invalid_argument("a cookie's name must be an HTTP token: " + cookie.name);
  if (!valid_value(cookie.value))
    throw std::invalid_argument("the value of cookie " + cookie.name + " holds a character that a cookie cannot");
  std::string out = host_cookie_name(cookie.name, secure) + "=" + cookie.value + "; Path=/";
  if (cookie.max_age) out += "; Max-Age=" + std::to_string(std::max<std::chrono::seconds::rep>(0, cookie.max_age->count()));
  if (secure) out += "; Secure";
  if (!cookie.script_may_read) out += "; HttpOnly";
  out += cookie.same_site == SameSite::strict ? "; SameSite=Strict" : "; SameSite=Lax";
  return out;
}

}  // namespace hemicycle::web::http
