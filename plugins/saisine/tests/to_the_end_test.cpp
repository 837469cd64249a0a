// A referral from its filing to what became of the answer (domain.md, SM1), with the rules, the plenary and the opinions told by the test.
#include "council.hpp"

using namespace saisine_test;

TEST_CASE("where the rules ask a vote, its proclamation takes a referral up, and no button does") {
  Council council;
  const auto reference = council.solicited();
  council.propose(reference);
  const auto button =
      council.bureau().call(saisine::RecordDecision{.reference = reference, .decision = "programmed", .session_date = "2026-04-08"});
  CHECK(button.status() == "conflict");
  CHECK(button.code() == "decided_by_vote");
  CHECK(council.state(reference) == "proposed_to_plenary");

  council.proclaim(reference, "adopted");
  const auto page = council.get(reference);
  CHECK(page.field("state") == "programmed");
  CHECK(page.field("decided_by") == "vote");
  CHECK(page.field("in_favour") == "30");
  CHECK(page.field("session") == "se1");
  CHECK(council.kernel.events("saisine.decided").at(0).field("title") == "L'eau du territoire");
  CHECK(council.kernel.visitor().call(saisine::Get{.reference = reference}).ok());

  council.proclaim(reference, "rejected", "v2");
  CHECK(council.state(reference) == "programmed");
}

TEST_CASE("a consent is told as one, without figures that nobody counted") {
  Council council;
  const auto agreed = council.solicited();
  council.propose(agreed);
  council.consent(agreed);
  const auto page = council.get(agreed);
  CHECK(page.field("state") == "programmed");
  CHECK(page.field("decided_by") == "consent");
  CHECK(page.field("counted") == "false");
  CHECK(page.json().find("in_favour") == std::string::npos);
}

TEST_CASE("what a vote defers or an item withdrawn leaves open can be proposed again") {
  Council council;
  const auto reference = council.solicited();
  council.propose(reference);
  council.proclaim(reference, "deferred");
  CHECK(council.state(reference) == "deferred");
  council.must(council.bureau().call(saisine::ProposeToPlenary{.reference = reference}));
  council.kernel.emit(plenary::ItemWithdrawn{.session = "se2", .item = "i2", .matter_kind = "referral", .matter = reference});
  CHECK(council.state(reference) == "admissible");
  CHECK(council.bureau().call(saisine::ProposeToPlenary{.reference = reference}).ok());
}

TEST_CASE("an annulled vote takes its decision back, and that of another vote stays") {
  Council council;
  const auto reference = council.solicited();
  council.propose(reference);
  council.proclaim(reference, "adopted");
  council.kernel.emit(plenary::Annulled{.session = "se1", .vote = "another", .matter_kind = "referral", .matter = reference});
  CHECK(council.state(reference) == "programmed");
  council.kernel.emit(plenary::Annulled{.session = "se1", .vote = "v1", .matter_kind = "referral", .matter = reference});
  CHECK(council.state(reference) == "proposed_to_plenary");
  council.proclaim(reference, "rejected", "v2");
  CHECK(council.state(reference) == "declined");
}

TEST_CASE("where the rules ask no vote, the officer records the decision") {
  Council council(false);
  const auto reference = council.solicited();
  council.propose(reference);
  council.must(council.bureau().call(saisine::RecordDecision{.reference = reference, .decision = "programmed", .session_date = "2026-04-08"}));
  CHECK(council.get(reference).field("decided_by") == "officer");
}

TEST_CASE("invariant 11: an inadmissible referral has a reason code, a plain message and a way to contest, once") {
  Council council;
  const auto reference = council.solicited();
  council.must(council.bureau().call(saisine::Acknowledge{.reference = reference}));
  CHECK(council.bureau().call("saisine.declare_inadmissible", R"({"reference": ")" + reference + R"(", "message": "Trop vague pour nous."})").error("reason") ==
        "required");
  CHECK(council.bureau().call("saisine.declare_inadmissible", R"({"reference": ")" + reference + R"(", "reason": "imprecis"})").error("message") == "required");
  council.must(council.bureau().call(
      saisine::DeclareInadmissible{.reference = reference, .reason = "imprecis", .message = "La question est trop vague."}));

  const auto seen = council.author().call(saisine::Get{.reference = reference});
  CHECK(seen.field("contestable") == "true");
  CHECK(seen.field("history.2.ground") == "imprecis");
  CHECK(seen.field("history.2.message") == "La question est trop vague.");
  council.must(council.author().call(saisine::RequestReview{.reference = reference, .message = "Elle est précise."}));
  CHECK(council.state(reference) == "under_admissibility_review");
  council.must(council.bureau().call(
      saisine::DeclareInadmissible{.reference = reference, .reason = "imprecis", .message = "Elle reste trop vague."}));
  CHECK(council.author().call(saisine::RequestReview{.reference = reference, .message = "Encore une fois."}).code() == "review_already_requested");
}

