#include "kernel/cli/log.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

using hemicycle::cli::neutralised;
using namespace std::string_view_literals;

TEST_CASE("what an outsider wrote stays on one line and steers no terminal") {
  CHECK(neutralised("a\nb\r\nc") == "a\\x0ab\\x0d\\x0ac");
  CHECK(neutralised("\x1b[2J\x07") == "\\x1b[2J\\x07");
  CHECK(neutralised("a\0b\tc\x7f"sv) == "a\\x00b\\x09c\\x7f");
  CHECK(neutralised("\xc2\x85\xc2\x9bK") == "\\x85\\x9bK");
}

TEST_CASE("words are left as they are") {
  CHECK(neutralised("Conseil de développement : « été », 100 % \\n 👍") == "Conseil de développement : « été », 100 % \\n 👍");
  CHECK(neutralised("\xc2\xa0") == "\xc2\xa0");
  CHECK(neutralised("").empty());
}

TEST_CASE("a byte that is cut off at the end does no harm") { CHECK(neutralised("\xc2") == "\xc2"); }
