#include "token.hpp"

#include <catch2/catch.hpp>
#include <set>

using accounts_plugin::make_token;
using accounts_plugin::token_hash;

TEST_CASE("a token is 256 bits that never come twice, fit for an address") {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const auto token = make_token();
    CHECK(token.size() == 64);
    CHECK(token.find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(seen.insert(token).second);
  }
}

TEST_CASE("what is kept of a token is its SHA-256") {
  // The test vector of FIPS 180-2, appendix B.1.
  CHECK(token_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
