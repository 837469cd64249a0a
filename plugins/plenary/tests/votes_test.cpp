// Votes: who votes, once; what is frozen, what is secret; who closes; what is proclaimed and contested.
#include <algorithm>
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace plenary_test;

TEST_CASE("invariant 3: the electorate of a vote is a snapshot at opening, whoever comes or leaves while it is open") {
  Council council;
  const auto at = council.sitting(4);
  const auto vote = council.open_vote(at, "electronic");
  REQUIRE(council.on(at.session, "check_in", R"("seat": "s5")").ok());
  REQUIRE(council.on(at.session, "check_out", R"("seat": "s1")").ok());
  council.members.pop_back();  // a mandate ends: s6 is no member any more

  REQUIRE(council.cast(at, vote, 5, "for").code() == "absent_at_opening");
  REQUIRE(council.cast(at, vote, 1, "for").ok());
  REQUIRE(council.cast(at, vote, 2, "against").ok());
  REQUIRE(council.on(at.session, "close_vote", Council::about(vote)).ok());
  REQUIRE(council.on(at.session, "proclaim", Council::about(vote)).ok());
  const auto shown = council.kernel.visitor().call("plenary.vote", R"({"session": ")" + at.session + R"(", "vote": ")" + vote + "\"}");
  REQUIRE(shown.field("figures.members") == "6");
  REQUIRE(shown.field("figures.present") == "4");
}

TEST_CASE("invariant 5: a vote without quorum does not open, and opens once enough are there") {
  Council council;
  const auto at = council.sitting(2);
  const auto vote = council.prepare(at, "electronic");
  REQUIRE(council.on(at.session, "open_vote", Council::about(vote)).code() == "quorum_not_met");
  REQUIRE(council.stage(at, vote) == "prepared");
  council.come(at.session, 3, 3);
  REQUIRE(council.on(at.session, "open_vote", Council::about(vote)).ok());
}

TEST_CASE("a second vote from another device is refused, also when two hundred arrive at once") {
  Council council(200);
  const auto at = council.sitting(200);
  const auto vote = council.open_vote(at, "electronic");
  REQUIRE(council.cast(at, vote, 1, "for").ok());
  REQUIRE(council.cast(at, vote, 1, "against").code() == "already_voted");

  std::vector<TestKernel::Call> calls;
  for (int i = 0; i < 200; ++i)
    calls.push_back({.actor = "acc_2", .operation = "plenary.cast", .json = R"({"session": ")" + at.session + R"(", "vote": ")" + vote + R"(", "choice": "for"})"});
  const auto replies = council.kernel.stop_amid(calls);
  const auto voted = std::count_if(replies.begin(), replies.end(), [](const Reply& reply) { return reply.ok(); });
  const auto refused = std::count_if(replies.begin(), replies.end(), [](const Reply& reply) { return reply.code() == "already_voted"; });
  REQUIRE(voted == 1);
  REQUIRE(refused > 0);
}

