#define CATCH_CONFIG_MAIN
#include <auditions.contract.hpp>
#include <catch2/catch.hpp>
#include <hemicycle/testing/kernel.hpp>

using hemicycle::testing::Rows;
using hemicycle::testing::TestKernel;

namespace {

// [snippet: fixture]
const auditions::Record kHearing{.group = "g12", .heard = "Association of cyclists", .day = "2026-04-02", .summary = "They *count*."};

/// A house with this plugin alone; one group stands in for the plugin `working_groups`.
void open_house(TestKernel& kernel, const std::string& state = "active") {
  kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
  kernel.stub("working_groups.get_brief", R"({"group": "g12", "title": "Mobility", "open": true, "referral": "2026-S03", "state": ")" + state + "\"}");
}

working_groups::DeliverableSubmitted opinion(const std::string& visibility) {
  return {.group = "g12", .deliverable = "d1", .referral = "2026-S03", .visibility = visibility, .kind = "opinion", .title = "Mobility", .summary = "Ride."};
}
// [/snippet]

}  // namespace

// [snippet: command]
TEST_CASE("who may records a hearing of their group, and of no other") {
  TestKernel kernel;
  open_house(kernel);
  auto ada = kernel.as("ada").may(auditions::permission::record, "group:g12");

  const auto reply = ada.call(kHearing);
  INFO(reply.explain());
  REQUIRE(reply.ok());
  REQUIRE(kernel.events("auditions.recorded").at(0).field("id") == reply.field("id"));
  REQUIRE(kernel.rows("SELECT heard, cited FROM auditions_hearing") == Rows{{"Association of cyclists", "0"}});

  auto elsewhere = kHearing;
  elsewhere.group = "g13";
  REQUIRE(ada.call(elsewhere).status() == "denied");
  REQUIRE(kernel.visitor().call(kHearing).code() == "sign_in_first");
}
// [/snippet]

// [snippet: refusals]
TEST_CASE("a hearing that has not taken place, and one of a group that is not there, are refused at their field") {
  TestKernel kernel;
  kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
  kernel.refuse("working_groups.get_brief", "not_found", "no_such_group");
  REQUIRE(kernel.system().call(kHearing).error("group") == "no_such_group");

  TestKernel other;
  open_house(other);
  auto tomorrow = kHearing;
  tomorrow.day = "2026-04-09";
  REQUIRE(other.now() == "2026-04-08T14:00:00Z");
  REQUIRE(other.system().call(tomorrow).error("day") == "not_yet_held");
  other.advance(std::chrono::hours(24));
  REQUIRE(other.system().call(tomorrow).ok());
}
// [/snippet]

TEST_CASE("a group whose work is over takes no more hearings") {
  TestKernel kernel;
  open_house(kernel, "closed");
  REQUIRE(kernel.system().call(kHearing).code() == "group_closed");
  REQUIRE(kernel.events().empty());
}

// [snippet: reaction]
TEST_CASE("a hearing is shown once a public opinion cites it") {
  TestKernel kernel;
  open_house(kernel);
  REQUIRE(kernel.system().call(kHearing).ok());
  REQUIRE(kernel.visitor().call("auditions.list").size("hearings") == 0);

  kernel.emit(opinion("private"));
  REQUIRE(kernel.visitor().call("auditions.list").size("hearings") == 0);

  kernel.emit(opinion("public"));
  REQUIRE(kernel.visitor().call("auditions.list").field("hearings.0.heard") == "Association of cyclists");
  REQUIRE(kernel.events("auditions.cited").at(0).field("hearings") == "1");

  kernel.emit(opinion("public"));
  REQUIRE(kernel.events("auditions.cited").size() == 1);
}
// [/snippet]

// [snippet: job]
TEST_CASE("what no opinion came to cite is forgotten after the days that the council set") {
  TestKernel kernel({.settings = {{"auditions.kept_days", "30"}}});
  open_house(kernel);
  REQUIRE(kernel.system().call(kHearing).ok());

  kernel.advance(std::chrono::days(30));
  REQUIRE(kernel.rows("SELECT COUNT(*) FROM auditions_hearing") == Rows{{"1"}});
  kernel.advance(std::chrono::days(1));
  REQUIRE(kernel.rows("SELECT COUNT(*) FROM auditions_hearing") == Rows{{"0"}});
}
// [/snippet]
