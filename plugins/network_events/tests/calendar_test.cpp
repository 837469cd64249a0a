// What a calendar program is told of an event, and what an event says of itself before that.
#include <catch2/catch.hpp>
#include <hemicycle/testing/kernel.hpp>

#include "network_events.contract.hpp"

using hemicycle::testing::Options;
using hemicycle::testing::Reply;
using hemicycle::testing::TestKernel;

namespace {

struct Diary {
  TestKernel kernel{Options{.vocabularies = {{"event_kinds", {"rencontre"}}, {"event_roles", {"invite"}}, {"themes", {"eau", "sols"}}, {"attachment_types", {"autre"}}}}};
  Diary() { kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST); }

  hemicycle::testing::Caller team() { return kernel.as("team").may(network_events::permission::edit); }
  Reply announce(const std::string& mode, const std::optional<std::string>& place = {}, const std::string& date = "2026-05-01") {
    return team().call(network_events::Announce{.title = "Une rencontre", .kind = "rencontre", .role = "invite", .date = date, .mode = mode, .place = place, .summary = "Un mot."});
  }
};

}  // namespace

TEST_CASE("a cancelled event stays in its calendar and says so, later than what was told before") {
  Diary house;
  const auto event = house.announce("remote").field("event");
  const auto told = [&] { return house.kernel.visitor().call(network_events::Calendar{.event = event}); };
  CHECK(told().field("events.0.cancelled") == "false");
  CHECK(told().field("events.0.sequence") == "0");
  REQUIRE(house.team().call(network_events::Cancel{.event = event, .reason = "Le réseau y renonce."}).ok());
  CHECK(told().field("events.0.cancelled") == "true");
  CHECK(told().field("events.0.sequence") == "1");
}

TEST_CASE("an event that changes is told with a higher sequence") {
  Diary house;
  const auto event = house.announce("remote").field("event");
  house.kernel.advance(std::chrono::minutes(1));
  REQUIRE(house.team().call(network_events::Edit{.event = event, .title = "Une autre", .kind = "rencontre", .role = "invite", .date = "2026-05-02", .mode = "remote", .summary = "Un mot."}).ok());
  CHECK(house.kernel.visitor().call(network_events::Calendar{.event = event}).field("events.0.sequence") == "60");
}

TEST_CASE("an event that is held somewhere, if only in part, says where") {
  Diary house;
  CHECK(house.announce("on_site").error("place") == "place_needed");
  CHECK(house.announce("hybrid").error("place") == "place_needed");
  CHECK(house.announce("hybrid", "Rennes").ok());
  CHECK(house.announce("remote").ok());
}

TEST_CASE("an event is among the choices of what can be about it") {
  Diary house;
  const auto event = house.announce("remote").field("event");
  const auto choices = house.kernel.visitor().call(network_events::Choices{});
  CHECK(choices.field("options.0.id") == event);
  CHECK(choices.field("options.0.label") == "Une rencontre (2026-05-01)");
}

TEST_CASE("a retrospective bears a theme once") {
  Diary house;
  const auto event = house.announce("remote", {}, "2026-04-08").field("event");
  REQUIRE(house.team().call(network_events::Hold{.event = event}).ok());
  network_events::MakeRetrospective told{.event = event, .title = "Ce que nous avons appris", .summary = "Un mot.", .themes = {"eau", "eau"}, .learnings = "Beaucoup."};
  CHECK(house.team().call(told).error("themes") == "chosen_twice");
  told.themes = {"eau", "sols"};
  CHECK(house.team().call(told).ok());
}
