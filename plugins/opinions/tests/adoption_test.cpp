#include "council.hpp"

using namespace opinions_test;

TEST_CASE("invariant 6: what needs a vote is adopted by its proclamation, and by no command") {
  Council council;
  council.table();
  const auto refused = council.bureau().call(opinions::AdoptByBoard{.deliverable = "P-2026-001", .date = "2026-04-08"});
  REQUIRE(refused.status() == "conflict");
  REQUIRE(refused.code() == "vote_needed");
  REQUIRE(council.bureau().call(opinions::Finalise{.deliverable = "P-2026-001"}).code() == "not_adopted");
  REQUIRE(council.state() == "tabled");

  council.proclaim();
  REQUIRE(council.state() == "adopted");
  const auto adopted = council.kernel.events("opinions.adopted").at(0);
  REQUIRE(adopted.field("session") == "s1");
  REQUIRE(adopted.field("referral") == "S-2026-001");
}

TEST_CASE("an opinion adopted by consent shows no count, one that was voted on shows its own") {
  Council council;
  council.table();
  council.kernel.emit(plenary::Proclaimed{.session = "s1", .body = "plenary", .item = "i1", .vote = "v1", .matter_kind = "deliverable", .matter = "P-2026-001",
                                          .act = "adopt_opinion", .outcome = "adopted", .date = "2026-04-08", .method = "consent", .notice_respected = true});
  Council::must(council.bureau().call(opinions::Finalise{.deliverable = "P-2026-001"}));
  const auto agreed = council.bureau().call(opinions::Get{.deliverable = "P-2026-001"});
  REQUIRE(agreed.field("session") == "s1");
  REQUIRE(agreed.field("counted") == "false");
  REQUIRE(agreed.json().find("in_favour") == std::string::npos);

  Council voting;
  voting.table();
  voting.proclaim();
  Council::must(voting.bureau().call(opinions::Finalise{.deliverable = "P-2026-001"}));
  const auto voted = voting.bureau().call(opinions::Get{.deliverable = "P-2026-001"});
  REQUIRE(voted.field("counted") == "true");
}

TEST_CASE("invariant 6: a vote whose notice was not respected adopts nothing, and the text says so") {
  Council council;
  council.table();
  council.proclaim("adopted", false);
  REQUIRE(council.state() == "tabled");
  REQUIRE(council.kernel.events("opinions.adopted").empty());
  REQUIRE(council.kernel.events("opinions.tabled").size() == 2);
  REQUIRE(council.lead().call(opinions::Draft{.group = "G1", .deliverable = "P-2026-001"}).field("irregular") == "true");

  council.proclaim();
  REQUIRE(council.state() == "adopted");
  REQUIRE(council.lead().call(opinions::Draft{.group = "G1", .deliverable = "P-2026-001"}).field("irregular") == "false");
}

TEST_CASE("SM4: a text adopted with reservations says so, is frozen as it was voted, and carries them to its readers") {
  Council council;
  council.table();
  council.proclaim("adopted", true, "L’assemblée demande un bilan au bout d’un an.");
  REQUIRE(council.state() == "adopted_with_reservations");
  REQUIRE(council.kernel.events("opinions.adopted").at(0).field("outcome") == "adopted_with_reservations");
  REQUIRE(council.bureau().call("opinions.tasks").field("tasks.0.task") == "finalise");
  REQUIRE(council.member().call(opinions::AnnexStatement{.group = "G1", .deliverable = "P-2026-001", .signatories = "Max", .statement = "Trop peu."}).ok());
  Council::must(council.bureau().call(opinions::Finalise{.deliverable = "P-2026-001"}));
  Council::must(council.bureau().call(Council::transmission()));
  auto visitor = council.kernel.visitor();
  REQUIRE(visitor.call(opinions::Get{.deliverable = "P-2026-001"}).field("reservations") == "L’assemblée demande un bilan au bout d’un an.");
  const auto version = visitor.call(opinions::FinalVersion{.deliverable = "P-2026-001", .version = 1});
  REQUIRE(version.field("text") == kBody);
  REQUIRE(hemicycle::testing::at(version.field("canonical"), "reservations") == "L’assemblée demande un bilan au bout d’un an.");
}

