// Sessions: planned, convened in time, opened, closed, convened a second time; agendas and the matters that wait for them.
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace plenary_test;

TEST_CASE("acts come in their order, and each refusal says which one is missing") {
  Council council;
  const auto session = council.plan();
  REQUIRE(council.on(session, "open_session").code() == "not_convened");
  REQUIRE(council.on(session, "convene").code() == "agenda_empty");
  const auto item = council.add_item(session);
  REQUIRE(council.on(session, "call_item", R"("item": ")" + item + "\"").code() == "session_not_open");
  REQUIRE(council.on(session, "check_in", R"("seat": "s1")").code() == "not_convened");
  REQUIRE(council.on(session, "convene").ok());
  REQUIRE(council.on(session, "convene").code() == "convened_already");
  REQUIRE(council.on(session, "add_item", R"("kind": "other", "title": "One more")").code() == "agenda_frozen");
  const auto vote = council.prepare({session, item}, "consent");
  REQUIRE(council.on(session, "open_vote", Council::about(vote)).code() == "session_not_open");
  REQUIRE(council.on(session, "close_session").code() == "session_not_open");
  council.kernel.advance(std::chrono::days(42));
  REQUIRE(council.on(session, "open_session").ok());
  council.come(session, 1, 4);
  REQUIRE(council.on(session, "open_vote", Council::about(vote)).code() == "item_not_called");
  REQUIRE(council.on(session, "call_item", R"("item": ")" + item + "\"").ok());
  REQUIRE(council.on(session, "proclaim", Council::about(vote)).code() == "vote_not_closed");
  REQUIRE(council.on(session, "open_vote", Council::about(vote)).ok());
  REQUIRE(council.on(session, "proclaim", Council::about(vote)).code() == "vote_still_open");
  REQUIRE(council.on(session, "close_session").code() == "vote_still_open");
  REQUIRE(council.on(session, "close_vote", Council::about(vote)).ok());
  REQUIRE(council.on(session, "close_session").code() == "proclaim_first");
  REQUIRE(council.on(session, "proclaim", Council::about(vote)).ok());
  REQUIRE(council.on(session, "close_session").ok());
  REQUIRE(council.on(session, "postpone", R"("reason": "Snow")").code() == "already_held");
}

TEST_CASE("invariant 6: a notice that is too short is refused, but for an urgency whose reason is kept and shown") {
  Council council;
  const auto session = council.plan("2026-04-20T16:00:00Z");
  council.add_item(session);
  REQUIRE(council.on(session, "convene").error("urgency_reason") == "notice_too_short");
  REQUIRE(council.on(session, "convene", R"("urgency_reason": "The authority decides in ten days")").ok());
  REQUIRE(council.kernel.rows("SELECT notice_days, notice_respected, urgency_reason FROM plenary_session") == Rows{{"15", "0", "The authority decides in ten days"}});
  REQUIRE(council.kernel.visitor().call("plenary.session", R"({"session": ")" + session + "\"}").field("urgency_reason") == "The authority decides in ten days");
}

TEST_CASE("invariant 6: the days of a notice are those of Paris, so an evening counts as its day") {
  Council council;
  council.body["notice_days"] = "15";
  const auto session = council.plan("2026-04-22T22:30:00Z");  // 0:30 on the 23rd in Paris: fifteen days after the 8th
  council.add_item(session);
  REQUIRE(council.on(session, "convene").ok());
  REQUIRE(council.kernel.rows("SELECT notice_respected FROM plenary_session") == Rows{{"1"}});
}

TEST_CASE("the notice goes to everybody who sits, each letter with its proof; who has no account gets it in hand") {
  Council council(3);
  council.members[0].alternate = "acc_alternate";
  const auto session = council.plan();
  council.add_item(session, "other", "The programme of the year");
  REQUIRE(council.on(session, "convene").ok());
  const auto mails = council.kernel.mails();
  REQUIRE(mails.size() == 4);
  REQUIRE(mails[0].text.find("1. The programme of the year") != std::string::npos);
  REQUIRE(mails[0].text.find("20/05/2026 à 18:00") != std::string::npos);
  council.kernel.mail_sent(mails[0].id);
  council.kernel.mail_failed(mails[1].id, "550 no such mailbox");
  const auto proof = council.on(session, "notice");
  REQUIRE(proof.size("recipients") == 4);
  std::map<std::string, int> states;
  for (int i = 0; i < 4; ++i) states[proof.field("recipients." + std::to_string(i) + ".delivery")] += 1;
  REQUIRE(states == std::map<std::string, int>{{"failed", 1}, {"queued", 2}, {"sent", 1}});
}

