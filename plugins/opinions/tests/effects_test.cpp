// What follows an opinion: its transmission, letters, publication, uptake, and the figures of it.
#include "council.hpp"

using namespace opinions_test;
using std::chrono::days;

TEST_CASE("invariant 8: transmitting needs an authority among the recipients, a date and a frozen text; the clock starts there") {
  Council council;
  council.finalise();
  auto to_nobody = Council::transmission();
  to_nobody.recipients = {{.capacity = "elected", .recipient = "Mobilités"}};
  REQUIRE(council.bureau().call(to_nobody).error("recipients") == "authority_needed");
  auto tomorrow = Council::transmission();
  tomorrow.date = "2026-04-09";
  REQUIRE(council.bureau().call(tomorrow).error("date") == "in_the_future");
  auto too_early = Council::transmission();
  too_early.date = "2026-04-07";
  REQUIRE(council.bureau().call(too_early).error("date") == "before_decision");

  REQUIRE(council.bureau().call(Council::transmission()).ok());
  const auto told = council.kernel.events("opinions.transmitted").at(0);
  REQUIRE(told.field("due") == "2026-07-07");
  REQUIRE(council.bureau().call(Council::transmission()).code() == "already_transmitted");
}

TEST_CASE("what is transmitted a little after midnight is of the new day") {
  Council council({}, "2026-04-08T22:10:00Z");
  council.finalise();
  auto act = Council::transmission();
  act.date = "2026-04-10";
  REQUIRE(council.bureau().call(act).error("date") == "in_the_future");
  act.date = "2026-04-09";
  REQUIRE(council.bureau().call(act).ok());
}

TEST_CASE("recipients whose address is known get a letter with their own link, and a reminder when the answer is late") {
  Council council;
  council.finalise();
  auto transmission = Council::transmission();
  transmission.recipients[0].email = "cabinet@metropole.example";
  REQUIRE(council.bureau().call(transmission).ok());
  REQUIRE(council.kernel.mails().size() == 1);
  const auto letter = council.kernel.mails().at(0);
  REQUIRE(letter.to == "cabinet@metropole.example");
  REQUIRE(letter.subject == "Transmission : AVIS-2026-01, La ville la nuit");
  const auto path = council.bureau().call(opinions::Transmittal{.deliverable = "P-2026-001"}).field("recipients.0.receipt_path");
  REQUIRE(letter.text.find(path) != std::string::npos);
  REQUIRE(letter.text.find("07/07/2026") != std::string::npos);
  council.kernel.advance(days(91 + 31));
  REQUIRE(council.kernel.mails().size() == 2);
  REQUIRE(council.kernel.mails().at(1).subject == "Réponse attendue : AVIS-2026-01, La ville la nuit");
}

TEST_CASE("an opinion that nobody has to answer can be closed once it is transmitted") {
  Council council({.response = false});
  council.transmit();
  REQUIRE(council.state() == "transmitted");
  REQUIRE(council.bureau().call(opinions::Close{.deliverable = "P-2026-001"}).ok());
  REQUIRE(council.kernel.events("opinions.closed").size() == 1);
}

TEST_CASE("what is followed was taken up, and steps come in their order") {
  Council council;
  council.transmit();
  auto authority = council.authority();
  opinions::Follow step{.deliverable = "P-2026-001", .number = 1, .step = "done", .date = "2026-04-08"};
  REQUIRE(authority.call(step).code() == "not_answered");
  REQUIRE(council.answer(1, "accepted").ok());
  REQUIRE(council.answer(2, "refused", "Non.").ok());
  step.step = "evaluated";
  REQUIRE(authority.call(step).error("step") == "wrong_step");
  step.step = "done";
  REQUIRE(authority.call(step).ok());
  step.step = "in_progress";
  REQUIRE(authority.call(step).error("step") == "wrong_step");
  step.step = "evaluated";
  REQUIRE(authority.call(step).ok());
  step.number = 2;
  REQUIRE(authority.call(step).code() == "not_taken_up");
  step.number = 7;
  REQUIRE(authority.call(step).status() == "not_found");
}

