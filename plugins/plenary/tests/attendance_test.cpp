// Who is in the room, who carries the voice of whom, and who speaks.
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace plenary_test;

namespace {

std::string convened(Council& council) {
  const auto session = council.plan();
  council.add_item(session);
  Council::done(council.on(session, "convene"));
  return session;
}

std::string holder(const std::string& seat) { return R"("holder": ")" + seat + "\""; }

}  // namespace

TEST_CASE("invariant 4: a proxy falls when its giver arrives, and does not come back when the giver leaves") {
  Council council;
  const auto at = council.sitting(3);
  REQUIRE(council.on(council.member(4), at.session, "give_proxy", holder("s1")).ok());
  REQUIRE(council.on(at.session, "attendance").field("represented") == "1");
  council.come(at.session, 4, 4);
  REQUIRE(council.kernel.rows("SELECT standing, ended_why FROM plenary_proxy") == Rows{{"fallen", "giver_arrived"}});
  REQUIRE(council.on(at.session, "check_out", R"("seat": "s4")").ok());
  REQUIRE(council.on(at.session, "attendance").field("represented") == "0");
  REQUIRE(council.on(council.member(4), at.session, "give_proxy", holder("s1")).ok());
  REQUIRE(council.on(at.session, "attendance").field("represented") == "1");
}

TEST_CASE("invariant 4: giver and holder both sit and vote, and a holder carries as many as the rules say") {
  Council council;
  council.members[5].voting = false;
  const auto session = convened(council);
  REQUIRE(council.on(council.member(1), session, "give_proxy", holder("s6")).error("holder") == "no_voice_here");
  REQUIRE(council.on(council.member(1), session, "give_proxy", holder("s1")).error("holder") == "proxy_to_oneself");
  REQUIRE(council.on(council.member(1), session, "give_proxy", holder("s2")).ok());
  REQUIRE(council.on(council.member(3), session, "give_proxy", holder("s2")).error("holder") == "carries_enough");
  council.body["proxies_per_holder"] = "2";
  REQUIRE(council.on(council.member(3), session, "give_proxy", holder("s2")).ok());
  council.body["proxies_per_holder"] = "0";
  REQUIRE(council.on(council.member(4), session, "give_proxy", holder("s5")).code() == "proxies_forbidden");
}

TEST_CASE("a proxy loop and a chain of proxies are refused") {
  Council council;
  const auto session = convened(council);
  REQUIRE(council.on(council.member(1), session, "give_proxy", holder("s2")).ok());
  REQUIRE(council.on(council.member(2), session, "give_proxy", holder("s1")).error("holder") == "proxy_loop");
  REQUIRE(council.on(council.member(2), session, "give_proxy", holder("s3")).code() == "carries_proxies");
  REQUIRE(council.on(council.member(3), session, "give_proxy", holder("s1")).error("holder") == "proxy_chain");
}

TEST_CASE("a proxy to an absent person counts for nothing and is refused at use") {
  Council council;
  council.counts_proxies = false;
  const auto at = council.sitting(3);
  REQUIRE(council.on(council.member(4), at.session, "give_proxy", holder("s5")).ok());
  REQUIRE(council.on(at.session, "attendance").field("represented") == "0");
  const auto vote = council.open_vote(at, "electronic");
  council.come(at.session, 5, 5);
  REQUIRE(council.cast(at, vote, 5, "for", "s4").code() == "proxy_holder_absent");
  REQUIRE(council.cast(at, vote, 1, "for", "s4").error("seat") == "no_proxy_for_it");
}

TEST_CASE("a holder votes for the giver too, once for each") {
  Council council;
  const auto at = council.sitting(3);
  REQUIRE(council.on(council.member(4), at.session, "give_proxy", holder("s1")).ok());
  const auto vote = council.open_vote(at, "electronic");
  REQUIRE(council.cast(at, vote, 1, "for", "s4").ok());
  REQUIRE(council.cast(at, vote, 1, "against").ok());
  REQUIRE(council.cast(at, vote, 1, "for", "s4").code() == "already_voted");
  REQUIRE(council.cast(at, vote, 4, "for").status() == "denied");
  REQUIRE(council.kernel.rows("SELECT voter_seat, choices FROM plenary_ballot ORDER BY voter_seat") == Rows{{"s1", R"(["against"])"}, {"s4", R"(["for"])"}});
}

TEST_CASE("a holder votes once for every voice that is left to them") {
  Council council;
  council.body["proxies_per_holder"] = "2";
  const auto at = council.sitting(3);
  REQUIRE(council.on(council.member(4), at.session, "give_proxy", holder("s1")).ok());
  REQUIRE(council.on(council.member(5), at.session, "give_proxy", holder("s1")).ok());
  const auto vote = council.open_vote(at, "electronic");
  REQUIRE(council.cast(at, vote, 1, "against", "s5").ok());
  REQUIRE(council.on(council.member(1), at.session, "cast", Council::about(vote) + R"(, "choice": "for", "all": true)").ok());
  REQUIRE(council.kernel.rows("SELECT voter_seat, choices FROM plenary_ballot ORDER BY voter_seat") ==
          Rows{{"s1", R"(["for"])"}, {"s4", R"(["for"])"}, {"s5", R"(["against"])"}});
  REQUIRE(council.on(council.member(1), at.session, "cast", Council::about(vote) + R"(, "choice": "for", "all": true)").code() == "already_voted");
  REQUIRE(council.on(council.member(6), at.session, "cast", Council::about(vote) + R"(, "choice": "for", "all": true)").code() == "absent_at_opening");
}