TEST_CASE("SM4: reservations fall with the vote that made them, and a text adopted plainly has none") {
  Council council;
  council.table();
  council.proclaim("adopted", true, "Sous réserve d’un bilan.");
  council.kernel.emit(plenary::Annulled{.session = "s1", .vote = "v1", .matter_kind = "deliverable", .matter = "P-2026-001"});
  REQUIRE(council.state() == "tabled");
  council.proclaim();
  REQUIRE(council.state() == "adopted");
  REQUIRE(council.kernel.rows("SELECT COUNT(reservations) FROM opinions_deliverable") == Rows{{"0"}});
}

TEST_CASE("a proclamation on something else, or on a text that is not tabled, adopts nothing") {
  Council council;
  council.hand_in();
  council.proclaim();
  REQUIRE(council.state() == "draft");
}

TEST_CASE("a text that the plenary rejects or sends back can be taken up again by its group") {
  Council council;
  council.table();
  council.proclaim("rejected");
  REQUIRE(council.state() == "rejected");
  REQUIRE(council.bureau().call(opinions::SendBack{.deliverable = "P-2026-001", .explanation = "Revoir les horaires."}).ok());
  REQUIRE(council.lead().call(opinions::Draft{.group = "G1", .deliverable = "P-2026-001"}).field("explanation") == "Revoir les horaires.");
  REQUIRE(council.lead().call(opinions::Submit{.group = "G1", .deliverable = "P-2026-001"}).ok());
}

TEST_CASE("a deferred text stays before the plenary, one withdrawn from the agenda goes back to the bureau") {
  Council council;
  council.table();
  council.proclaim("deferred");
  REQUIRE(council.state() == "tabled");
  council.kernel.emit(plenary::ItemWithdrawn{.session = "s1", .item = "i1", .matter_kind = "deliverable", .matter = "P-2026-001"});
  REQUIRE(council.state() == "bureau_review");
}

TEST_CASE("an annulled vote puts an adopted text before the plenary again; a frozen text stays, marked") {
  const plenary::Annulled annulled{.session = "s1", .vote = "v1", .matter_kind = "deliverable", .matter = "P-2026-001"};
  Council adopted;
  adopted.table();
  adopted.proclaim();
  auto other_vote = annulled;
  other_vote.vote = "v9";
  adopted.kernel.emit(other_vote);
  REQUIRE(adopted.state() == "adopted");
  adopted.kernel.emit(annulled);
  REQUIRE(adopted.state() == "tabled");

  Council frozen;
  frozen.finalise();
  const auto hash = frozen.bureau().call(opinions::Get{.deliverable = "P-2026-001"}).field("hash");
  frozen.kernel.emit(annulled);
  const auto page = frozen.bureau().call(opinions::Get{.deliverable = "P-2026-001"});
  REQUIRE(page.field("annulled") == "2026-04-08");
  REQUIRE(page.field("hash") == hash);
  REQUIRE(frozen.bureau().call(Council::transmission()).code() == "vote_annulled");
  REQUIRE(frozen.bureau().call("opinions.tasks").size("tasks") == 0);
  frozen.proclaim("rejected");
  REQUIRE(frozen.bureau().call(Council::transmission()).code() == "vote_annulled");
  frozen.proclaim();
  REQUIRE(frozen.bureau().call(opinions::Get{.deliverable = "P-2026-001"}).json().find("annulled") == std::string::npos);
  Council::must(frozen.bureau().call(Council::transmission()));
}

