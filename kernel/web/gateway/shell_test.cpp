#include "kernel/web/gateway/shell.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

using namespace hemicycle::web::gateway;
using namespace std::string_view_literals;

TEST_CASE("a path that stays in the house is local") {
  for (const auto path : {"/"sv, "/travaux"sv, "/travaux?page=2&x=%2F"sv, "/a//b"sv, "/a/../b"sv, "/travaux#fin"sv, "/@ailleurs"sv, "/é"sv, "/https://x"sv})
    CHECK(is_local_path(path));
}

TEST_CASE("an address that a browser would take elsewhere is not local") {
  for (const auto path : {""sv, "travaux"sv, "//evil.example"sv, "///evil.example"sv, "/\\evil.example"sv, "\\\\evil.example"sv, "/a\\b"sv, "https://evil.example"sv,
                          "http:/evil.example"sv, "https:evil.example"sv, "javascript:alert(1)"sv, "data:text/html,x"sv, " /x"sv, "\t//evil.example"sv,
                          "/\t/evil.example"sv, "/\n/evil.example"sv, "/x\r\nSet-Cookie: a=b"sv, "/\0/evil"sv, "/x y"sv, "/\x7f"sv, "?x"sv, "#x"sv, "."sv})
    CHECK_FALSE(is_local_path(path));
}

TEST_CASE("the fixed headers allow no inline script, no frame, no sniffing; HSTS comes with TLS alone") {
  const auto plain = fixed_headers(false);
  const auto secure = fixed_headers(true);
  for (const auto& headers : {plain, secure}) {
    CHECK(headers.find("default-src 'none'") != std::string::npos);
    CHECK(headers.find("frame-ancestors 'none'") != std::string::npos);
    CHECK(headers.find("base-uri 'none'") != std::string::npos);
    CHECK(headers.find("form-action 'self'") != std::string::npos);
    CHECK(headers.find("X-Content-Type-Options: nosniff\r\n") != std::string::npos);
    CHECK(headers.find("unsafe-") == std::string::npos);
    CHECK(headers.find('*') == std::string::npos);
    CHECK(headers.ends_with("\r\n"));
  }
  CHECK(plain.find("Strict-Transport-Security") == std::string::npos);
  CHECK(secure.find("Strict-Transport-Security: max-age=63072000") != std::string::npos);
}
