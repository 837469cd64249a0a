// The lot: the same for everybody who draws again, whatever the order in which people applied.
#include <catch2/catch.hpp>

#include <algorithm>
#include <hemicycle/sha256.hpp>

#include "sortition.hpp"

using namespace members_plugin;
using hemicycle::sha256;

namespace {

std::vector<Candidate> people(int count) {
  std::vector<Candidate> out;
  for (int i = 0; i < count; ++i)
    out.push_back({.code = "C" + std::to_string(i),
                   .traits = {{"gender", i % 3 == 0 ? "woman" : "man"}, {"age", i % 5 == 0 ? "18-29" : "45-59"}, {"constituency", i % 10 == 0 ? "island" : "town"}}});
  return out;
}

bool drawn(const Drawn& result, const std::string& code) { return std::find(result.drawn.begin(), result.drawn.end(), code) != result.drawn.end(); }

std::vector<std::string> whole_order(const std::vector<Candidate>& candidates, std::string_view seed) { return draw_lots(candidates, 0, {}, seed).reserve; }

}  // namespace

TEST_CASE("the same seed draws the same people in whatever order they applied, and another seed others") {
  auto candidates = people(60);
  const std::vector<Quota> quotas{{"gender", "woman", 10, 10}, {"age", "18-29", 5, 20}};
  const auto first = draw_lots(candidates, 20, quotas, "weather of 3 May");
  std::reverse(candidates.begin(), candidates.end());
  const auto second = draw_lots(candidates, 20, quotas, "weather of 3 May");
  CHECK(first.drawn == second.drawn);
  CHECK(first.reserve == second.reserve);
  CHECK(first.drawn != draw_lots(candidates, 20, quotas, "weather of 4 May").drawn);
}

TEST_CASE("the order is that of SHA-256 over seed and code, so that anybody can compute it with other tools") {
  CHECK(sha256("seed:C1") == "6f1d81842644d0269753d78bdfafa8643992d4e91ec64263cf820baf48a28a2d");
  auto order = whole_order({{.code = "C1", .traits = {}}, {.code = "C2", .traits = {}}, {.code = "C3", .traits = {}}}, "seed");
  auto wanted = std::vector<std::string>{"C1", "C2", "C3"};
  std::sort(wanted.begin(), wanted.end(), [](const auto& a, const auto& b) { return sha256("seed:" + a) < sha256("seed:" + b); });
  CHECK(order == wanted);
}

TEST_CASE("one application more or less never changes the order of two others") {
  auto candidates = people(40);
  const auto before = whole_order(candidates, "s");
  for (const auto& gone : before) {
    auto fewer = candidates;
    std::erase_if(fewer, [&](const Candidate& one) { return one.code == gone; });
    auto wanted = before;
    std::erase(wanted, gone);
    REQUIRE(whole_order(fewer, "s") == wanted);
  }
}

TEST_CASE("quotas hold whenever the candidates allow it, over many seeds") {
  const auto candidates = people(60);
  const std::vector<Quota> quotas{{"gender", "woman", 10, 10}, {"age", "18-29", 6, 8}, {"constituency", "island", 3, 20}};
  for (int seed = 0; seed < 200; ++seed) {
    const auto result = draw_lots(candidates, 20, quotas, std::to_string(seed));
    REQUIRE(result.drawn.size() == 20);
    REQUIRE(result.drawn.size() + result.reserve.size() == 60);
    for (std::size_t q = 0; q < quotas.size(); ++q) REQUIRE(Drawn::holds(quotas[q], result.counts[q]));
  }
}

TEST_CASE("a quota that cannot be met is told, and the places are filled all the same") {
  const std::vector<Quota> quotas{{"constituency", "island", 8, 20}, {"gender", "woman", 5, 10}};
  const auto result = draw_lots(people(60), 20, quotas, "s");
  CHECK(result.drawn.size() == 20);
  CHECK(result.counts[0] == 6);
  CHECK_FALSE(Drawn::holds(quotas[0], result.counts[0]));
  CHECK(Drawn::holds(quotas[1], result.counts[1]));
  for (int i = 0; i < 60; i += 10) CHECK(drawn(result, "C" + std::to_string(i)));
}

TEST_CASE("with fewer candidates than places everybody is drawn") {
  const auto result = draw_lots(people(3), 20, {}, "s");
  CHECK(result.drawn.size() == 3);
  CHECK(result.reserve.empty());
}
