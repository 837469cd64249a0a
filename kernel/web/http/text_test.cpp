// Small readers and writers: UTF-8, URLs, forms, cookies.
#include <catch2/catch.hpp>
#include <stdexcept>
#include <string>

#include "kernel/web/http/cookies.hpp"
#include "kernel/web/http/url.hpp"
#include "kernel/web/http/urlencoded.hpp"
#include "kernel/web/http/utf8.hpp"

using namespace hemicycle::web::http;
using namespace std::chrono_literals;

TEST_CASE("only well-formed UTF-8 is UTF-8") {
  for (const char* good : {"", "abc", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x8f\x9b", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"})
    CHECK(is_utf8(good));
  for (const char* bad : {"\x80", "\xc3", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf0\x80\x80\xaf", "\xf4\x90\x80\x80",
                          "\xf5\x80\x80\x80", "\xff", "a\xe2\x82"}) {
    CHECK(!is_utf8(bad));
  }
  CHECK(utf8_prefix("a\xe2\x82\xac", 3) == "a");
  CHECK(utf8_prefix("a\xe2\x82\xac", 4) == "a\xe2\x82\xac");
}

TEST_CASE("percent sequences are read whole or not at all") {
  CHECK(percent_decode("a%20b+c") == "a b+c");
  CHECK(percent_decode("a%20b+c", Plus::space) == "a b c");
  CHECK(percent_decode("%C3%a9") == "\xc3\xa9");
  for (const char* bad : {"%", "%4", "%zz", "%00", "%ff", "%c0%af"}) CHECK(!percent_decode(bad));
  CHECK(percent_encode("a b/\xc3\xa9~") == "a%20b%2F%C3%A9~");
  CHECK(percent_decode(percent_encode("?&=#+% \xe2\x82\xac")) == "?&=#+% \xe2\x82\xac");
}

TEST_CASE("a path means one thing or is refused") {
  CHECK(decode_path("/") == "/");
  CHECK(decode_path("/travaux/l%27eau/") == "/travaux/l'eau/");
  CHECK(decode_path("/a.b/...") == "/a.b/...");
  for (const char* bad : {"", "a", "//", "/a//b", "/.", "/..", "/a/../b", "/%2e%2e/", "/.%2E", "/a%2Fb", "/a%5cb", "/%0a", "/%7f"})
    CHECK(!decode_path(bad));
}

TEST_CASE("a form is read in order, with bounds") {
  CHECK(parse_urlencoded("a=1&b=deux+mots&a=%C3%A9&&c") == FormFields{{"a", "1"}, {"b", "deux mots"}, {"a", "\xc3\xa9"}, {"c", ""}});
  CHECK(parse_urlencoded("a=b=c") == FormFields{{"a", "b=c"}});
  CHECK(parse_urlencoded("") == FormFields{});
  for (const char* bad : {"a=%", "%zz=1", "a=%ff", "a=%00"}) CHECK(!parse_urlencoded(bad));
  CHECK(parse_urlencoded("a=1&b=2", 2));
  CHECK(!parse_urlencoded("a=1&b=2&c=3", 2));
  CHECK(parse_urlencoded(write_urlencoded({{"a&", "= +"}, {"b", ""}})) == FormFields{{"a&", "= +"}, {"b", ""}});
}

TEST_CASE("a cookie is read once and strictly") {
  CHECK(cookie_value("a=1; session=abc; b=2", "session") == "abc");
  CHECK(cookie_value("session=\"abc\"", "session") == "abc");
  CHECK(cookie_value("session=", "session") == "");
  CHECK(cookie_value("a={\"json\":1}; session=abc", "session") == "abc");
  CHECK(!cookie_value("session=abc; session=def", "session"));
  CHECK(!cookie_value("session=a b", "session"));
  CHECK(!cookie_value("xsession=abc", "session"));
  CHECK(!cookie_value("", "session"));
}

TEST_CASE("a session's cookie is bound to its host over TLS") {
  CHECK(write_set_cookie({.name = "s", .value = "v", .max_age = 3600s}, true) ==
        "__Host-s=v; Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax");
  CHECK(write_set_cookie({.name = "s", .value = "v", .max_age = {}, .same_site = SameSite::strict}, false) ==
        "s=v; Path=/; HttpOnly; SameSite=Strict");
  CHECK(write_set_cookie({.name = "s", .value = "", .max_age = -5s}, true).find("Max-Age=0;") != std::string::npos);
  CHECK_THROWS_AS(write_set_cookie({.name = "s", .value = "a;b", .max_age = {}}, true), std::invalid_argument);
  CHECK_THROWS_AS(write_set_cookie({.name = "s p", .value = "a", .max_age = {}}, true), std::invalid_argument);
}