TEST_CASE("a transmitted text is public when its embargo ends, and not a moment before") {
  Council council;
  council.finalise();
  auto transmission = Council::transmission();
  transmission.embargo = "2026-04-08T13:00:00Z";
  REQUIRE(council.bureau().call(transmission).error("embargo") == "embargo_past");
  transmission.embargo = "2026-04-10T08:00:00Z";
  REQUIRE(council.bureau().call(transmission).ok());
  const opinions::Get page{.deliverable = "P-2026-001"};
  REQUIRE(council.kernel.visitor().call(page).status() == "not_found");
  REQUIRE(council.kernel.visitor().call("opinions.list").size("opinions") == 0);
  REQUIRE(council.authority().call(page).ok());
  council.kernel.advance(std::chrono::hours(43));
  REQUIRE(council.kernel.events("opinions.published").size() == 1);
  REQUIRE(council.kernel.visitor().call(page).ok());
  REQUIRE(council.kernel.visitor().call("opinions.list").size("opinions") == 1);
}

TEST_CASE("a recipient acknowledges by the address that was sent, and the first time counts") {
  Council council;
  council.transmit();
  const auto slip = council.bureau().call(opinions::Transmittal{.deliverable = "P-2026-001"});
  REQUIRE(slip.size("recipients") == 2);
  const auto token = slip.field("recipients.0.receipt_path").substr(std::string("/recus/").size());
  REQUIRE(council.kernel.visitor().call(opinions::Receipt{.token = token}).size("actions") == 1);
  REQUIRE(council.kernel.events("opinions.receipt_recorded").empty());
  REQUIRE(council.kernel.visitor().call(opinions::Acknowledge{.token = token}).ok());
  council.kernel.advance(std::chrono::hours(5));
  REQUIRE(council.kernel.visitor().call(opinions::Acknowledge{.token = token}).ok());
  REQUIRE(council.kernel.events("opinions.receipt_recorded").size() == 1);
  REQUIRE(council.kernel.visitor().call(opinions::Receipt{.token = token}).field("received") == "2026-04-08T14:00:00Z");
  REQUIRE(council.kernel.visitor().call(opinions::Acknowledge{.token = "nobody"}).status() == "not_found");
}

TEST_CASE("an uptake is public once somebody looked at it, and its contact is forgotten when its result is shared") {
  Council council;
  council.transmit();
  auto visitor = council.kernel.visitor();
  const opinions::DeclareUptake declared{.deliverable = "P-2026-001",
                                         .number = 1,
                                         .actor_name = "Foyer des Glycines",
                                         .action_text = "Nous raccompagnons les soignants.",
                                         .contact = "foyer@example.org"};
  const auto made = visitor.call(declared);
  REQUIRE(made.ok());
  const auto token = made.field("token");
  const opinions::FollowUp page{.deliverable = "P-2026-001"};
  REQUIRE(visitor.call(page).size("recommendations.0.uptakes") == 0);
  REQUIRE(visitor.call(opinions::ReportUptake{.token = token, .progress = "in_progress", .result = "Cela roule."}).code() == "not_reportable");

  auto moderator = council.moderator();
  const auto id = moderator.call("opinions.uptakes_to_moderate").field("uptakes.0.uptake");
  const opinions::DeclaredUptake shown{.uptake = id};
  REQUIRE(moderator.call(shown).field("actor_name") == "Foyer des Glycines");
  REQUIRE(moderator.call(shown).field("action_text") == "Nous raccompagnons les soignants.");
  REQUIRE(moderator.call(shown).field("recommendation_text") == "Faire rouler le tram.");
  REQUIRE(visitor.call(shown).status() != "ok");
  REQUIRE(moderator.call(opinions::DeclaredUptake{.uptake = "none"}).code() == "no_such_uptake");
  REQUIRE(moderator.call(opinions::ModerateUptake{.uptake = id, .verdict = "refuse"}).error("explanation") == "required");
  REQUIRE(moderator.call(opinions::ModerateUptake{.uptake = id, .verdict = "publish"}).ok());
  REQUIRE(moderator.call(opinions::ModerateUptake{.uptake = id, .verdict = "publish"}).code() == "already_moderated");
  REQUIRE(visitor.call(page).field("recommendations.0.uptakes.0.actor_name") == "Foyer des Glycines");
  REQUIRE(council.kernel.events("opinions.uptake_published").at(0).field("actor_name") == "Foyer des Glycines");

  Council::must(visitor.call(opinions::ReportUptake{.token = token, .progress = "result_shared", .result = "Quarante trajets."}));
  REQUIRE(visitor.call(page).field("recommendations.0.uptakes.0.uptake_state") == "acknowledged");
  REQUIRE(moderator.call(shown).field("reported") == "Quarante trajets.");
  REQUIRE(moderator.call(opinions::ModerateUptake{.uptake = id, .verdict = "publish"}).ok());
  REQUIRE(visitor.call(page).field("recommendations.0.uptakes.0.result") == "Quarante trajets.");
  REQUIRE(council.kernel.rows("SELECT contact FROM opinions_uptake") == Rows{{"NULL"}});
  for (const auto& event : council.kernel.events()) REQUIRE(event.payload.find("foyer@example.org") == std::string::npos);
}