TEST_CASE("a proxy for some items is none for the others") {
  Council council;
  const auto session = council.plan();
  const auto first = council.add_item(session), second = council.add_item(session);
  REQUIRE(council.on(session, "convene").ok());
  council.kernel.advance(std::chrono::days(42));
  REQUIRE(council.on(session, "open_session").ok());
  council.come(session, 1, 3);
  REQUIRE(council.on(council.member(4), session, "give_proxy", holder("s1") + R"(, "items": [")" + second + "\"]").ok());
  const auto represented = [&](const std::string& item) {
    REQUIRE(council.on(session, "call_item", R"("item": ")" + item + "\"").ok());
    return council.on(session, "attendance").field("represented");
  };
  REQUIRE(represented(first) == "0");
  REQUIRE(represented(second) == "1");
}

TEST_CASE("the giver alone takes a proxy back, or the staff for them") {
  Council council;
  const auto session = convened(council);
  const auto proxy = Council::done(council.on(council.member(1), session, "give_proxy", holder("s2"))).field("proxy");
  REQUIRE(council.on(council.member(2), session, "withdraw_proxy", R"("proxy": ")" + proxy + "\"").code() == "not_the_giver");
  REQUIRE(council.on(council.member(1), session, "withdraw_proxy", R"("proxy": ")" + proxy + "\"").ok());
  REQUIRE(council.on(council.member(1), session, "withdraw_proxy", R"("proxy": ")" + proxy + "\"").code() == "proxy_over");
}

TEST_CASE("who holds a seat comes with the code that is shown in the room; others do not") {
  Council council;
  const auto session = convened(council);
  council.kernel.advance(std::chrono::days(42));
  const auto code = council.on(session, "attendance").field("code");
  council.allow("acc_stranger");
  REQUIRE(Council::on(council.kernel.as("acc_stranger"), session, "join", R"("code": ")" + code + "\"").code() == "no_seat_here");
  REQUIRE(council.on(council.member(1), session, "join", R"("code": "000000")").error("code") == "wrong_code");
  REQUIRE(council.on(council.member(1), session, "join", R"("code": ")" + code + "\"").ok());
  REQUIRE(council.on(council.member(1), session, "join", R"("code": ")" + code + "\"").code() == "present_already");
  REQUIRE(council.on(council.member(1), session, "leave").ok());
  REQUIRE(council.on(council.member(1), session, "leave").code() == "not_present");
}

TEST_CASE("the holder takes the place of the alternate, never the other way round") {
  Council council;
  council.members[0].alternate = "acc_alternate";
  council.allow("acc_alternate");
  const auto session = convened(council);
  council.kernel.advance(std::chrono::days(42));
  const auto code = R"("code": ")" + council.on(session, "attendance").field("code") + "\"";
  REQUIRE(Council::on(council.kernel.as("acc_alternate"), session, "join", code).ok());
  REQUIRE(council.on(council.member(1), session, "leave").code() == "not_present");
  REQUIRE(council.on(council.member(1), session, "join", code).ok());
  REQUIRE(Council::on(council.kernel.as("acc_alternate"), session, "join", code).code() == "holder_is_present");
  REQUIRE(council.kernel.rows("SELECT person, CASE WHEN left_ns IS NULL THEN 1 ELSE 0 END FROM plenary_attendance ORDER BY position") == Rows{{"alt_p1", "0"}, {"p1", "1"}});
}

TEST_CASE("a mandate that ends in the middle of a session takes its seat out of the room and ends its proxies") {
  Council council;
  const auto at = council.sitting(4);
  REQUIRE(council.on(council.member(5), at.session, "give_proxy", holder("s1")).ok());
  const auto vote = council.open_vote(at, "electronic");
  council.members.erase(council.members.begin());
  council.kernel.emit("members.seat_ended", R"({"seat": "s1", "person": "p1", "body": "plenary", "reason": "mandate_end"})", "seat:s1");
  REQUIRE(council.kernel.rows("SELECT ended_why FROM plenary_proxy") == Rows{{"seat_ended"}});
  REQUIRE(council.on(at.session, "attendance").field("present") == "3");
  REQUIRE(council.cast(at, vote, 1, "for").ok());  // the vote that was open keeps its electorate
  REQUIRE(council.on(at.session, "close_vote", Council::about(vote)).ok());
  REQUIRE(council.on(at.session, "proclaim", Council::about(vote)).ok());
  const auto next = council.open_vote(at, "electronic");
  REQUIRE(council.cast(at, next, 1, "for").code() == "not_in_electorate");
}