TEST_CASE("invariant 12: of a secret vote on paper only counts are kept, and nothing electronic is called secret") {
  Council council;
  const auto at = council.sitting(4);
  for (const auto* method : {"electronic", "show_of_hands", "roll_call", "consent"})
    REQUIRE(council.on(at.session, "prepare_vote", R"("item": ")" + at.item + R"(", "question": "Who?", "secret": true, "method": ")" + method + "\"").error("method") == "not_secret");
  const auto vote = council.open_vote(at, "secret_paper");
  REQUIRE(council.cast(at, vote, 1, "for").code() == "not_secret");
  REQUIRE(council.on(at.session, "record_voices", Council::about(vote) + R"(, "voices": [{"seat": "s1", "choice": "for"}])").code() == "no_roll_call");
  const auto counts = R"(, "in_favour": 2, "against": 1, "abstained": 0, "blank": 1, "scrutineers": )";
  REQUIRE(council.on(at.session, "record_counts", Council::about(vote) + counts + R"(["s1", "s1"])").error("scrutineers") == "two_scrutineers");
  REQUIRE(council.on(at.session, "record_counts", Council::about(vote) + counts + R"(["s1", "s6"])").error("scrutineers.1") == "not_in_electorate");
  REQUIRE(council.on(at.session, "record_counts", Council::about(vote) + counts + R"(["s1", "s2"])").ok());
  REQUIRE(council.on(at.session, "close_vote", Council::about(vote)).ok());
  REQUIRE(council.on(at.session, "proclaim", Council::about(vote)).ok());

  REQUIRE(council.kernel.rows("SELECT COUNT(*) FROM plenary_ballot") == Rows{{"0"}});
  // Nothing tells one voter from another: the rows of the electorate differ by who they are alone.
  REQUIRE(council.kernel.rows("SELECT DISTINCT part, weight FROM plenary_voter WHERE part = 'present'") == Rows{{"present", "1"}});
  for (const auto& event : council.kernel.events("plenary.voted")) REQUIRE(event.actor == "acc_chair");
  REQUIRE(council.kernel.rows("SELECT in_favour, against, abstained, blank, decision FROM plenary_vote") == Rows{{"2", "1", "0", "1", "adopted"}});
}

TEST_CASE("counts greater than the electorate are refused, and a vote closes only once they are there") {
  Council council;
  const auto at = council.sitting(4);
  const auto vote = council.open_vote(at, "show_of_hands");
  REQUIRE(council.on(at.session, "close_vote", Council::about(vote)).code() == "counts_missing");
  REQUIRE(council.on(at.session, "record_counts", Council::about(vote) + R"(, "in_favour": 4, "against": 1, "abstained": 0)").error("in_favour") == "more_than_voters");
  REQUIRE(council.on(at.session, "record_counts", Council::about(vote) + R"(, "in_favour": 4)").error("against") == "required");
  REQUIRE(council.on(at.session, "record_counts", Council::about(vote) + R"(, "in_favour": 3, "against": 1, "abstained": 0)").ok());
  REQUIRE(council.on(at.session, "close_vote", Council::about(vote)).ok());
}

TEST_CASE("two officers closing one vote at once: one closes it, the other is told so") {
  Council council;
  const auto at = council.sitting(4);
  const auto vote = council.open_vote(at, "electronic");
  const auto json = R"({"session": ")" + at.session + R"(", "vote": ")" + vote + "\"}";
  std::vector<TestKernel::Call> calls;
  for (int i = 0; i < 20; ++i) calls.push_back({.actor = i % 2 == 0 ? "acc_chair" : "acc_vice", .operation = "plenary.close_vote", .json = json});
  const auto replies = council.kernel.stop_amid(calls);
  REQUIRE(std::count_if(replies.begin(), replies.end(), [](const Reply& reply) { return reply.ok(); }) == 1);
  REQUIRE(std::none_of(replies.begin(), replies.end(), [](const Reply& reply) { return reply.status() == "internal"; }));
  REQUIRE(std::any_of(replies.begin(), replies.end(), [](const Reply& reply) { return reply.code() == "vote_not_open"; }));
}

TEST_CASE("R13: a vote with a length closes on the clock of the house, and what comes later is refused") {
  Council council;
  const auto at = council.sitting(4);
  const auto vote = council.open_vote(at, "electronic", R"("minutes": 5)");
  council.kernel.advance(std::chrono::minutes(4));
  REQUIRE(council.cast(at, vote, 1, "for").ok());
  council.kernel.advance(std::chrono::minutes(1));
  REQUIRE(council.stage(at, vote) == "closed");
  REQUIRE(council.cast(at, vote, 2, "for").code() == "vote_closed");
  REQUIRE(council.on(at.session, "close_vote", Council::about(vote)).code() == "vote_not_open");
}