TEST_CASE("invariant 11: a declined referral has a ground, a message and a way to contest, whoever declined it") {
  SECTION("the officer cannot record it without") {
    Council council(false);
    const auto reference = council.solicited();
    council.propose(reference);
    saisine::RecordDecision decision{.reference = reference, .decision = "declined", .session_date = "2026-04-08"};
    CHECK(council.bureau().call(decision).error("ground") == "ground_required");
    decision.ground = "programme-complet";
    CHECK(council.bureau().call(decision).error("reason") == "reason_required");
    decision.reason = "Le programme de l'année est complet.";
    council.must(council.bureau().call(decision));
    CHECK(council.author().call(saisine::Get{.reference = reference}).field("contestable") == "true");
  }
  SECTION("after a vote the bureau owes the explanation, and has it among its tasks until it is given") {
    Council council;
    const auto reference = council.solicited();
    council.propose(reference);
    council.proclaim(reference, "rejected");
    CHECK(council.bureau().call("saisine.tasks").field("tasks.0.act") == "explain");
    council.must(council.bureau().call(
        saisine::Explain{.reference = reference, .ground = "programme-complet", .message = "Le programme est complet cette année."}));
    CHECK(council.bureau().call("saisine.tasks").size("tasks") == 0);
    const auto seen = council.author().call(saisine::Get{.reference = reference});
    CHECK(seen.field("decision_ground") == "programme-complet");
    CHECK(seen.field("decision_reason") == "Le programme est complet cette année.");
    CHECK(council.bureau().call(saisine::Explain{.reference = reference, .ground = "programme-complet", .message = "Et encore une fois."}).code() ==
          "already_explained");
    council.must(council.author().call(saisine::RequestReview{.reference = reference, .message = "Le sujet est urgent."}));
    CHECK(council.state(reference) == "under_admissibility_review");
  }
}

TEST_CASE("a kind of referral that the rules do not open is not filed, whatever the permission") {
  Council closed(true, R"({"open": false, "role": "", "cosigners_needed": 0})");
  CHECK(closed.kernel.as("lou").may(saisine::permission::call).call(saisine::Call{.title = "Un appel", .question = "Une question ?", .themes = {"eau"}}).code() ==
        "filing_closed");
  CHECK(closed.kernel.visitor().call("saisine.list").size("actions") == 0);

  Council open(true, R"({"open": true, "role": "inhabitant", "cosigners_needed": 2})");
  auto lou = open.kernel.as("lou").may(saisine::permission::call);
  saisine::Call call{.title = "Un appel", .question = "Une question ?", .themes = {"eau"}, .cosigners = {"Voisine"}};
  CHECK(lou.call(call).error("cosigners") == "cosigners_needed");
  call.cosigners.push_back("Voisin");
  CHECK(lou.call(call).field("reference") == "AP-2026-001");
}

TEST_CASE("a referral is joined to another of the same subject, and to no finished one") {
  Council council;
  const auto first = council.solicited(), second = council.solicited(), third = council.solicited();
  council.admit(first);
  council.admit(second);
  saisine::Merge merge{.reference = second, .into = second, .message = "Même question que la première."};
  CHECK(council.bureau().call(merge).error("into") == "merged_with_itself");
  merge.into = third;
  CHECK(council.bureau().call(merge).error("into") == "not_mergeable");
  merge.into = "S-1999-001";
  CHECK(council.bureau().call(merge).error("into") == "no_such_referral");
  merge.into = first;
  council.must(council.bureau().call(merge));
  CHECK(council.state(second) == "merged");
  CHECK(council.get(second).field("merged_into") == first);
  CHECK(council.kernel.events("saisine.merged").at(0).field("into") == first);
  CHECK(council.bureau().call(merge).code() == "wrong_state");
  CHECK(council.author().call(saisine::Withdraw{.reference = second}).code() == "wrong_state");
}

