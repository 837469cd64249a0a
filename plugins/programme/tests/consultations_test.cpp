// Mandatory consultations and their clock (domain.md §1.7, 10).
#include "fixture.hpp"

using namespace programme_test;

namespace {

std::string registered(Council& council) {
  return council
      .must(council.bureau().call(contract::RegisterConsultation{.title = "Arrêt du PLUi", .document = "plui", .requested_on = "2026-04-01"}))
      .field("consultation");
}

std::string running(Council& council) {
  const auto id = registered(council);
  council.must(council.bureau().call(contract::DeclareComplete{.consultation = id, .completed_on = "2026-04-08", .due_on = "2026-07-08"}));
  return id;
}

Reply sheet(Council& council, const std::string& id) {
  return council.must(council.kernel.visitor().call(contract::Consultation{.consultation = id}));
}

}  // namespace

TEST_CASE("invariant 10: a consultation keeps the dates of request, completeness and term, and has an outcome only with all three") {
  Council council;
  const auto id = registered(council);
  CHECK(council.bureau().call(contract::RecordOpinion{.consultation = id, .given_on = "2026-04-08", .opinion = "AVIS-1"}).code() == "not_complete_yet");
  CHECK(council.bureau().call(contract::Waive{.consultation = id, .reason = "Le bureau n'a rien à ajouter."}).code() == "not_complete_yet");
  council.kernel.advance(std::chrono::days(400));
  CHECK(sheet(council, id).field("state") == "requested");
  council.must(council.bureau().call(contract::DeclareComplete{.consultation = id, .completed_on = "2027-05-10"}));
  const auto page = sheet(council, id);
  CHECK(page.field("requested_on") == "2026-04-01");
  CHECK(page.field("completed_on") == "2027-05-10");
  CHECK(page.field("due_on") == "2027-08-08");
  CHECK(page.field("days") == "90");
  CHECK(page.field("basis") == "plui");
}

TEST_CASE("invariant 10: silence lapses at the term, dated by the term, once, and the sheet proves it") {
  Council council;
  const auto id = running(council);
  council.kernel.advance(std::chrono::days(91));
  CHECK(council.kernel.now().substr(0, 10) == "2026-07-08");
  CHECK(sheet(council, id).field("state") == "running");
  council.kernel.advance(std::chrono::hours(12));
  const auto page = sheet(council, id);
  CHECK(page.field("state") == "tacit_lapse");
  CHECK(page.field("outcome_on") == "2026-07-08");
  CHECK(page.field("acts.2.step") == "lapsed");
  CHECK(page.field("sealed").size() == 64);
  council.kernel.advance(std::chrono::days(3));
  REQUIRE(council.kernel.events("programme.consultation_lapsed").size() == 1);
  CHECK(council.kernel.events("programme.consultation_lapsed").at(0).field("due") == "2026-07-08");
  CHECK(sheet(council, id).field("sealed") == page.field("sealed"));
  CHECK(council.bureau().call(contract::RecordOpinion{.consultation = id, .given_on = "2026-07-01", .opinion = "AVIS-1"}).code() == "already_concluded");
}

TEST_CASE("invariant 10: an opinion given in time is the outcome, and the clock does not take it back") {
  Council council;
  const auto id = running(council);
  contract::RecordOpinion opinion{.consultation = id, .given_on = "2026-03-31", .opinion = "AVIS-2026-01"};
  CHECK(council.bureau().call(opinion).error("given_on") == "before_the_request");
  opinion.given_on = "2026-04-09";
  CHECK(council.bureau().call(opinion).error("given_on") == "not_yet");
  opinion.given_on = "2026-04-08";
  council.must(council.bureau().call(opinion));
  council.kernel.advance(std::chrono::days(120));
  CHECK(sheet(council, id).field("state") == "opinion");
  CHECK(sheet(council, id).field("opinion") == "AVIS-2026-01");
  CHECK(council.kernel.events("programme.consultation_lapsed").empty());
}

