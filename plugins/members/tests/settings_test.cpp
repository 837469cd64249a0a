// Settings that the register could not live by stop the start.
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace members_test;

namespace {

bool starts(const std::string& setting, const std::string& value) {
  auto with = options();
  with.settings[setting] = value;
  try {
    Council council(with);
    return council.electorate().ok();
  } catch (const hemicycle::testing::Misuse&) {
    return false;
  }
}

}  // namespace

TEST_CASE("an office named twice, a role that no seat may give and age classes that overlap are refused before anything runs") {
  CHECK(starts("members.offices", R"([{"office": "chair"}, {"office": "board_member"}])"));
  CHECK_FALSE(starts("members.offices", R"([{"office": "chair"}, {"office": "chair"}])"));
  CHECK_FALSE(starts("members.categories", R"([{"category": "guest", "role": "admin"}])"));
  CHECK_FALSE(starts("members.census", R"([{"age_class": "young", "from": 18, "to": 40}, {"age_class": "old", "from": 40, "to": 99}])"));
  CHECK_FALSE(starts("members.smallest_group", "4"));
}

TEST_CASE("a census that gives people here and shares there, or more than the whole, is refused before anything runs") {
  CHECK(starts("members.census", R"([{"age_class": "young", "from": 18, "to": 40, "percent": 40}, {"age_class": "old", "from": 41, "to": 99, "percent": 60}])"));
  CHECK_FALSE(starts("members.census", R"([{"age_class": "young", "from": 18, "to": 40, "people": 40}, {"age_class": "old", "from": 41, "to": 99, "percent": 60}])"));
  CHECK_FALSE(starts("members.census", R"([{"age_class": "young", "from": 18, "to": 40, "people": 40, "percent": 40}])"));
  CHECK_FALSE(starts("members.census", R"([{"age_class": "young", "from": 18, "to": 40, "percent": 60}, {"age_class": "old", "from": 41, "to": 99, "percent": 60}])"));
  CHECK_FALSE(starts("members.census_colleges", R"([{"college": "north", "percent": 60}, {"college": "north", "percent": 10}])"));
}
