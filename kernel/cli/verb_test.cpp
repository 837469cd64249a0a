#include "kernel/cli/verb.hpp"

#include <catch2/catch.hpp>

using hemicycle::cli::split;
using Words = std::vector<std::string>;

TEST_CASE("the program's own commands win, whatever follows them") {
  const auto found = split({"--set", "a=b", "call", "club.join", "{}"}, {"call"});
  CHECK_FALSE(found.verb);
  CHECK(found.own == Words{"--set", "a=b", "call", "club.join", "{}"});
}

TEST_CASE("another first word is a plugin, the second its verb, the rest its fields; the program's options may stand anywhere") {
  const auto found = split({"--config", "h.toml", "club", "join-us", "--name", "Ada", "--json", "--set=web.port=1"}, {"call"});
  REQUIRE(found.verb);
  CHECK(found.verb->plugin == "club");
  CHECK(found.verb->verb == "join_us");
  CHECK(found.verb->words == Words{"--name", "Ada"});
  CHECK(found.own == Words{"--config", "h.toml", "--json", "--set=web.port=1"});
}

TEST_CASE("one word alone is no verb: the command line says what it knows") {
  CHECK_FALSE(split({"nonsense"}, {"call"}).verb);
  CHECK_FALSE(split({"nonsense", "--help"}, {"call"}).verb);
  CHECK_FALSE(split({}, {"call"}).verb);
}