TEST_CASE("an item withdrawn while it is voted on makes that vote void, and nothing is proclaimed") {
  Council council;
  const auto at = council.sitting(4);
  const auto vote = council.open_vote(at, "electronic");
  REQUIRE(council.cast(at, vote, 1, "for").ok());
  REQUIRE(council.on(at.session, "withdraw_item", R"("item": ")" + at.item + R"(", "reason": "Its author took it back")").ok());
  REQUIRE(council.stage(at, vote) == "void");
  REQUIRE(council.cast(at, vote, 2, "for").code() == "vote_closed");
  REQUIRE(council.on(at.session, "proclaim", Council::about(vote)).code() == "vote_not_closed");
  REQUIRE(council.kernel.events("plenary.proclaimed").empty());
  REQUIRE(council.kernel.events("plenary.item_withdrawn").size() == 1);
}

TEST_CASE("a tie is decided by the rejection, by the chair's voice, or by a new vote, as the rules say") {
  Council council;
  council.act["tie"] = "\"chair\"";
  const auto at = council.sitting(4);
  const auto vote = council.open_vote(at, "show_of_hands");
  REQUIRE(council.on(at.session, "record_counts", Council::about(vote) + R"(, "in_favour": 2, "against": 2, "abstained": 0)").ok());
  REQUIRE(council.on(at.session, "close_vote", Council::about(vote)).ok());
  REQUIRE(council.on(at.session, "proclaim", Council::about(vote)).error("chair_voice") == "chair_must_decide");
  REQUIRE(council.on(at.session, "proclaim", Council::about(vote) + R"(, "chair_voice": "for")").ok());
  REQUIRE(council.kernel.events("plenary.proclaimed").at(0).field("outcome") == "adopted");

  council.act["tie"] = "\"revote\"";
  const auto again = council.open_vote(at, "show_of_hands");
  REQUIRE(council.on(at.session, "record_counts", Council::about(again) + R"(, "in_favour": 1, "against": 1, "abstained": 2)").ok());
  REQUIRE(council.on(at.session, "close_vote", Council::about(again)).ok());
  REQUIRE(council.on(at.session, "proclaim", Council::about(again)).code() == "vote_tied");
  REQUIRE(council.on(at.session, "void_vote", Council::about(again) + R"(, "reason": "A tie")").ok());
}

TEST_CASE("a consent is given when nobody objects; an objection asks for a vote, or sends back where there is no other way") {
  Council council;
  const auto at = council.sitting(4);
  const auto agreed = council.open_vote(at, "consent");
  REQUIRE(council.cast(at, agreed, 1, "for").error("choice") == "objections_only");
  REQUIRE(council.on(at.session, "close_vote", Council::about(agreed)).ok());
  REQUIRE(council.on(at.session, "proclaim", Council::about(agreed)).ok());
  REQUIRE(council.kernel.events("plenary.proclaimed").back().field("outcome") == "adopted");
  // Nobody counted: noughts would be read as a count.
  REQUIRE(council.kernel.events("plenary.proclaimed").back().payload.find("in_favour") == std::string::npos);
  REQUIRE(council.kernel.events("plenary.proclaimed").back().payload.find("abstained") == std::string::npos);

  const auto objected = council.open_vote(at, "consent");
  REQUIRE(council.cast(at, objected, 1, "against").ok());
  REQUIRE(council.on(at.session, "close_vote", Council::about(objected)).ok());
  REQUIRE(council.on(at.session, "proclaim", Council::about(objected)).code() == "objection_raised");
  council.act["methods"] = R"(["consent"])";
  REQUIRE(council.on(at.session, "proclaim", Council::about(objected)).ok());
  REQUIRE(council.kernel.events("plenary.proclaimed").back().field("outcome") == "sent_back");
}

