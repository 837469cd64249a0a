// Mandates that begin and end around a session, and in the middle of it: who is told, who counts, who stays in the record.
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace plenary_test;

namespace {

std::string seat(const std::string& id) { return R"("seat": ")" + id + "\""; }

/// The line of the minutes with this name, in one of the lists of people; empty when it is not there.
std::string line(const Reply& minutes, const std::string& list, const std::string& name) {
  for (std::size_t i = 0; i < minutes.size("record." + list); ++i) {
    const auto at = "record." + list + "." + std::to_string(i);
    if (minutes.field(at + ".name") == name) return minutes.field(at);
  }
  return {};
}

std::string at_left(const std::string& line) { return at(line, "left"); }

/// A mandate that runs out now, as the register tells it.
void end_mandate(Council& council, int number, const std::string& person) {
  const auto id = std::to_string(number);
  council.members.at(static_cast<std::size_t>(number - 1)).until = council.kernel.now();
  council.kernel.emit("members.seat_ended", R"({"seat": "s)" + id + R"(", "person": ")" + person + R"(", "body": "plenary", "reason": "mandate_end"})", "seat:s" + id);
}

}  // namespace

TEST_CASE("a notice goes to those who will sit on that day, and its list of attendance is theirs") {
  Council council;
  council.members[0].until = "2026-05-01T00:00:00Z";
  council.members[1].from = "2026-05-10T00:00:00Z";
  const auto session = council.plan("2026-05-20T16:00:00Z");
  council.add_item(session);
  REQUIRE(council.on(session, "convene").ok());
  REQUIRE(council.kernel.rows("SELECT seat FROM plenary_recipient ORDER BY seat") == Rows{{"s2"}, {"s3"}, {"s4"}, {"s5"}, {"s6"}});
  REQUIRE(council.on(session, "attendance").size("people") == 5);
  REQUIRE(council.on(council.member(2), session, "give_proxy", R"("holder": "s3")").ok());
  REQUIRE(council.on(council.member(1), session, "give_proxy", R"("holder": "s4")").code() == "no_seat_here");
}

TEST_CASE("invariant 2: a mandate that ends in the middle of a session stays on its sheet and in its minutes, with the times, and counts no more") {
  Council council;
  const auto at = council.sitting(4);
  council.kernel.advance(std::chrono::minutes(30));
  end_mandate(council, 1, "p1");
  end_mandate(council, 6, "p6");
  const auto sheet = council.on(at.session, "attendance");
  REQUIRE(sheet.field("members") == "4");
  REQUIRE(sheet.field("present") == "3");
  REQUIRE(sheet.size("people") == 6);
  REQUIRE(sheet.field("people.0.name") == "Name of p1");
  REQUIRE(sheet.field("people.0.presence") == "no_longer_sits");
  REQUIRE(sheet.field("people.0.left") == "2026-05-20T14:30:00Z");
  REQUIRE(sheet.field("people.5.presence") == "no_longer_sits");
  REQUIRE(council.on(at.session, "check_in", seat("s1")).error("seat") == "no_such_seat");

  council.kernel.advance(std::chrono::minutes(30));
  REQUIRE(council.on(at.session, "close_session").ok());
  const auto minutes = council.on(at.session, "minutes");
  REQUIRE(minutes.size("record.present") == 4);
  REQUIRE(at_left(line(minutes, "present", "Name of p1")) == "2026-05-20T14:30:00Z");
  REQUIRE(line(minutes, "present", "Name of p1").find("\"ended\":true") != std::string::npos);
  REQUIRE(line(minutes, "present", "Name of p2").find("\"ended\"") == std::string::npos);
  REQUIRE(line(minutes, "absent", "Name of p6").find("\"ended\":true") != std::string::npos);
  REQUIRE(minutes.size("record.absent") == 2);
}

TEST_CASE("invariant 2: who was represented until a mandate ended was represented, and the minutes say until when") {
  Council council;
  const auto at = council.sitting(4);
  REQUIRE(council.on(council.member(5), at.session, "give_proxy", R"("holder": "s1")").ok());
  REQUIRE(council.on(council.member(6), at.session, "give_proxy", R"("holder": "s2")").ok());
  council.kernel.advance(std::chrono::minutes(10));
  end_mandate(council, 1, "p1");
  REQUIRE(council.on(at.session, "attendance").field("represented") == "1");
  council.kernel.advance(std::chrono::minutes(10));
  end_mandate(council, 6, "p6");
  REQUIRE(council.on(at.session, "attendance").field("represented") == "0");
  REQUIRE(council.on(at.session, "close_session").ok());
  const auto minutes = council.on(at.session, "minutes");
  REQUIRE(minutes.size("record.represented") == 2);
  REQUIRE(line(minutes, "represented", "Name of p5").find("Name of p1") != std::string::npos);
  REQUIRE(at_left(line(minutes, "represented", "Name of p5")) == "2026-05-20T14:10:00Z");
  REQUIRE(at_left(line(minutes, "represented", "Name of p6")) == "2026-05-20T14:20:00Z");
  REQUIRE(minutes.size("record.absent") == 0);
}

TEST_CASE("invariant 2: the votes of a mandate that ended keep its voice and its name") {
  Council council;
  const auto at = council.sitting(4);
  const auto vote = council.open_vote(at, "roll_call");
  REQUIRE(council.on(at.session, "record_voices", Council::about(vote) + R"(, "voices": [{"seat": "s1", "choice": "against"}, {"seat": "s2", "choice": "for"}])").ok());
  end_mandate(council, 1, "p1");
  REQUIRE(council.on(at.session, "close_vote", Council::about(vote)).ok());
  REQUIRE(council.on(at.session, "proclaim", Council::about(vote)).ok());
  REQUIRE(council.on(at.session, "close_session").ok());
  const auto minutes = council.on(at.session, "minutes");
  REQUIRE(minutes.field("record.items.0.votes.0.members") == "6");
  REQUIRE(minutes.field("record.items.0.votes.0.against") == "1");
  REQUIRE(minutes.field("record.items.0.votes.0.voices.0.name") == "Name of p1");
}

TEST_CASE("an alternate who takes a seat over in the middle of a session keeps the place, and votes from the same telephone") {
  Council council;
  council.members[0].alternate = "acc_alternate";
  council.allow("acc_alternate");
  const auto at = council.sitting(0);
  council.come(at.session, 2, 4);
  REQUIRE(council.on(at.session, "check_in", seat("s1") + R"(, "alternate": true)").ok());
  council.kernel.advance(std::chrono::minutes(10));
  council.members.push_back({.seat = "s1", .person = "alt_p1", .account = "acc_alternate", .from = council.kernel.now()});
  end_mandate(council, 1, "p1");
  REQUIRE(council.on(at.session, "attendance").field("present") == "4");
  const auto vote = council.open_vote(at, "electronic");
  REQUIRE(Council::on(council.kernel.as("acc_alternate"), at.session, "cast", Council::about(vote) + R"(, "choice": "for")").ok());
}

TEST_CASE("where no quorum is asked, pages are told so instead of a quorum of nobody") {
  Council council;
  council.body["quorum_percent"] = "0";
  const auto at = council.sitting(1);
  REQUIRE(council.on(at.session, "session").field("quorum.not_asked") == "true");
  const auto vote = council.open_vote(at, "consent");
  REQUIRE(council.on(at.session, "vote", Council::about(vote)).field("figures.not_asked") == "true");
  council.body["quorum_percent"] = "50";
  REQUIRE(council.on(at.session, "session").json().find("not_asked") == std::string::npos);
}