TEST_CASE("a mandatory consultation goes to work without waiting for a session, and nothing else does") {
  Council council;
  const auto asked = council.solicited(), consulted = council.consulted();
  council.admit(asked);
  CHECK(council.bureau().call(saisine::FastTrack{.reference = asked, .due_on = "2026-07-08"}).code() == "not_a_consultation");
  CHECK(council.bureau().call(saisine::FastTrack{.reference = consulted, .due_on = "2026-07-08"}).code() == "wrong_state");
  council.admit(consulted);
  CHECK(council.bureau().call(saisine::FastTrack{.reference = consulted, .due_on = "2026-04-07"}).error("due_on") == "already_past");
  council.must(council.bureau().call(saisine::FastTrack{.reference = consulted, .due_on = "2026-07-08"}));
  CHECK(council.state(consulted) == "in_work");
  CHECK(council.kernel.system().call(saisine::GetBrief{.reference = consulted}).field("awaits_group") == "true");
  CHECK(council.kernel.system().call("saisine.programmed").field("options.0.id") == consulted);
  council.kernel.emit(working_groups::Opened{.group = "G-1", .referral = consulted, .visibility = "public", .title = "PLUi"});
  CHECK(council.kernel.system().call("saisine.programmed").size("options") == 0);
}

TEST_CASE("a consultation whose term passed without an opinion lapses, dated; one that was answered does not") {
  Council council;
  const auto silent = council.consulted(), answered = council.consulted();
  for (const auto& reference : {silent, answered}) {
    council.admit(reference);
    council.must(council.bureau().call(saisine::FastTrack{.reference = reference, .due_on = "2026-07-08"}));
  }
  council.kernel.emit(opinions::Adopted{.deliverable = "P-1", .referral = answered, .title = "Avis sur le PLUi", .session = "se1", .outcome = "adopted"});
  for (const auto& reference : {silent, answered})
    council.kernel.emit(programme::ConsultationLapsed{.consultation = "RC-1", .referral = reference, .due = "2026-07-08"});
  CHECK(council.state(silent) == "lapsed_tacit");
  CHECK(council.state(answered) == "opinion_adopted");
}

TEST_CASE("a referral follows its opinion to the answer, its follow-up and its end") {
  Council council;
  const auto reference = council.solicited();
  council.propose(reference);
  council.proclaim(reference, "adopted");
  council.kernel.emit(working_groups::Opened{.group = "G-1", .referral = reference, .visibility = "public", .title = "Eau"});
  council.kernel.emit(opinions::Adopted{.deliverable = "P-1", .referral = reference, .title = "Avis sur l'eau", .outcome = "adopted"});
  CHECK(council.state(reference) == "opinion_adopted");
  council.kernel.emit(opinions::Transmitted{
      .deliverable = "P-1", .reference = "AVIS-2026-01", .referral = reference, .date = "2026-05-01", .due = "2026-07-30", .title = "Avis sur l'eau"});
  CHECK(council.state(reference) == "transmitted");
  CHECK(council.get(reference).explain().find("AVIS-2026-01") == std::string::npos);
  council.kernel.emit(opinions::Published{.deliverable = "P-1", .reference = "AVIS-2026-01", .referral = reference, .title = "Avis sur l'eau", .kind = "avis"});
  CHECK(council.get(reference).field("opinion") == "AVIS-2026-01");
  CHECK(council.bureau().call(saisine::BeginFollowUp{.reference = reference, .plan = "Une revue chaque automne."}).code() == "not_answered");
  CHECK(council.bureau().call(saisine::Close{.reference = reference, .review = "Rien à suivre ici."}).code() == "wrong_state");
  council.kernel.emit(opinions::AnswerOverdue{.deliverable = "P-1", .referral = reference});
  CHECK(council.state(reference) == "answer_overdue");
  council.kernel.emit(opinions::AnswerComplete{.deliverable = "P-1", .referral = reference});
  CHECK(council.state(reference) == "answered");
  // A reminder that comes after the answer moves nothing backwards.
  council.kernel.emit(opinions::AnswerOverdue{.deliverable = "P-1", .referral = reference});
  CHECK(council.state(reference) == "answered");
  council.must(council.bureau().call(saisine::BeginFollowUp{.reference = reference, .plan = "Une revue chaque automne."}));
  council.must(council.bureau().call(saisine::Close{.reference = reference, .review = "Deux propositions sont appliquées."}));
  CHECK(council.state(reference) == "closed");
  CHECK(council.kernel.visitor().call(saisine::Get{.reference = reference}).field("closing_review") == "Deux propositions sont appliquées.");
}