TEST_CASE("a postponed session takes a new date and is convened anew") {
  Council council;
  const auto session = council.plan();
  council.add_item(session);
  REQUIRE(council.on(session, "convene").ok());
  const auto edit = R"("title": "Plenary of June", "starts": "2026-06-10T16:00:00Z", "mode": "remote", "link": "https://visio.example.org/1")";
  REQUIRE(council.on(session, "edit", edit).code() == "convened_already");
  REQUIRE(council.on(session, "postpone", R"("reason": "Snow")").ok());
  REQUIRE(council.on(session, "convene").code() == "needs_a_date");
  REQUIRE(council.on(session, "edit", R"("title": "Plenary of June", "starts": "2026-06-10T16:00:00Z", "mode": "remote")").error("link") == "link_required");
  REQUIRE(council.on(session, "edit", edit).ok());
  REQUIRE(council.on(session, "convene").ok());
}

TEST_CASE("items are numbered as a tree, and move among their neighbours alone") {
  Council council;
  const auto session = council.plan();
  const auto first = council.add_item(session, "other", "First"), second = council.add_item(session, "other", "Second");
  const auto under = Council::done(council.on(session, "add_item", R"("kind": "information", "title": "Under", "parent": ")" + first + "\"")).field("item");
  const auto numbers = [&] {
    std::string said;
    const auto reply = council.on(session, "session");
    for (std::size_t i = 0; i < reply.size("agenda"); ++i)
      said += reply.field("agenda." + std::to_string(i) + ".number") + " " + reply.field("agenda." + std::to_string(i) + ".title") + "; ";
    return said;
  };
  REQUIRE(numbers() == "1 First; 1.1 Under; 2 Second; ");
  REQUIRE(council.on(session, "move_item", R"("item": ")" + second + R"(", "direction": "up")").ok());
  REQUIRE(numbers() == "1 Second; 2 First; 2.1 Under; ");
  REQUIRE(council.on(session, "move_item", R"("item": ")" + under + R"(", "direction": "up")").error("direction") == "at_the_edge");
}

TEST_CASE("what is laid before the body waits, stands on one agenda, and is taken back where it stands") {
  Council council;
  council.kernel.emit("saisine.proposed", R"({"reference": "S-2026-001"})", "referral:S-2026-001");
  REQUIRE(council.chair().call("plenary.matters").field("options.0.id") == "referral:S-2026-001");
  const auto session = council.plan();
  const auto add = R"("kind": "matter", "matter": "referral:S-2026-001")";
  const auto item = Council::done(council.on(session, "add_item", add)).field("item");
  REQUIRE(council.on(session, "add_item", add).error("matter") == "not_waiting");
  REQUIRE(council.on(session, "convene").ok());

  const auto read = R"({"session": ")" + session + R"(", "item": ")" + item + "\"}";
  REQUIRE(council.member(1).call("plenary.item", read).field("title") == "Water in town");
  REQUIRE(council.kernel.visitor().call("plenary.item", read).field("title") == "S-2026-001");

  council.kernel.emit("saisine.withdrawn", R"({"reference": "S-2026-001"})", "referral:S-2026-001");
  REQUIRE(council.kernel.rows("SELECT progress FROM plenary_item") == Rows{{"withdrawn"}});
  REQUIRE(council.kernel.events("plenary.item_withdrawn").at(0).field("matter") == "S-2026-001");
  REQUIRE(council.chair().call("plenary.matters").size("options") == 0);
}

TEST_CASE("what an officer recorded or the fast track took along waits for no session any more") {
  Council council;
  const auto propose = [&] { council.kernel.emit("saisine.proposed", R"({"reference": "S-2026-001"})", "referral:S-2026-001"); };
  const auto waiting = [&] { return council.chair().call("plenary.matters").size("options"); };
  propose();
  council.kernel.emit(saisine::Decided{.reference = "S-2026-001", .kind = "solicitation", .decision = "programmed", .session_date = "2026-04-08",
                                       .submitted = "2026-03-02T09:00:00Z", .title = "Water in town"});
  REQUIRE(waiting() == 0);
  propose();
  REQUIRE(waiting() == 1);
  council.kernel.emit(saisine::FastTracked{.reference = "S-2026-001", .title = "Water in town", .submitted = "2026-03-02T09:00:00Z",
                                           .date = "2026-04-08", .due = "2026-07-08"});
  REQUIRE(waiting() == 0);
  council.kernel.emit(programme::Tabled{.programme = "PT-2026", .year = 2026, .version = 1, .title = "The year", .act = "adopt_programme"});
  REQUIRE(waiting() == 1);
  council.kernel.emit(programme::Adopted{.programme = "PT-2026", .year = 2026, .version = 1, .title = "The year", .date = "2026-04-08"});
  REQUIRE(waiting() == 0);
}

TEST_CASE("what a session did not deal with waits for the next one") {
  Council council;
  council.kernel.emit("saisine.proposed", R"({"reference": "S-2026-001"})", "referral:S-2026-001");
  const auto session = council.plan();
  REQUIRE(council.on(session, "add_item", R"("kind": "matter", "matter": "referral:S-2026-001")").ok());
  REQUIRE(council.on(session, "convene").ok());
  council.kernel.advance(std::chrono::days(42));
  REQUIRE(council.on(session, "open_session").ok());
  REQUIRE(council.chair().call("plenary.matters").size("options") == 0);
  REQUIRE(council.on(session, "close_session").ok());
  REQUIRE(council.chair().call("plenary.matters").size("options") == 1);
}

