// Dates that a council would not write: an answer expected yesterday, a request of the last century.
#include "council.hpp"

using namespace saisine_test;

namespace {

Reply solicit(Council& council, const std::string& expected_by) {
  return council.author().call(saisine::Solicit{
      .title = "L'eau du territoire", .question = "Qui décide de l'eau ?", .themes = {"eau"}, .expected_by = expected_by, .contact = "Service"});
}

Reply consult(Council& council, const std::string& requested_on, const std::optional<std::string>& expected_by = {}) {
  return council.author().call(saisine::Consult{.title = "Arrêt du PLUi", .document = "plui", .question = "Que dit le conseil du projet ?", .themes = {"eau"},
                                                .requested_on = requested_on, .expected_by = expected_by, .contact = "Service"});
}

}  // namespace

TEST_CASE("an answer is expected today or later, by the calendar of the council, from whoever asks") {
  Council council;
  CHECK(solicit(council, "2020-01-01").error("expected_by") == "already_past");
  CHECK(solicit(council, "2026-04-07").error("expected_by") == "already_past");
  CHECK(solicit(council, "2026-04-08").ok());
  CHECK(council.kernel.as("mo").may(saisine::permission::self_refer).call(saisine::SelfRefer{.title = "Les haies", .question = "Qui plante les haies ?", .themes = {"eau"}, .expected_by = "2020-01-01"})
            .error("expected_by") == "already_past");
  CHECK(council.kernel.as("paul").may(saisine::permission::partner).call(saisine::RequestAsPartner{.organisation = "Agence", .title = "Les zones humides", .question = "Comment les protéger ?", .themes = {"eau"},
                                                                                                   .expected_by = "2020-01-01", .contact = "Pôle eau"}).error("expected_by") == "already_past");
  council.kernel.advance(std::chrono::hours(9));  // 23:00 UTC, 01:00 of the next day in Paris
  CHECK(solicit(council, "2026-04-08").error("expected_by") == "already_past");
  CHECK(solicit(council, "2026-04-09").ok());
}

TEST_CASE("who completes a referral says a date to come, too") {
  Council council;
  const auto reference = council.solicited();
  council.must(council.bureau().call(saisine::Acknowledge{.reference = reference}));
  council.must(council.bureau().call(saisine::ReturnToAuthor{.reference = reference, .message = "Précisez la question."}));
  auto completed = saisine::Resubmit{.reference = reference, .title = "L'eau du territoire", .question = "Qui décide de l'eau ?", .themes = {"eau"}, .expected_by = "2026-04-07"};
  CHECK(council.author().call(completed).error("expected_by") == "already_past");
  completed.expected_by = "2026-05-07";
  council.must(council.author().call(completed));
}

TEST_CASE("a consultation was received within ten years, not in the future, and its answer is not expected before it") {
  Council council;
  CHECK(consult(council, "1900-01-01").error("requested_on") == "too_long_ago");
  CHECK(consult(council, "2016-04-07").error("requested_on") == "too_long_ago");
  CHECK(consult(council, "2026-04-09").error("requested_on") == "not_yet");
  CHECK(consult(council, "2026-02-01", "2026-01-31").error("expected_by") == "before_the_request");
  CHECK(consult(council, "2026-02-01", "2026-03-31").ok());
  CHECK(consult(council, "2016-04-08").ok());
}
