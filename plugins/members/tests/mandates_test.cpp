// Who sits, since when, and what follows: mandates, offices, roles.
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace members_test;

TEST_CASE("who is appointed sits from the day that was decided, is told of, and has the role of the seat") {
  Council council;
  const auto ada = council.person("Ada", "ada");
  const auto seat = council.seat();
  const auto reply = council.appoint(seat, ada);
  INFO(reply.explain());
  REQUIRE(reply.ok());
  REQUIRE(council.kernel.events("members.seat_filled").at(0).field("person") == ada);
  REQUIRE(council.electorate().field("voters.0.person") == ada);
  REQUIRE(council.electorate().field("voters.0.account") == "ada");
  REQUIRE(council.roles_of("ada") == Rows{{"member"}});
}

TEST_CASE("a mandate that begins later fills its seat on that day, and one with a term ends after its last day") {
  Council council;
  const auto ada = council.person("Ada", "ada");
  const auto seat = council.seat();
  REQUIRE(council.team().call("members.appoint", R"({"seat": ")" + seat + R"(", "person": ")" + ada +
                              R"(", "begins": "2026-04-10", "until": "2026-04-12", "legal_reference": "Decision 1"})").ok());
  REQUIRE(council.electorate().size("voters") == 0);
  REQUIRE(council.electorate("plenary", "2026-04-11T18:00:00Z").size("voters") == 1);  // a notice for that day goes to who will sit then
  council.kernel.advance(std::chrono::hours(32) - std::chrono::seconds(1));
  REQUIRE(council.kernel.now() == "2026-04-09T21:59:59Z");
  REQUIRE(council.electorate().size("voters") == 0);
  council.kernel.advance(std::chrono::seconds(1));  // midnight where the council is
  REQUIRE(council.electorate().size("voters") == 1);
  REQUIRE(council.electorate("plenary", "2026-04-13T10:00:00Z").size("voters") == 0);
  council.kernel.advance(std::chrono::hours(72) - std::chrono::seconds(1));
  REQUIRE(council.electorate().size("voters") == 1);
  council.kernel.advance(std::chrono::seconds(1));
  REQUIRE(council.kernel.events("members.seat_ended").at(0).field("reason") == "mandate_end");
  REQUIRE(council.electorate().size("voters") == 0);
  REQUIRE(council.roles_of("ada").empty());
}

TEST_CASE("invariant 2: a seat has at most one primary holder at a time, and ending a holder deletes nothing of the past") {
  Council council;
  const auto ada = council.person("Ada", "ada"), bea = council.person("Bea", "bea");
  const auto seat = council.seat();
  const auto first = council.appoint(seat, ada);
  REQUIRE(council.appoint(seat, bea).code() == "seat_taken");
  REQUIRE(council.team().call("members.end_mandate", R"({"mandate": ")" + first.field("mandate") + R"(", "reason": "resigned"})").ok());
  council.kernel.advance(std::chrono::seconds(1));
  REQUIRE(council.appoint(seat, bea).ok());
  REQUIRE(council.kernel.rows("SELECT person, end_reason FROM members_mandate WHERE state = 'ended'") == Rows{{ada, "resigned"}});
  REQUIRE(council.electorate("plenary", "2026-04-08T13:00:00Z").field("voters.0.person") == ada);
  REQUIRE(council.electorate().size("voters") == 1);
  REQUIRE(council.electorate().field("voters.0.person") == bea);
}

TEST_CASE("an alternate stands beside the titular, and votes once the titular is gone") {
  Council council;
  const auto ada = council.person("Ada", "ada"), bea = council.person("Bea", "bea");
  const auto seat = council.seat();
  const auto first = council.appoint(seat, ada);
  REQUIRE(council.appoint(seat, bea, R"(, "part": "alternate")").ok());
  REQUIRE(council.electorate().field("voters.0.alternate_person") == bea);
  REQUIRE(council.team().call("members.end_mandate", R"({"mandate": ")" + first.field("mandate") + R"(", "reason": "deceased"})").ok());
  council.kernel.advance(std::chrono::seconds(1));
  REQUIRE(council.electorate().field("voters.0.person") == bea);
}