TEST_CASE("minutes tell who could vote and how many did; of a consent they count nothing") {
  Council council;
  const auto at = council.sitting(4);
  const auto counted = council.open_vote(at, "show_of_hands");
  REQUIRE(council.on(at.session, "record_counts", Council::about(counted) + R"(, "in_favour": 2, "against": 0, "abstained": 1)").ok());
  REQUIRE(council.on(at.session, "close_vote", Council::about(counted)).ok());
  const auto agreed = council.open_vote(at, "consent");
  REQUIRE(council.on(at.session, "close_vote", Council::about(agreed)).ok());
  const auto minutes = council.on(at.session, "minutes");
  REQUIRE(minutes.field("record.items.0.votes.0.members") == "6");
  REQUIRE(minutes.field("record.items.0.votes.0.took_part") == "3");
  REQUIRE(minutes.as<plenary::MinutesReply>().record.items.at(0).votes.at(1).took_part == std::nullopt);
}

TEST_CASE("a closed vote that has a result is proclaimed, not made void") {
  Council council;
  const auto at = council.sitting(4);
  const auto vote = council.open_vote(at, "consent");
  REQUIRE(council.on(at.session, "close_vote", Council::about(vote)).ok());
  REQUIRE(council.on(at.session, "void_vote", Council::about(vote) + R"(, "reason": "It displeases")").code() == "result_stands");
  REQUIRE(council.on(at.session, "proclaim", Council::about(vote)).ok());
}

TEST_CASE("of a referral that is not public outsiders read the reference alone: and no words of its votes") {
  Council council;
  council.kernel.emit("saisine.proposed", R"({"reference": "S-2026-001"})", "referral:S-2026-001");
  Council::Sitting at{.session = council.plan(), .item = {}};
  at.item = Council::done(council.on(at.session, "add_item", R"("kind": "matter", "matter": "referral:S-2026-001")")).field("item");
  REQUIRE(council.on(at.session, "convene").ok());
  council.kernel.advance(std::chrono::days(42));
  REQUIRE(council.on(at.session, "open_session").ok());
  council.come(at.session, 1, 4);
  REQUIRE(council.on(at.session, "call_item", R"("item": ")" + at.item + "\"").ok());
  const auto vote = council.open_vote(at, "consent");
  const auto vote_only = R"({"session": ")" + at.session + R"(", "vote": ")" + vote + "\"}";
  const auto item_only = R"({"session": ")" + at.session + R"(", "item": ")" + at.item + "\"}";
  REQUIRE(council.kernel.visitor().call("plenary.vote", vote_only).field("question") == "S-2026-001");
  REQUIRE(council.kernel.visitor().call("plenary.item", item_only).field("votes.0.question") == "S-2026-001");
  REQUIRE(council.kernel.visitor().call("plenary.screen", R"({"session": ")" + at.session + "\"}").field("question") == "S-2026-001");
  REQUIRE(council.member(1).call("plenary.vote", vote_only).field("question") == "Shall we?");
  const auto again = council.prepare(at, "consent");
  REQUIRE(council.on(at.session, "close_vote", Council::about(vote)).ok());
  REQUIRE(council.on(at.session, "proclaim", Council::about(vote)).ok());
  REQUIRE(council.on(at.session, "open_vote", Council::about(again)).code() == "item_decided");
}

TEST_CASE("a motion to defer that fails decides nothing of the matter") {
  Council council;
  const auto at = council.sitting(4);
  const auto vote = council.open_vote(at, "show_of_hands", R"("proposes": "defer")");
  REQUIRE(council.on(at.session, "record_counts", Council::about(vote) + R"(, "in_favour": 1, "against": 3, "abstained": 0)").ok());
  REQUIRE(council.on(at.session, "close_vote", Council::about(vote)).ok());
  REQUIRE(council.on(at.session, "proclaim", Council::about(vote)).ok());
  REQUIRE(council.kernel.events("plenary.proclaimed").at(0).field("matter_kind") == "other");
  REQUIRE(council.kernel.rows("SELECT decision FROM plenary_vote") == Rows{{"NULL"}});
}

