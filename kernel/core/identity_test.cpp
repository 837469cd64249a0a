#include "kernel/core/identity.hpp"

#include <catch2/catch.hpp>
#include <regex>
#include <set>

using namespace hemicycle::core;

TEST_CASE("an id is a UUID of version 7 whose first 48 bits are the time in milliseconds") {
  const auto id = new_id(0x0123'4567'89abLL * 1'000'000);
  CHECK(std::regex_match(id, std::regex("01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")));
}

TEST_CASE("ids sort by age, and a thousand of one instant differ") {
  CHECK(new_id(1'775'650'000'001'000'000) < new_id(1'775'650'000'002'000'000));
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(new_id(1));
  CHECK(ids.size() == 1000);
}

TEST_CASE("a traceparent made here is one that is accepted") {
  for (int i = 0; i < 100; ++i) CHECK(is_traceparent(new_traceparent()));
}

TEST_CASE("a traceparent is version 00 with lower-case ids that are not zero, and nothing else") {
  CHECK(is_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
  CHECK_FALSE(is_traceparent(""));
  CHECK_FALSE(is_traceparent("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
  CHECK_FALSE(is_traceparent("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"));
  CHECK_FALSE(is_traceparent("00-00000000000000000000000000000000-00f067aa0ba902b7-01"));
  CHECK_FALSE(is_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01"));
  CHECK_FALSE(is_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g"));
  CHECK_FALSE(is_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n"));
  CHECK_FALSE(is_traceparent("00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
}

TEST_CASE("a fingerprint is FNV-1a: its published values, and one changed byte changes it") {
  // draft-eastlake-fnv, appendix C: 64-bit FNV-1a of "" and of "a".
  CHECK(fingerprint("") == "cbf29ce484222325");
  CHECK(fingerprint("a") == "af63dc4c8601ec8c");
  CHECK(fingerprint("{\"a\":1}") != fingerprint("{\"a\":2}"));
}
