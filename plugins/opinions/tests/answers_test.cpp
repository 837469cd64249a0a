// The answers to recommendations, and silence.
#include "council.hpp"

using namespace opinions_test;
using std::chrono::days;

TEST_CASE("invariant 9: a refusal without a text cannot be saved") {
  Council council;
  council.transmit();
  REQUIRE(council.answer(1, "refused").error("text") == "refusal_needs_reason");
  REQUIRE(council.answer(1, "refused", " \n").error("text") == "refusal_needs_reason");
  REQUIRE(council.kernel.rows("SELECT COUNT(*) FROM opinions_answer") == Rows{{"0"}});
  REQUIRE(council.answer(1, "refused", "Trop cher.").ok());
}

TEST_CASE("who answers a recommendation reads it; before the opinion is public, nobody else does") {
  Council council;
  council.transmit();
  const opinions::Recommended second{.deliverable = "P-2026-001", .number = 2};
  REQUIRE(council.authority().call(second).field("reference").ends_with("/R2"));
  REQUIRE(council.authority().call(opinions::Recommended{.deliverable = "P-2026-001", .number = 9}).code() == "no_such_recommendation");
  Council embargoed;
  embargoed.finalise();
  REQUIRE(embargoed.kernel.visitor().call(second).code() == "no_such_deliverable");
}

TEST_CASE("invariant 9: silence is a status of its own after the last day, shown to the public only when the rules say so") {
  for (const bool silence : {false, true}) {
    Council council({.silence = silence});
    council.transmit();
    REQUIRE(council.answer(1, "accepted").ok());
    council.kernel.advance(days(90) + std::chrono::hours(8) - std::chrono::seconds(1));
    REQUIRE(council.kernel.now() == "2026-07-07T21:59:59Z");
    REQUIRE(council.kernel.events("opinions.answer_overdue").empty());
    council.kernel.advance(std::chrono::seconds(1));
    REQUIRE(council.kernel.events("opinions.answer_overdue").size() == 1);

    const auto seen = council.kernel.visitor().call(opinions::FollowUp{.deliverable = "P-2026-001"});
    REQUIRE(seen.field("recommendations.0.status") == "accepted");
    REQUIRE(seen.field("recommendations.1.status") == (silence ? "overdue" : "awaiting"));
    REQUIRE(council.authority().call(opinions::FollowUp{.deliverable = "P-2026-001"}).field("recommendations.1.status") == "overdue");
    REQUIRE(council.kernel.visitor().call("opinions.board").size("silent") == (silence ? 1 : 0));
    // The page of the opinion says what the follow-up says, as the page of its referral does.
    REQUIRE(council.kernel.visitor().call(opinions::Get{.deliverable = "P-2026-001"}).field("state") == (silence ? "answer_overdue" : "transmitted"));
    REQUIRE(council.authority().call(opinions::Get{.deliverable = "P-2026-001"}).field("state") == "answer_overdue");
    REQUIRE(council.answer(2, "accepted").ok());
    REQUIRE(council.authority().call(opinions::Get{.deliverable = "P-2026-001"}).field("state") == "in_follow_up");
  }
}

TEST_CASE("reminders go on until the last answer came") {
  Council council;
  council.transmit();
  council.kernel.advance(days(91 + 61));
  REQUIRE(council.kernel.events("opinions.reminded").size() == 2);
  REQUIRE(council.answer(1, "accepted").ok());
  REQUIRE(council.answer(2, "to_study").ok());
  council.kernel.advance(days(60));
  REQUIRE(council.kernel.events("opinions.reminded").size() == 2);
}

TEST_CASE("the last answer completes them, once; an answer can be given again, and the former one stays") {
  Council council;
  council.transmit();
  REQUIRE(council.bureau().call(opinions::Close{.deliverable = "P-2026-001"}).code() == "not_answered");
  REQUIRE(council.answer(1, "to_study").ok());
  REQUIRE(council.kernel.events("opinions.answer_complete").empty());
  REQUIRE(council.answer(2, "accepted").ok());
  REQUIRE(council.answer(1, "accepted_in_part", "Le week-end.").ok());
  REQUIRE(council.kernel.events("opinions.answer_complete").size() == 1);
  REQUIRE(council.kernel.events("opinions.answered").size() == 3);
  REQUIRE(council.kernel.events("opinions.answered").at(0).field("recommendation") == "AVIS-2026-01/R1");
  const auto seen = council.kernel.visitor().call(opinions::FollowUp{.deliverable = "P-2026-001"});
  REQUIRE(seen.size("recommendations.0.answers") == 2);
  REQUIRE(seen.field("recommendations.0.status") == "accepted_in_part");
  REQUIRE(council.bureau().call(opinions::Close{.deliverable = "P-2026-001"}).ok());
  REQUIRE(council.answer(1, "accepted").code() == "follow_up_closed");
}

TEST_CASE("the authority answers all recommendations in one form; a line left open stays open, and the rules of a single answer hold for each") {
  Council council;
  council.transmit();
  const opinions::AnswerForm form{.deliverable = "P-2026-001"};
  REQUIRE(council.authority().call(form).size("answers") == 2);
  REQUIRE(council.authority().call(opinions::Answerable{.deliverable = "P-2026-001"}).field("options.1.label") == "R2 · Ouvrir une crèche.");
  REQUIRE(council.authority().call(opinions::FollowUp{.deliverable = "P-2026-001"}).field("actions.0") == "answer_all");

  opinions::AnswerAll all{.deliverable = "P-2026-001", .date = "2026-04-08", .deliberation = "https://metropole.example/d/12",
                          .answers = {{.number = "1", .answer = "accepted"}, {.number = "2", .answer = "refused"}}};
  REQUIRE(council.authority().call(all).error("answers.1.text") == "refusal_needs_reason");
  REQUIRE(council.kernel.rows("SELECT COUNT(*) FROM opinions_answer") == Rows{{"0"}});
  all.answers[1].number = "7";
  REQUIRE(council.authority().call(all).error("answers.1.number") == "not_open");
  all.answers = {{.number = "1"}, {.number = "2"}};
  REQUIRE(council.authority().call(all).error("answers") == "nothing_answered");
  all.date = "2026-04-09";
  REQUIRE(council.authority().call(all).error("date") == "in_the_future");
  all.date = "2026-04-08";

  all.answers[0].answer = "accepted";
  Council::must(council.authority().call(all));
  REQUIRE(council.kernel.events("opinions.answer_complete").empty());
  REQUIRE(council.authority().call(form).size("answers") == 1);
  all.answers = {{.number = "2", .answer = "refused", .text = "Une crèche existe."}};
  Council::must(council.authority().call(all));
  REQUIRE(council.kernel.events("opinions.answer_complete").size() == 1);
  REQUIRE(council.state() == "in_follow_up");
  const auto seen = council.kernel.visitor().call(opinions::FollowUp{.deliverable = "P-2026-001"});
  REQUIRE(seen.field("recommendations.1.answers.0.deliberation") == "https://metropole.example/d/12");
  REQUIRE(council.authority().call(all).code() == "all_answered");
}