TEST_CASE("invariant 10: the bureau waives with a reason, and nobody else does") {
  Council council;
  const auto id = running(council);
  CHECK(council.bureau().call("programme.waive", R"({"consultation": ")" + id + R"("})").error("reason") == "required");
  CHECK(council.kernel.as("team").may(contract::permission::consultations).call(contract::Waive{.consultation = id, .reason = "Sans objet pour nous."}).status() ==
        "denied");
  council.must(council.bureau().call(contract::Waive{.consultation = id, .reason = "Le document ne change rien au fond."}));
  const auto page = sheet(council, id);
  CHECK(page.field("state") == "waived");
  CHECK(page.field("waiver") == "Le document ne change rien au fond.");
  CHECK(council.kernel.events("programme.consultation_waived").size() == 1);
}

TEST_CASE("dates that cannot be are refused at their field") {
  Council council;
  CHECK(council.bureau().call(contract::RegisterConsultation{.title = "Arrêt du PLUi", .document = "plui", .requested_on = "2026-04-09"}).error("requested_on") ==
        "not_yet");
  const auto id = registered(council);
  contract::DeclareComplete complete{.consultation = id, .completed_on = "2026-03-31"};
  CHECK(council.bureau().call(complete).error("completed_on") == "before_the_request");
  complete.completed_on = "2026-04-09";
  CHECK(council.bureau().call(complete).error("completed_on") == "not_yet");
  complete.completed_on = "2026-04-08";
  complete.due_on = "2026-04-08";
  CHECK(council.bureau().call(complete).error("due_on") == "before_completeness");
  complete.due_on = "2026-07-08";
  council.must(council.bureau().call(complete));
  CHECK(council.bureau().call(complete).code() == "already_complete");
}

TEST_CASE("a consultation that the authority files enters the register by itself, and its opinion too") {
  Council council;
  council.referrals = {{"CO-2026-001", "submitted"}, {"S-1", "submitted"}};
  council.kernel.emit(saisine::Submitted{.reference = "S-1", .kind = "solicitation"});
  council.kernel.emit(saisine::Submitted{.reference = "CO-2026-001", .kind = "mandatory_consultation"});
  const auto list = council.kernel.visitor().call("programme.consultations");
  REQUIRE(list.size("consultations") == 1);
  const auto id = list.field("consultations.0.consultation");
  CHECK(list.field("consultations.0.requested_on") == "2026-03-01");
  CHECK(list.field("consultations.0.document") == "plui");
  CHECK(council.bureau().call("programme.tasks").field("tasks.0.kind") == "consultation_incomplete");
  council.must(council.bureau().call(contract::DeclareComplete{.consultation = id, .completed_on = "2026-04-08", .due_on = "2026-07-08"}));
  CHECK(council.bureau().call("programme.tasks").size("tasks") == 0);
  council.kernel.advance(std::chrono::days(75));
  CHECK(council.bureau().call("programme.tasks").field("tasks.0.kind") == "consultation_due");

  const opinions::Transmitted sent{.deliverable = "P-1", .reference = "AVIS-2026-03", .referral = "CO-2026-001", .date = "2026-06-20", .title = "Avis"};
  council.kernel.emit(sent);
  CHECK(sheet(council, id).field("state") == "opinion");
  CHECK(sheet(council, id).field("opinion") == "AVIS-2026-03");
  CHECK(council.kernel.visitor().call(contract::OfReferral{.reference = "CO-2026-001"}).field("consultations.0.state") == "opinion");
}

