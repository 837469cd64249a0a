// The group that an event is of: one of the public groups, where this council has groups at all.
#include <catch2/catch.hpp>
#include <hemicycle/testing/kernel.hpp>

#include "network_events.contract.hpp"

using hemicycle::testing::Options;
using hemicycle::testing::Reply;
using hemicycle::testing::TestKernel;

namespace {

struct House {
  TestKernel kernel{Options{.vocabularies = {{"event_kinds", {"rencontre"}}, {"event_roles", {"invite"}}, {"themes", {"eau"}}, {"attachment_types", {"autre"}}}}};

  explicit House(const std::string& groups) {
    kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
    if (!groups.empty()) kernel.stub("working_groups.choices", R"({"options": [)" + groups + "]}");
  }
  hemicycle::testing::Caller team() { return kernel.as("team").may(network_events::permission::edit); }
  Reply announce(const std::optional<std::string>& group) {
    return team().call(network_events::Announce{.title = "Une rencontre", .kind = "rencontre", .role = "invite", .date = "2026-05-01", .mode = "remote", .group = group, .summary = "Un mot."});
  }
};

}  // namespace

TEST_CASE("an event is of a group that one can choose, or of none") {
  House house(R"({"id": "G-2026-001", "label": "La nuit"})");
  CHECK(house.team().call(network_events::Groups{}).field("options.0.label") == "La nuit");
  CHECK(house.announce("G-2026-001").ok());
  CHECK(house.announce({}).ok());
  CHECK(house.announce("La nuit").error("group") == "bad_format");
  CHECK(house.announce("G-2026-002").error("group") == "no_such_group");
}

TEST_CASE("a council without groups has none to choose, and announces its events all the same") {
  House house("");
  CHECK(house.team().call(network_events::Groups{}).size("options") == 0);
  CHECK(house.announce({}).ok());
  CHECK(house.announce("G-2026-001").error("group") == "no_such_group");
}