TEST_CASE("too few for the quorum convene a second time with what remains, and then decide without it") {
  Council council;
  const auto at = council.sitting(2);
  const auto again = R"("starts": "2026-06-30T16:00:00Z")";
  const auto next = Council::done(council.on(at.session, "reconvene", again)).field("next");
  REQUIRE(council.kernel.events("plenary.closed").at(0).field("session") == at.session);
  REQUIRE(council.on(next, "convene").ok());
  REQUIRE(council.kernel.events("plenary.convened").back().field("convocation") == "2");
  council.kernel.advance(std::chrono::days(41));
  REQUIRE(council.on(next, "open_session").ok());
  council.come(next, 1, 2);
  const auto item = council.on(next, "session").field("agenda.0.item");
  REQUIRE(council.on(next, "call_item", R"("item": ")" + item + "\"").ok());
  council.open_vote({next, item}, "consent");
  REQUIRE(council.on(next, "reconvene", R"("starts": "2026-09-30T16:00:00Z")").code() == "no_second_convocation");
}

TEST_CASE("a session with its quorum is not convened a second time, nor one whose rules have none") {
  Council council;
  const auto at = council.sitting(4);
  const auto again = R"("starts": "2026-06-30T16:00:00Z")";
  REQUIRE(council.on(at.session, "reconvene", again).code() == "quorum_is_met");
  council.body["second_convocation"] = "\"none\"";
  REQUIRE(council.on(at.session, "reconvene", again).code() == "no_second_convocation");
}

TEST_CASE("a body that meets in private is not shown to visitors, nor what is only planned") {
  Council council;
  const auto session = council.plan();
  council.add_item(session);
  const auto read = R"({"session": ")" + session + "\"}";
  REQUIRE(council.kernel.visitor().call("plenary.session", read).code() == "no_such_session");
  REQUIRE(council.on(session, "convene").ok());
  REQUIRE(council.kernel.visitor().call("plenary.session", read).ok());
  council.body["open"] = "false";
  REQUIRE(council.kernel.visitor().call("plenary.session", read).code() == "no_such_session");
  REQUIRE(council.kernel.visitor().call("plenary.screen", read).code() == "no_such_session");
  REQUIRE(council.kernel.visitor().call("plenary.list").size("coming") == 0);
  REQUIRE(council.member(1).call("plenary.session", read).ok());
}

TEST_CASE("the year counts sessions, those who came, and what was decided") {
  Council council;
  const auto at = council.sitting(3);
  const auto vote = council.open_vote(at, "consent");
  REQUIRE(council.on(at.session, "close_vote", Council::about(vote)).ok());
  REQUIRE(council.on(at.session, "proclaim", Council::about(vote)).ok());
  REQUIRE(council.on(at.session, "close_session").ok());
  const auto year = council.kernel.system().call("plenary.year", R"({"year": 2026})");
  REQUIRE(year.field("sessions.0.present") == "3");
  REQUIRE(year.field("attendance_percent") == "50");
  REQUIRE(year.field("adopted") == "1");
  REQUIRE(council.kernel.system().call("plenary.year", R"({"year": 2025})").size("sessions") == 0);
}

TEST_CASE("the desk says what to do next: send the notice, come, vote, proclaim") {
  Council council;
  const auto kinds = [](const Reply& reply) {
    std::string said;
    for (std::size_t i = 0; i < reply.size("tasks"); ++i) said += reply.field("tasks." + std::to_string(i) + ".kind") + " ";
    return said;
  };
  const auto session = council.plan();
  const auto item = council.add_item(session);
  REQUIRE(council.chair().call("plenary.tasks").field("tasks.0.due") == "2026-05-05");
  REQUIRE(kinds(council.chair().call("plenary.tasks")) == "send_notice lay_papers ");
  REQUIRE(council.on(session, "convene").ok());
  REQUIRE(kinds(council.member(1).call("plenary.tasks")) == "attend_or_proxy ");
  council.kernel.advance(std::chrono::days(42));
  REQUIRE(kinds(council.chair().call("plenary.tasks")) == "open_today lay_papers ");
  REQUIRE(council.on(session, "open_session").ok());
  council.come(session, 1, 4);
  REQUIRE(council.on(session, "call_item", R"("item": ")" + item + "\"").ok());
  const Council::Sitting at{session, item};
  const auto vote = council.open_vote(at, "electronic");
  REQUIRE(kinds(council.member(1).call("plenary.tasks")) == "vote_now ");
  REQUIRE(council.cast(at, vote, 1, "for").ok());
  REQUIRE(kinds(council.member(1).call("plenary.tasks")).empty());
  REQUIRE(council.on(session, "close_vote", Council::about(vote)).ok());
  REQUIRE(kinds(council.chair().call("plenary.tasks")) == "proclaim ");
}