TEST_CASE("a role is taken back only when nothing else of the person gives it") {
  Council council;
  const auto ada = council.sitting("Ada", "ada");
  REQUIRE(council.team().call("members.grant_office", R"({"person": ")" + ada + R"(", "office": "board_member", "body": "board"})").ok());
  const auto chair = council.team().call("members.grant_office", R"({"person": ")" + ada + R"(", "office": "chair", "body": "plenary"})");
  REQUIRE(council.roles_of("ada") == Rows{{"bureau"}, {"chair"}, {"member"}});
  REQUIRE(council.team().call("members.end_office", R"({"tenure": ")" + chair.field("tenure") + "\"}").ok());
  REQUIRE(council.roles_of("ada") == Rows{{"bureau"}, {"member"}});
}

TEST_CASE("an account that is linked later receives what seats and offices give, and one that is unlinked loses it") {
  Council council;
  const auto ada = council.sitting("Ada");
  REQUIRE(council.team().call("members.link_account", R"({"person": ")" + ada + R"(", "account": "ada"})").ok());
  REQUIRE(council.roles_of("ada") == Rows{{"member"}});
  REQUIRE(council.team().call("members.link_account", R"({"person": ")" + ada + R"(", "account": "nobody"})").error("account") == "unknown_account");
  REQUIRE(council.team().call("members.link_account", R"({"person": ")" + ada + "\"}").ok());
  REQUIRE(council.roles_of("ada").empty());
}

TEST_CASE("a person whose address is that of an account is linked by the one who signs in with it, and by nobody else") {
  Council council;
  REQUIRE(council.kernel.as("ada").call("members.claim_person").code() == "nobody_to_claim");
  council.sitting("Ada", {}, R"(, "email": "ada@example.org")");
  REQUIRE(council.kernel.as("ada").call("members.tasks").field("tasks.0.act") == "claim_person");
  REQUIRE(council.kernel.as("ada").call("members.claim_person").ok());
  REQUIRE(council.roles_of("ada") == Rows{{"member"}});
  REQUIRE(council.kernel.as("ada").call("members.claim_person").code() == "linked_already");
  REQUIRE(council.kernel.as("bea").call("members.claim_person").code() == "nobody_to_claim");
}

TEST_CASE("an election installs those elected, ends the former holder of a single office, and seats them in the board") {
  Council council;
  const auto ada = council.sitting("Ada", "ada"), bea = council.sitting("Bea", "bea");
  const auto elected = [&](const std::string& who) {
    council.kernel.emit(plenary::Elected{.election = "e1", .session = "s1", .body = "plenary", .office = "chair", .persons = {who}, .until = "2028-04-08"});
  };
  elected(ada);
  REQUIRE(council.roles_of("ada") == Rows{{"bureau"}, {"chair"}, {"member"}});
  REQUIRE(council.electorate("board").field("voters.0.person") == ada);
  elected(bea);
  REQUIRE(council.roles_of("ada") == Rows{{"member"}});
  REQUIRE(council.electorate("board").field("voters.0.person") == bea);
  REQUIRE(council.electorate("board").size("voters") == 1);
  REQUIRE(council.kernel.events("members.office_ended").size() == 1);
  REQUIRE(council.kernel.dead_letters().empty());
}

TEST_CASE("an election that is annulled takes the office away again") {
  Council council;
  const auto ada = council.sitting("Ada", "ada");
  council.kernel.emit(plenary::Elected{.election = "e1", .session = "s1", .body = "plenary", .office = "chair", .persons = {ada}, .until = std::nullopt});
  council.kernel.emit(plenary::ElectionAnnulled{.election = "e1", .session = "s1", .body = "plenary", .office = "chair", .persons = {ada}});
  REQUIRE(council.kernel.events("members.office_ended").size() == 1);
  REQUIRE(council.roles_of("ada") == Rows{{"member"}});
}

TEST_CASE("who sits nowhere any more holds no office") {
  Council council;
  const auto ada = council.person("Ada", "ada");
  const auto mandate = council.appoint(council.seat(), ada).field("mandate");
  REQUIRE(council.team().call("members.grant_office", R"({"person": ")" + ada + R"(", "office": "chair", "body": "plenary"})").ok());
  REQUIRE(council.team().call("members.end_mandate", R"({"mandate": ")" + mandate + R"(", "reason": "resigned"})").ok());
  REQUIRE(council.kernel.events("members.office_ended").size() == 1);
  REQUIRE(council.roles_of("ada").empty());
  REQUIRE(council.team().call("members.grant_office", R"({"person": ")" + ada + R"(", "office": "chair", "body": "plenary"})").error("person") == "holds_no_seat");
}