TEST_CASE("invariant 13: the sheet says that an opinion was given, and which one it was when its embargo has ended") {
  Council council;
  council.referrals = {{"CO-2026-001", "submitted"}};
  council.kernel.emit(saisine::Submitted{.reference = "CO-2026-001", .kind = "mandatory_consultation"});
  const auto id = council.kernel.visitor().call("programme.consultations").field("consultations.0.consultation");
  council.must(council.bureau().call(contract::DeclareComplete{.consultation = id, .completed_on = "2026-04-08", .due_on = "2026-07-08"}));
  council.kernel.emit(opinions::Transmitted{.deliverable = "P-1", .reference = "AVIS-2026-03", .referral = "CO-2026-001", .date = "2026-04-08",
                                            .title = "Avis", .embargo = "2026-04-10T08:00:00Z"});
  const auto during = sheet(council, id);
  CHECK(during.field("state") == "opinion");
  CHECK(during.field("outcome_on") == "2026-04-08");
  CHECK(during.explain().find("AVIS-2026-03") == std::string::npos);
  CHECK(council.kernel.visitor().call("programme.consultations").explain().find("AVIS-2026-03") == std::string::npos);
  CHECK(council.bureau().call(contract::Consultation{.consultation = id}).field("opinion") == "AVIS-2026-03");
  council.kernel.advance(std::chrono::hours(48));
  CHECK(sheet(council, id).field("opinion") == "AVIS-2026-03");
  CHECK(sheet(council, id).field("acts.2.note") == "AVIS-2026-03");
  CHECK(sheet(council, id).field("sealed") == during.field("sealed"));
}

TEST_CASE("the register tells visitors neither the title nor the reference of a referral that is not public") {
  Council council;
  council.open = false;
  council.referrals = {{"CO-2026-001", "submitted"}};
  council.kernel.emit(saisine::Submitted{.reference = "CO-2026-001", .kind = "mandatory_consultation"});
  const auto list = council.kernel.visitor().call("programme.consultations");
  const auto id = list.field("consultations.0.consultation");
  CHECK(list.field("consultations.0.title") == id);
  CHECK(list.explain().find("CO-2026-001") == std::string::npos);
  CHECK(sheet(council, id).field("title") == id);
  CHECK(sheet(council, id).explain().find("CO-2026-001") == std::string::npos);
  CHECK(council.kernel.visitor().call(contract::OfReferral{.reference = "CO-2026-001"}).size("consultations") == 0);
  CHECK(council.bureau().call(contract::Consultation{.consultation = id}).field("referral") == "CO-2026-001");
  council.open = true;
  CHECK(council.kernel.visitor().call("programme.consultations").field("consultations.0.referral") == "CO-2026-001");
}

TEST_CASE("an opinion that comes after the term is a fact beside the lapse, and does not undo it") {
  Council council;
  council.referrals = {{"CO-2026-001", "submitted"}};
  council.kernel.emit(saisine::Submitted{.reference = "CO-2026-001", .kind = "mandatory_consultation"});
  const auto id = council.kernel.visitor().call("programme.consultations").field("consultations.0.consultation");
  council.must(council.bureau().call(contract::DeclareComplete{.consultation = id, .completed_on = "2026-04-08", .due_on = "2026-05-08"}));
  council.kernel.advance(std::chrono::days(40));
  council.kernel.emit(
      opinions::Transmitted{.deliverable = "P-1", .reference = "AVIS-2026-03", .referral = "CO-2026-001", .date = "2026-05-18", .title = "Avis"});
  const auto page = sheet(council, id);
  CHECK(page.field("state") == "tacit_lapse");
  CHECK(page.field("acts.3.step") == "late_opinion");
}

TEST_CASE("what the register takes in was asked within ten years, and not tomorrow") {
  Council council;
  const auto asked = [&](const std::string& day) {
    return council.bureau().call(contract::RegisterConsultation{.title = "Arrêt du PLUi", .document = "plui", .requested_on = day});
  };
  CHECK(asked("1900-01-01").error("requested_on") == "too_long_ago");
  CHECK(asked("2026-04-09").error("requested_on") == "not_yet");
  CHECK(asked("2016-04-08").ok());
}
