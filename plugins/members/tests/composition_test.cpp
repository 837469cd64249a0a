// The council in numbers, and nobody to be found in them.
#include <catch2/catch.hpp>

#include <vector>

#include "fixture.hpp"
#include "suppression.hpp"

using namespace members_test;
using members_plugin::showable;
using Shown = std::vector<bool>;

TEST_CASE("invariant 16: a group below the smallest is hidden, and with it the part that would let it be computed") {
  CHECK(showable({20, 15, 0}, 5) == Shown{true, true, false});
  CHECK(showable({20, 15, 3}, 5) == Shown{true, false, false});
  CHECK(showable({20, 3, 2}, 5) == Shown{true, false, false});
  CHECK(showable({20, 2, 1}, 5) == Shown{false, false, false});
  CHECK(showable({4}, 5) == Shown{false});
  CHECK(showable({}, 5).empty());
  CHECK(showable({9, 9, 9}, 10) == Shown{false, false, false});
}

TEST_CASE("invariant 16: no total less what is shown ever tells a group below the smallest, nor one part alone") {
  std::vector<std::int64_t> counts(4);
  for (int code = 0; code < 12 * 12 * 12 * 12; ++code) {
    int rest = code;
    for (auto& count : counts) {
      count = rest % 12;
      rest /= 12;
    }
    const auto shown = showable(counts, 5);
    std::int64_t people = 0, parts = 0, visible = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (shown[i]) {
        REQUIRE(counts[i] >= 5);
        ++visible;
      } else {
        people += counts[i];
        parts += counts[i] > 0 ? 1 : 0;
      }
    }
    if (visible > 0 && people > 0) REQUIRE((people >= 5 && parts > 1));
  }
}

TEST_CASE("the board sets ages and colleges beside the census, whose shares it works out of the people that the census counts") {
  auto with = options();
  with.settings["members.census"] = R"([{"age_class": "18-39", "from": 18, "to": 39, "people": 30000}, {"age_class": "40+", "from": 40, "to": 150, "people": 70000}])";
  with.settings["members.census_colleges"] = R"([{"college": "north", "percent": 62.5}])";
  Council council(with);
  for (int i = 0; i < 10; ++i) {
    const auto who = council.person("Somebody", {}, std::string(R"(, "birth_year": )") + (i < 5 ? "1990" : "1970"));
    REQUIRE(council.appoint(council.seat(i < 5 ? "north" : "south"), who).ok());
  }
  const auto board = council.kernel.visitor().call("members.board");
  INFO(board.explain());
  REQUIRE(board.field("by_age.0.percent") == "50");
  REQUIRE(std::stod(board.field("by_age.0.census_percent")) == 30.0);
  REQUIRE(board.field("by_age.0.gap") == "20");
  REQUIRE(board.field("by_age.1.gap") == "-20");
  REQUIRE(board.field("by_college.0.gap") == "-13");
  REQUIRE(board.field("by_college.1.percent") == "50");
  REQUIRE(board.explain().find("census_percent", board.explain().find("south")) == std::string::npos);
}

TEST_CASE("the board counts persons of the council as aggregates of five at least, by gender, age and college") {
  Council council;
  const auto fill = [&](int count, const std::string& gender, int birth_year, const std::string& college) {
    for (int i = 0; i < count; ++i) {
      const auto who = council.person("Somebody", {}, R"(, "gender": ")" + gender + R"(", "birth_year": )" + std::to_string(birth_year));
      REQUIRE(council.appoint(council.seat(college), who).ok());
    }
  };
  fill(6, "woman", 1990, "north");
  fill(5, "man", 1970, "south");
  const auto ask = [&] { return council.kernel.system().call("members.composition", R"({"on": "2026-04-08"})"); };
  const auto even = ask();
  INFO(even.explain());
  REQUIRE(even.field("filled") == "11");
  REQUIRE(even.field("women") == "6");
  REQUIRE(even.field("men") == "5");
  REQUIRE(even.field("gender_gap") == "1");
  REQUIRE(even.field("by_age.0.age_class") == "30-44");
  REQUIRE(even.size("by_age") == 2);
  REQUIRE(even.size("by_college") == 2);

  fill(1, "unstated", 1930, "north");
  const auto odd = ask();
  REQUIRE(odd.field("filled") == "12");
  REQUIRE(odd.field("women") == "6");
  REQUIRE(odd.explain().find("\"men\"") == std::string::npos);
  REQUIRE(odd.explain().find("gender_gap") == std::string::npos);
  REQUIRE(odd.size("by_age") == 1);
}