TEST_CASE("a vote that is annulled after its text was transmitted takes nothing back: the text, its answers and its clock stay, marked") {
  Council council;
  council.transmit();
  REQUIRE(council.answer(1, "accepted").ok());
  council.kernel.emit(plenary::Annulled{.session = "s1", .vote = "v1", .matter_kind = "deliverable", .matter = "P-2026-001"});
  REQUIRE(council.state() == "transmitted");
  const auto page = council.kernel.visitor().call(opinions::Get{.deliverable = "P-2026-001"});
  REQUIRE(page.field("annulled") == "2026-04-08");
  REQUIRE(page.field("due") == "2026-07-07");
  REQUIRE(council.answer(2, "to_study").ok());
  REQUIRE(council.state() == "in_follow_up");
}

TEST_CASE("a kind without a vote is adopted by the bureau, not later than today, and never put before the plenary") {
  Council council({.vote = false});
  council.hand_in();
  REQUIRE(council.lead().call(opinions::Submit{.group = "G1", .deliverable = "P-2026-001"}).ok());
  REQUIRE(council.bureau().call(opinions::Table{.deliverable = "P-2026-001"}).code() == "no_vote_needed");
  REQUIRE(council.bureau().call(opinions::AdoptByBoard{.deliverable = "P-2026-001", .date = "2026-04-09"}).error("date") == "in_the_future");
  REQUIRE(council.bureau().call(opinions::AdoptByBoard{.deliverable = "P-2026-001", .date = "2026-04-08"}).ok());
  REQUIRE(council.state() == "adopted");
}

TEST_CASE("a kind that needs no bureau goes from the group to the plenary") {
  Council council({.board = false});
  council.hand_in();
  REQUIRE(council.lead().call(opinions::Submit{.group = "G1", .deliverable = "P-2026-001"}).ok());
  REQUIRE(council.state() == "tabled");
  REQUIRE(council.kernel.events("opinions.tabled").at(0).field("act") == "adopt_opinion");
}

TEST_CASE("steps in the wrong order are refused with what to do first") {
  Council council;
  council.hand_in();
  REQUIRE(council.bureau().call(opinions::Table{.deliverable = "P-2026-001"}).code() == "not_under_review");
  REQUIRE(council.bureau().call(Council::transmission()).code() == "not_frozen");
  REQUIRE(council.bureau().call(opinions::Close{.deliverable = "P-2026-001"}).code() == "not_answered");
  REQUIRE(council.bureau().call(opinions::Table{.deliverable = "P-2026-009"}).status() == "not_found");
  REQUIRE(council.lead().call(opinions::Table{.deliverable = "P-2026-001"}).status() == "denied");
  REQUIRE(council.bureau().call(opinions::Withdraw{.deliverable = "P-2026-001", .explanation = "Sans objet."}).ok());
  REQUIRE(council.bureau().call(opinions::Withdraw{.deliverable = "P-2026-001", .explanation = "Sans objet."}).code() == "already_withdrawn");
}

TEST_CASE("the history says each step once: what has an event of its own is not told as a change of state as well") {
  Council council;
  council.transmit();
  for (const auto& moved : council.kernel.events("opinions.moved")) REQUIRE(moved.field("state") == "bureau_review");
  REQUIRE(council.kernel.events("opinions.moved").size() == 1);
  for (const auto* told : {"opinions.tabled", "opinions.adopted", "opinions.finalised", "opinions.transmitted"}) REQUIRE(council.kernel.events(told).size() == 1);
}

TEST_CASE("giving a text up is offered to who may, apart from the steps") {
  Council council;
  council.hand_in();
  const auto offered = [&](auto caller) { return caller.call(opinions::Draft{.group = "G1", .deliverable = "P-2026-001"}).field("withdrawable"); };
  REQUIRE(offered(council.lead()) == "false");
  REQUIRE(offered(council.bureau()) == "true");
  council.must(council.lead().call(opinions::Submit{.group = "G1", .deliverable = "P-2026-001"}));
  council.must(council.bureau().call(opinions::Table{.deliverable = "P-2026-001"}));
  council.proclaim();
  REQUIRE(offered(council.bureau()) == "false");
}