TEST_CASE("voices that differ in weight are not counted by hand, and count with their weight by name") {
  Council council;
  council.members[0].weight = 3;
  const auto at = council.sitting(4);
  const auto hands = council.open_vote(at, "show_of_hands");
  REQUIRE(council.on(at.session, "record_counts", Council::about(hands) + R"(, "in_favour": 1, "against": 2, "abstained": 0)").code() == "weights_need_names");
  REQUIRE(council.on(at.session, "void_vote", Council::about(hands) + R"(, "reason": "By name")").ok());
  const auto vote = council.open_vote(at, "roll_call");
  REQUIRE(council.on(at.session, "record_voices", Council::about(vote) + R"(, "voices": [{"seat": "s1", "choice": "for"}, {"seat": "s2", "choice": "against"}, {"seat": "s3", "choice": "against"}, {"seat": "s4"}])").ok());
  REQUIRE(council.on(at.session, "close_vote", Council::about(vote)).ok());
  REQUIRE(council.kernel.rows("SELECT in_favour, against, outcome FROM plenary_vote ORDER BY number DESC LIMIT 1") == Rows{{"3", "2", "adopted"}});
}

TEST_CASE("what the rules leave to a body without a vote is recorded, not voted") {
  Council council;
  council.act["by_vote"] = "false";
  const auto at = council.sitting(4);
  REQUIRE(council.on(at.session, "prepare_vote", R"("item": ")" + at.item + R"(", "question": "Shall we?", "method": "consent")").code() == "no_vote_needed");
  REQUIRE(council.on(at.session, "record_decision", R"("item": ")" + at.item + R"(", "decision": "adopted")").ok());
  REQUIRE(council.on(at.session, "record_decision", R"("item": ")" + at.item + R"(", "decision": "rejected")").code() == "item_decided");
  REQUIRE(council.kernel.events("plenary.proclaimed").at(0).field("outcome") == "adopted");
}

TEST_CASE("where each college decides for itself, each one's voices are counted apart, from devices and by hand") {
  Council council;
  council.act["per_college"] = "true";
  for (int i = 3; i < 6; ++i) council.members[static_cast<std::size_t>(i)].college = "experts";
  const auto at = council.sitting(6);
  const auto vote = council.open_vote(at, "electronic");
  for (int i = 1; i <= 3; ++i) REQUIRE(council.cast(at, vote, i, "for").ok());
  for (int i = 4; i <= 5; ++i) REQUIRE(council.cast(at, vote, i, "against").ok());
  REQUIRE(council.on(at.session, "close_vote", Council::about(vote)).ok());
  REQUIRE(council.on(at.session, "proclaim", Council::about(vote)).ok());
  // More voices are for it than against it; still only one college of two adopts.
  REQUIRE(council.kernel.events("plenary.proclaimed").at(0).field("outcome") == "rejected");
  REQUIRE(council.kernel.rows("SELECT college, in_favour, against, adopted FROM plenary_college_count ORDER BY college") ==
          Rows{{"citizens", "3", "0", "1"}, {"experts", "0", "2", "0"}});

  const auto hands = council.open_vote(at, "show_of_hands");
  const auto counts = [&](const std::string& rows) { return council.on(at.session, "record_counts", Council::about(hands) + ", \"colleges\": [" + rows + "]"); };
  const std::string citizens = R"({"college": "citizens", "in_favour": 3, "against": 0, "abstained": 0})";
  const std::string experts = R"({"college": "experts", "in_favour": 2, "against": 1, "abstained": 0})";
  REQUIRE(counts(citizens).error("colleges") == "each_college_once");
  REQUIRE(counts(citizens + ", " + citizens).error("colleges.1.college") == "each_college_once");
  REQUIRE(counts(citizens + R"(, {"college": "experts", "in_favour": 4, "against": 0, "abstained": 0})").error("colleges.1.college") == "more_than_voters");
  REQUIRE(counts(citizens + ", " + experts).ok());
  REQUIRE(council.on(at.session, "close_vote", Council::about(hands)).ok());
  REQUIRE(council.on(at.session, "proclaim", Council::about(hands)).ok());
  REQUIRE(council.kernel.events("plenary.proclaimed").at(1).field("outcome") == "adopted");
}