TEST_CASE("summer time in the middle of a session: times stay in order, and turns keep their length") {
  Council council(6, "2026-02-01T12:00:00Z");
  const auto session = council.plan("2026-03-28T23:30:00Z");  // half past midnight in Paris; at two it is three
  const auto item = council.add_item(session);
  REQUIRE(council.on(session, "convene").ok());
  council.kernel.advance(std::chrono::hours(24 * 55 + 11) + std::chrono::minutes(30));
  REQUIRE(council.kernel.now() == "2026-03-28T23:30:00Z");
  REQUIRE(council.on(session, "open_session").ok());
  REQUIRE(council.kernel.events("plenary.opened").at(0).field("date") == "2026-03-29");
  council.come(session, 1, 4);
  REQUIRE(council.on(session, "call_item", R"("item": ")" + item + "\"").ok());
  council.kernel.advance(std::chrono::minutes(80));
  REQUIRE(council.on(session, "give_floor", R"("seat": "s1")").ok());
  const auto vote = council.open_vote({session, item}, "electronic", R"("minutes": 20)");
  council.kernel.advance(std::chrono::minutes(19));
  REQUIRE(council.stage({session, item}, vote) == "open");
  council.kernel.advance(std::chrono::minutes(1));
  REQUIRE(council.stage({session, item}, vote) == "closed");
  REQUIRE(council.on(session, "end_speech").ok());
  REQUIRE(council.on(session, "speakers").field("spoken.0.minutes") == "20");
  REQUIRE(council.on(session, "proclaim", Council::about(vote)).ok());
  REQUIRE(council.on(session, "close_session").ok());
  REQUIRE(council.kernel.events("plenary.closed").at(0).field("date") == "2026-03-29");
}

TEST_CASE("points of order come first on the list of speakers, and one speaks at a time") {
  Council council;
  const auto at = council.sitting(4);
  REQUIRE(council.on(council.member(1), at.session, "ask_to_speak").ok());
  REQUIRE(council.on(council.member(1), at.session, "ask_to_speak").code() == "asked_already");
  REQUIRE(council.on(council.member(2), at.session, "ask_to_speak", R"("point_of_order": true)").ok());
  REQUIRE(council.on(council.member(5), at.session, "ask_to_speak").code() == "not_present");
  REQUIRE(council.on(at.session, "present_seats").field("options.0.id") == "s2");
  REQUIRE(council.on(at.session, "give_floor", R"("seat": "s2")").ok());
  REQUIRE(council.on(at.session, "give_floor", R"("seat": "s1")").ok());
  REQUIRE(council.kernel.rows("SELECT seat, progress FROM plenary_speech ORDER BY seat") == Rows{{"s1", "speaking"}, {"s2", "done"}});
  REQUIRE(council.on(at.session, "check_out", R"("seat": "s1")").ok());
  REQUIRE(council.on(at.session, "end_speech").code() == "nobody_speaks");
}

TEST_CASE("invariant 16: the balance of speech tells colleges apart only when each has five speakers") {
  Council council(10);
  for (int i = 5; i < 10; ++i) council.members[static_cast<std::size_t>(i)].college = "experts";
  const auto at = council.sitting(10);
  const auto speak = [&](int number, int minutes) {
    REQUIRE(council.on(at.session, "give_floor", R"("seat": "s)" + std::to_string(number) + "\"").ok());
    council.kernel.advance(std::chrono::minutes(minutes));
  };
  for (int i = 1; i <= 9; ++i) speak(i, 3);
  REQUIRE(council.on(at.session, "end_speech").ok());
  REQUIRE(council.on(at.session, "speakers").size("shares") == 0);
  speak(10, 3);
  REQUIRE(council.on(at.session, "end_speech").ok());
  REQUIRE(council.on(at.session, "speakers").field("shares.0.percent") == "50");
}

TEST_CASE("the wall shows names to the room alone, and a result once it is proclaimed") {
  Council council;
  const auto at = council.sitting(4);
  REQUIRE(council.on(at.session, "give_floor", R"("seat": "s1")").ok());
  const auto screen = [&](Caller caller) { return Council::on(caller, at.session, "screen"); };
  REQUIRE(screen(council.chair()).field("speaker") == "Name of p1");
  REQUIRE(screen(council.kernel.visitor()).json().find("Name of") == std::string::npos);
  REQUIRE(screen(council.kernel.visitor()).json().find("\"code\"") == std::string::npos);
  const auto vote = council.open_vote(at, "electronic");
  REQUIRE(council.cast(at, vote, 1, "for").ok());
  REQUIRE(screen(council.kernel.visitor()).field("cast") == "1");
  REQUIRE(council.on(at.session, "close_vote", Council::about(vote)).ok());
  REQUIRE(screen(council.chair()).json().find("\"result\"") == std::string::npos);
  REQUIRE(council.on(at.session, "proclaim", Council::about(vote)).ok());
  REQUIRE(screen(council.kernel.visitor()).field("result.in_favour") == "1");
}