TEST_CASE("a programme whose vote is annulled gives its referrals back, unless a group works on them or a vote of their own decided") {
  Council council;
  const auto taken = council.solicited(), worked_on = council.solicited(), voted = council.solicited();
  for (const auto& reference : {taken, worked_on}) council.admit(reference);
  council.propose(voted);
  council.proclaim(voted, "adopted");
  for (const auto& reference : {taken, worked_on, voted})
    council.kernel.emit(programme::Placed{.programme = "PT-2026", .year = 2026, .version = 1, .referral = reference, .date = "2026-04-08", .session = "se1"});
  council.kernel.emit(working_groups::Opened{.group = "G-1", .referral = worked_on, .visibility = "public", .title = "Eau"});
  for (const auto& reference : {taken, worked_on, voted}) council.kernel.emit(programme::Unplaced{.programme = "PT-2026", .referral = reference});
  CHECK(council.state(taken) == "admissible");
  CHECK(council.get(taken).explain().find("decided_by") == std::string::npos);
  CHECK(council.state(worked_on) == "in_work");
  CHECK(council.state(voted) == "programmed");
}

TEST_CASE("a referral that waited for the plenary when the programme took it along waits again once that programme's vote is annulled") {
  Council council;
  const auto reference = council.solicited();
  council.propose(reference);
  council.kernel.emit(programme::Placed{.programme = "PT-2026", .year = 2026, .version = 1, .referral = reference, .date = "2026-04-08", .session = "se1"});
  CHECK(council.state(reference) == "programmed");
  council.kernel.emit(programme::Unplaced{.programme = "PT-2026", .referral = reference});
  CHECK(council.state(reference) == "proposed_to_plenary");
  CHECK(council.kernel.events("saisine.proposed").size() == 2);
  council.proclaim(reference, "adopted");
  CHECK(council.state(reference) == "programmed");
}

TEST_CASE("an adopted programme takes the admissible referrals that it holds with it") {
  Council council;
  const auto reference = council.solicited();
  council.admit(reference);
  council.kernel.emit(programme::Placed{.programme = "PT-2026", .year = 2026, .version = 1, .referral = reference, .date = "2026-04-08", .session = "se1"});
  CHECK(council.state(reference) == "programmed");
  CHECK(council.kernel.system().call(saisine::Year{.year = 2026}).field("programmed") == "1");
}

TEST_CASE("that an answer is late is read by who works with it, and by the public only when the rules say so") {
  for (const bool silence : {false, true}) {
    Council council;
    council.silence = silence;
    const auto reference = council.solicited();
    council.propose(reference);
    council.proclaim(reference, "adopted");
    council.kernel.emit(opinions::Transmitted{
        .deliverable = "P-1", .reference = "AVIS-2026-01", .referral = reference, .date = "2026-05-01", .due = "2026-07-30", .title = "Avis sur l'eau"});
    council.kernel.emit(opinions::AnswerOverdue{.deliverable = "P-1", .referral = reference});
    auto visitor = council.kernel.visitor();
    const auto seen = visitor.call(saisine::Get{.reference = reference});
    CHECK(seen.field("state") == (silence ? "answer_overdue" : "transmitted"));
    CHECK((seen.json().find("answer_overdue") != std::string::npos) == silence);
    CHECK(visitor.call(saisine::List{}).field("referrals.0.state") == (silence ? "answer_overdue" : "transmitted"));
    CHECK(visitor.call(saisine::List{.state = "answer_overdue"}).size("referrals") == (silence ? 1 : 0));
    CHECK(visitor.call(saisine::List{.state = "transmitted"}).size("referrals") == (silence ? 0 : 1));
    CHECK(council.state(reference) == "answer_overdue");
    CHECK(council.author().call(saisine::Get{.reference = reference}).field("state") == "answer_overdue");
  }
}
