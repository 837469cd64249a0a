// The day of an event is the council's: late in the evening that of UTC is behind.
#include <catch2/catch.hpp>
#include <hemicycle/testing/kernel.hpp>

#include "network_events.contract.hpp"

using hemicycle::testing::Options;
using hemicycle::testing::Reply;
using hemicycle::testing::TestKernel;

namespace {

struct Spring {
  TestKernel kernel{Options{.vocabularies = {{"event_kinds", {"rencontre"}}, {"event_roles", {"invite"}}, {"themes", {"eau"}}, {"attachment_types", {"autre"}}},
                            .begins = "2026-04-30T21:00:00Z"}};
  Spring() { kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST); }

  hemicycle::testing::Caller team() { return kernel.as("team").may(network_events::permission::edit); }
  Reply announce(const std::string& starts) {
    return team().call(network_events::Announce{.title = "Une rencontre", .kind = "rencontre", .role = "invite", .date = "2026-05-01", .starts = starts, .mode = "remote", .summary = "Un mot."});
  }
};

}  // namespace

TEST_CASE("an event begins on its day, from midnight to midnight on the wall") {
  Spring house;
  CHECK(house.announce("2026-04-30T21:59:59Z").error("starts") == "not_on_the_date");
  CHECK(house.announce("2026-04-30T22:00:00Z").ok());
  CHECK(house.announce("2026-05-01T21:59:59Z").ok());
  CHECK(house.announce("2026-05-01T22:00:00Z").error("starts") == "not_on_the_date");
}

TEST_CASE("an event is said to be held once its day has begun, not the evening before") {
  Spring house;
  const auto event = house.announce("2026-05-01T08:00:00Z").field("event");
  const auto hold = [&] { return house.team().call(network_events::Hold{.event = event}); };
  CHECK(hold().code() == "not_yet");
  house.kernel.advance(std::chrono::hours(1));
  CHECK(hold().ok());
}
