// Groups under the council's rules, and what becomes of them after their work (domain.md, SM3).
#include <catch2/catch.hpp>
#include <hemicycle/testing/kernel.hpp>

#include "working_groups.contract.hpp"

#include "term.hpp"

using hemicycle::testing::Options;
using hemicycle::testing::Reply;
using hemicycle::testing::TestKernel;
namespace groups = working_groups;

namespace {

struct House {
  TestKernel kernel{Options{.vocabularies = {{"themes", {"eau"}}, {"methods", {"debat"}}, {"means", {"salle"}}, {"deliverable_kinds", {"avis"}}, {"attachment_types", {"avis"}}},
                            .roles = {{"lead", {"working_groups.manage", "working_groups.submit"}}, {"group_member", {}}, {"partner", {}}}}};

  explicit House(const std::string& rule, const std::string& brief = R"("state": "programmed")") {
    kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
    kernel.stub("accounts.names", [](const std::string& input) {
      std::string names;
      for (const auto* id : {"acc_ada", "acc_bob", "acc_eve"})
        if (input.find(id) != std::string::npos) names += (names.empty() ? "" : ", ") + (R"({"id": ")" + std::string(id) + R"(", "name": "N"})");
      return R"({"names": [)" + names + "]}";
    });
    kernel.stub("accounts.directory", R"({"options": []})");
    kernel.stub("saisine.programmed", R"({"options": []})");
    kernel.stub("saisine.get_brief", R"({"reference": "S-1", "kind": "solicitation", "title": "Eau", "themes": ["eau"], "open": true, "submitted": "2026-01-01T00:00:00Z", )" + brief + "}");
    kernel.stub("rules.group", rule);
    kernel.stub("members.person", [](const std::string& input) {
      return input.find("acc_eve") == std::string::npos ? R"({"person": "p1", "seats": [{"seat": "s1", "body": "plenary"}], "offices": []})"
                                                        : R"({"seats": [], "offices": []})";
    });
  }
  hemicycle::testing::Caller bureau() {
    return kernel.as("bureau").may(groups::permission::open).may(groups::permission::manage).may(groups::permission::close);
  }
  Reply open(std::vector<std::string> leads, std::string end = "2026-12-31") {
    return bureau().call(groups::Open{.referral = "S-1", .title = "Eau et sols", .mandate = "Dire ce que l'eau demande.", .leads = std::move(leads),
                                      .planned_end = std::move(end), .visibility = "public"});
  }
};

const std::string kFree = R"({"leads_min": 1, "leads_max": 5, "months_max": 0, "outsiders": true})";
const std::string kStrict = R"({"leads_min": 2, "leads_max": 2, "months_max": 12, "outsiders": false})";

}  // namespace

TEST_CASE("a group has as many leads as the rules say, no fewer and no more") {
  House house(kStrict);
  CHECK(house.open({"acc_ada"}).error("leads") == "too_few_leads");
  CHECK(house.open({"acc_ada", "acc_bob", "acc_eve"}).error("leads") == "too_many_leads");
  const auto opened = house.open({"acc_ada", "acc_bob"});
  INFO(opened.explain());
  REQUIRE(opened.ok());
  const auto group = opened.field("group");
  CHECK(house.bureau().call(groups::RemoveMember{.group = group, .account = "acc_bob"}).code() == "too_few_leads");
  CHECK(house.bureau().call(groups::AddMember{.group = group, .account = "acc_bob", .part = "member"}).code() == "too_few_leads");
}

TEST_CASE("where the rules keep groups to members, nobody without a seat joins, and no partner is added") {
  House house(kStrict);
  CHECK(house.open({"acc_ada", "acc_eve"}).error("leads") == "members_only");
  const auto group = house.open({"acc_ada", "acc_bob"}).field("group");
  CHECK(house.bureau().call(groups::AddMember{.group = group, .account = "acc_eve", .part = "member"}).error("account") == "members_only");
  CHECK(house.bureau().call(groups::AddPartner{.group = group, .organisation = "Une association"}).code() == "no_outsiders");

  House free(kFree);
  const auto other = free.open({"acc_ada"}).field("group");
  CHECK(free.bureau().call(groups::AddMember{.group = other, .account = "acc_eve", .part = "member"}).ok());
  CHECK(free.bureau().call(groups::AddPartner{.group = other, .organisation = "Une association"}).ok());
}

TEST_CASE("a group ends in time to come, and within the months that the rules give") {
  House house(kStrict);
  CHECK(house.open({"acc_ada", "acc_bob"}, "2026-04-08").error("planned_end") == "already_past");
  CHECK(house.open({"acc_ada", "acc_bob"}, "2027-04-09").error("planned_end") == "too_long_a_group");
  const auto opened = house.open({"acc_ada", "acc_bob"}, "2026-12-31");
  const auto group = opened.field("group");
  CHECK(house.bureau().call(groups::Extend{.group = group, .planned_end = "2026-12-31"}).error("planned_end") == "not_later");
  CHECK(house.bureau().call(groups::Extend{.group = group, .planned_end = "2027-04-09"}).error("planned_end") == "too_long_a_group");
  CHECK(house.bureau().call(groups::Extend{.group = group, .planned_end = "2027-04-08"}).ok());
  CHECK(house.kernel.visitor().call(groups::Get{.group = group}).field("planned_end") == "2027-04-08");
}

TEST_CASE("months are counted by the calendar") {
  using working_groups_plugin::outlasts;
  CHECK_FALSE(outlasts("2026-04-08", "2027-04-08", 12));
  CHECK(outlasts("2026-04-08", "2027-04-09", 12));
  CHECK_FALSE(outlasts("2026-01-31", "2026-02-28", 1));
  CHECK(outlasts("2026-12-15", "2027-02-16", 2));
  CHECK_FALSE(outlasts("2026-12-15", "2036-02-16", 0));
}