TEST_CASE("the board counts answers, their median time, themes and terms; the year tells the same to the report") {
  Council council;
  council.transmit();
  council.kernel.advance(days(10));
  REQUIRE(council.answer(1, "accepted").ok());
  const auto board = council.kernel.visitor().call("opinions.board");
  REQUIRE(board.field("recommendation_count") == "2");
  REQUIRE(board.field("answer_rate_percent") == "50");
  REQUIRE(board.field("median_days") == "10");
  REQUIRE(board.field("by_theme.0.label") == "climat");
  REQUIRE(board.field("by_theme.0.value") == "50");
  REQUIRE(board.field("by_theme.0.theme_median") == "10");
  REQUIRE(board.size("by_status") == 2);
  REQUIRE(board.field("by_term.0.label") == "2026-2032");
  REQUIRE(council.kernel.visitor().call("opinions.table_of_answers").size("rows") == 2);

  const auto year = council.kernel.system().call(opinions::Year{.year = 2026});
  REQUIRE(year.field("answer_rate_percent") == "50");
  REQUIRE(year.field("opinions.0.reference") == "AVIS-2026-01");
  REQUIRE(council.kernel.system().call(opinions::Year{.year = 2025}).size("opinions") == 0);
}

TEST_CASE("each one's desk tells the next thing that they owe") {
  Council council;
  council.hand_in();
  REQUIRE(council.lead().call("opinions.tasks").field("tasks.0.task") == "write");
  REQUIRE(council.member().call("opinions.tasks").size("tasks") == 0);
  Council::must(council.lead().call(opinions::Submit{.group = "G1", .deliverable = "P-2026-001"}));
  REQUIRE(council.bureau().call("opinions.tasks").field("tasks.0.task") == "review");
  Council::must(council.bureau().call(opinions::Table{.deliverable = "P-2026-001"}));
  council.proclaim();
  REQUIRE(council.bureau().call("opinions.tasks").field("tasks.0.task") == "finalise");
  Council::must(council.bureau().call(opinions::Finalise{.deliverable = "P-2026-001"}));
  REQUIRE(council.bureau().call("opinions.tasks").field("tasks.0.task") == "transmit");
  Council::must(council.bureau().call(Council::transmission()));
  const auto asked = council.authority().call("opinions.tasks");
  REQUIRE(asked.field("tasks.0.task") == "answer");
  REQUIRE(asked.field("tasks.0.due") == "2026-07-07");
  REQUIRE(asked.field("tasks.0.count") == "2");
  council.kernel.advance(days(91));
  REQUIRE(council.authority().call("opinions.tasks").field("tasks.0.task") == "answer_late");
}