TEST_CASE("a group watches its subject after it was closed, until its day, and is then filed away") {
  House house(kFree);
  const auto group = house.open({"acc_ada"}).field("group");
  const groups::Watch watch{.group = group, .subject = "Le vote du schéma de l'eau.", .until = "2026-06-30"};
  CHECK(house.bureau().call(watch).code() == "close_first");
  CHECK(house.bureau().call(groups::Archive{.group = group}).code() == "close_first");
  REQUIRE(house.bureau().call(groups::Close{.group = group}).ok());
  auto past = watch;
  past.until = "2026-04-08";
  CHECK(house.bureau().call(past).error("until") == "already_past");
  REQUIRE(house.bureau().call(watch).ok());
  CHECK(house.bureau().call(groups::PlanMeeting{.group = group, .starts = "2026-05-01T10:00:00Z", .mode = "remote"}).code() == "wrong_state");
  CHECK(house.kernel.visitor().call(groups::Get{.group = group}).field("watch_until") == "2026-06-30");

  house.kernel.advance(std::chrono::days(83));
  CHECK(house.kernel.visitor().call(groups::Get{.group = group}).field("state") == "on_watch");
  house.kernel.advance(std::chrono::days(3));
  CHECK(house.kernel.visitor().call(groups::Get{.group = group}).field("state") == "archived");
  CHECK(house.kernel.events("working_groups.archived").size() == 1);
  CHECK(house.bureau().call(groups::Archive{.group = group}).code() == "wrong_state");
}

TEST_CASE("who is taken out of a group is named with their part, and a meeting with its day, to those who lead it alone") {
  House house(kFree);
  const auto group = house.open({"acc_ada"}).field("group");
  REQUIRE(house.bureau().call(groups::AddMember{.group = group, .account = "acc_bob", .part = "member"}).ok());
  const groups::Participant bob{.group = group, .account = "acc_bob"};
  const auto told = house.bureau().call(bob);
  INFO(told.explain());
  CHECK(told.field("name") == "N");
  CHECK(told.field("part") == "member");
  CHECK(told.field("joined") == "2026-04-08");
  CHECK(house.bureau().call(groups::Participant{.group = group, .account = "acc_ada"}).field("part") == "lead");
  CHECK(house.bureau().call(groups::Participant{.group = group, .account = "acc_eve"}).code() == "not_in_group");
  CHECK(house.bureau().call(groups::Participant{.group = "G-none", .account = "acc_bob"}).code() == "no_such_group");
  CHECK(house.kernel.as("acc_bob").call(bob).status() == "denied");
  const auto planned = house.bureau().call(groups::PlanMeeting{.group = group, .starts = "2026-05-01T10:00:00Z", .mode = "on_site", .place = "La salle"});
  REQUIRE(planned.ok());
  const groups::Notes notes{.group = group, .meeting = planned.field("meeting")};
  CHECK(house.bureau().call(notes).field("starts") == "2026-05-01T10:00:00Z");
  CHECK(house.bureau().call(notes).field("place") == "La salle");
}

TEST_CASE("a group is opened on a consultation that went to work by the fast track, and on nothing else that is in work") {
  House fast(kFree, R"("state": "in_work", "awaits_group": true)");
  CHECK(fast.open({"acc_ada"}).ok());
  House taken(kFree, R"("state": "in_work")");
  CHECK(taken.open({"acc_ada"}).code() == "referral_not_programmed");
}

TEST_CASE("a year tells of the public groups that worked in it") {
  House house(kFree);
  const auto group = house.open({"acc_ada"}).field("group");
  REQUIRE(house.bureau().call(groups::PlanMeeting{.group = group, .starts = "2026-05-01T10:00:00Z", .mode = "remote"}).ok());
  const auto year = house.kernel.system().call(groups::Year{.year = 2026});
  CHECK(year.field("groups.0.group") == group);
  CHECK(year.field("groups.0.meetings") == "1");
  CHECK(house.kernel.system().call(groups::Year{.year = 2025}).size("groups") == 0);
}

TEST_CASE("a meeting that was held is entered for its notes, one from before its group is a wrong year") {
  House house(kFree);
  const auto group = house.open({"acc_ada"}).field("group");
  house.kernel.advance(std::chrono::days(30));
  CHECK(house.bureau().call(groups::PlanMeeting{.group = group, .starts = "2020-04-20T10:00:00Z", .mode = "remote"}).error("starts") == "before_the_group");
  CHECK(house.bureau().call(groups::PlanMeeting{.group = group, .starts = "2026-04-20T10:00:00Z", .mode = "remote"}).ok());
  CHECK(house.bureau().call(groups::PlanMeeting{.group = group, .starts = "2026-06-01T10:00:00Z", .mode = "remote"}).ok());
}

TEST_CASE("notes are written while a group works and once it is closed, and no more when it is filed away") {
  House house(kFree);
  const auto group = house.open({"acc_ada"}).field("group");
  const auto planned = house.bureau().call(groups::PlanMeeting{.group = group, .starts = "2026-05-01T10:00:00Z", .mode = "remote"});
  const groups::RecordMeetingNotes notes{.group = group, .meeting = planned.field("meeting"), .public_notes = "Trois questions retenues."};
  CHECK(house.bureau().call(notes).ok());
  REQUIRE(house.bureau().call(groups::Close{.group = group}).ok());
  CHECK(house.bureau().call(notes).ok());
  REQUIRE(house.bureau().call(groups::Archive{.group = group}).ok());
  CHECK(house.bureau().call(notes).code() == "wrong_state");
  CHECK(house.kernel.events("working_groups.notes_recorded").size() == 2);
}
