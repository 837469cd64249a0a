// The activity report: assembled from the data, written around, frozen when it is published.
#include "fixture.hpp"

using namespace programme_test;

TEST_CASE("a published report keeps its figures and passages, whatever happens afterwards") {
  Council council;
  council.must(council.bureau().call(contract::BeginReport{.year = 2026, .title = "Rapport d'activité 2026"}));
  council.must(council.bureau().call(contract::WritePassage{.year = 2026, .section = "foreword", .text = "Une année **dense**."}));
  CHECK(council.kernel.visitor().call(contract::Report{.year = 2026}).code() == "no_such_report");
  CHECK(council.kernel.visitor().call(contract::ReportDraft{.year = 2026}).status() == "denied");
  CHECK(council.bureau().call("programme.tasks").field("tasks.0.kind") == "report");

  council.must(council.bureau().call(contract::PublishReport{.year = 2026}));
  CHECK(council.bureau().call("programme.tasks").size("tasks") == 0);
  const auto first = council.must(council.kernel.visitor().call(contract::Report{.year = 2026}));
  CHECK(first.field("texts.foreword") == "Une année **dense**.");
  CHECK(first.field("figures.sessions.0.present") == "40");
  CHECK(first.field("figures.opinions.0.answered") == "5");
  CHECK(first.field("figures.women") == "36");
  CHECK(first.field("figures.by_type.0.count") == "12");
  CHECK(first.field("figures.comments_accepted") == "7");

  council.present = 55;
  council.must(council.bureau().call(contract::WritePassage{.year = 2026, .section = "foreword", .text = "Corrigé."}));
  CHECK(council.kernel.visitor().call(contract::Report{.year = 2026}).field("figures.sessions.0.present") == "40");
  CHECK(council.bureau().call(contract::ReportDraft{.year = 2026}).field("figures.sessions.0.present") == "55");
  council.must(council.bureau().call(contract::PublishReport{.year = 2026}));
  const auto second = council.kernel.visitor().call(contract::Report{.year = 2026});
  CHECK(second.field("version") == "2");
  CHECK(second.field("figures.sessions.0.present") == "55");
  const auto again = council.kernel.visitor().call(contract::Report{.year = 2026, .version = 1});
  CHECK(again.field("texts.foreword") == "Une année **dense**.");
}

TEST_CASE("a council without articles and comments has its report, which does not speak of them") {
  Council council(true, false);
  council.must(council.bureau().call(contract::BeginReport{.year = 2026, .title = "Rapport d'activité 2026"}));
  council.must(council.bureau().call(contract::PublishReport{.year = 2026}));
  const auto report = council.must(council.kernel.visitor().call(contract::Report{.year = 2026}));
  CHECK(report.field("figures.sessions.0.present") == "40");
  CHECK(report.json().find("\"articles\"") == std::string::npos);
  CHECK(report.json().find("\"comments") == std::string::npos);
  CHECK(report.size("figures.by_type") == 0);
  const auto table = council.must(council.kernel.visitor().call(contract::ReportTable{.year = 2026})).json();
  CHECK(table.find("\"comments\"") == std::string::npos);
}

TEST_CASE("a report waits for the comments when they are down for a moment, and is not frozen without them") {
  Council council(true, false);
  council.kernel.stub("publication.year", R"({"articles": 12, "by_type": []})");
  council.kernel.refuse("comments.year", "unavailable", "plugin_down");
  council.must(council.bureau().call(contract::BeginReport{.year = 2026, .title = "Rapport d'activité 2026"}));
  CHECK(council.bureau().call(contract::PublishReport{.year = 2026}).status() == "unavailable");
  CHECK(council.kernel.visitor().call(contract::Report{.year = 2026}).code() == "no_such_report");
}

TEST_CASE("the debate of the assembly is recorded after the publication, with its date and reference") {
  Council council;
  council.must(council.bureau().call(contract::BeginReport{.year = 2026, .title = "Rapport d'activité 2026"}));
  contract::RecordDebate debate{.year = 2026, .debated_on = "2026-04-08", .reference = "Délibération n° 2026-41"};
  CHECK(council.bureau().call(debate).code() == "publish_first");
  council.must(council.bureau().call(contract::PublishReport{.year = 2026}));
  debate.debated_on = "2026-04-09";
  CHECK(council.bureau().call(debate).error("debated_on") == "not_yet");
  debate.debated_on = "2025-12-31";
  CHECK(council.bureau().call(debate).error("debated_on") == "before_the_year");
  debate.debated_on = "2026-04-08";
  council.must(council.bureau().call(debate));
  CHECK(council.kernel.visitor().call(contract::Report{.year = 2026}).field("debate_reference") == "Délibération n° 2026-41");
}

TEST_CASE("a report is begun once, and not for a year to come; a passage is emptied by writing nothing") {
  Council council;
  CHECK(council.bureau().call(contract::BeginReport{.year = 2027, .title = "Rapport 2027"}).error("year") == "year_not_begun");
  CHECK(council.bureau().call(contract::WritePassage{.year = 2026, .section = "foreword", .text = "Trop tôt."}).code() == "no_such_report");
  council.must(council.bureau().call(contract::BeginReport{.year = 2026, .title = "Rapport 2026"}));
  CHECK(council.bureau().call(contract::BeginReport{.year = 2026, .title = "Rapport 2026"}).code() == "report_exists");
  council.must(council.bureau().call(contract::WritePassage{.year = 2026, .section = "groups", .text = "Trois groupes."}));
  council.must(council.bureau().call(contract::WritePassage{.year = 2026, .section = "groups"}));
  CHECK(council.kernel.rows("SELECT COUNT(*) FROM programme_passage") == Rows{{"0"}});
}

TEST_CASE("a form on a report tells which section is written, and which report is published") {
  Council council;
  CHECK(council.bureau().call(contract::Passage{.year = 2026, .section = "groups"}).code() == "no_such_report");
  CHECK(council.bureau().call(contract::ReportHead{.year = 2026}).code() == "no_such_report");
  council.must(council.bureau().call(contract::BeginReport{.year = 2026, .title = "Rapport 2026"}));
  CHECK(council.bureau().call(contract::Passage{.year = 2026, .section = "groups"}).field("section") == "groups");
  CHECK(council.bureau().call(contract::ReportHead{.year = 2026}).field("title") == "Rapport 2026");
  CHECK(council.kernel.as("somebody").call(contract::ReportHead{.year = 2026}).status() == "denied");
}

TEST_CASE("the figures of a published report can be computed with") {
  Council council;
  CHECK(council.kernel.visitor().call(contract::ReportTable{.year = 2026}).code() == "no_such_report");
  council.must(council.bureau().call(contract::BeginReport{.year = 2026, .title = "Rapport 2026"}));
  council.must(council.bureau().call(contract::PublishReport{.year = 2026}));
  const auto table = council.must(council.kernel.visitor().call(contract::ReportTable{.year = 2026}));
  CHECK(table.field("file_name") == "rapport-activite-2026.csv");
  CHECK(table.field("rows.0.section") == "sessions");
  CHECK(table.field("rows.0.date") == "2026-03-05");
  CHECK(table.field("rows.0.measure") == "present");
  CHECK(table.field("rows.0.value") == "40");
}

TEST_CASE("figures that nobody can give are no figures: the report is not published on them") {
  Council council;
  council.kernel.refuse("members.composition", "unavailable", "down");
  council.must(council.bureau().call(contract::BeginReport{.year = 2026, .title = "Rapport 2026"}));
  CHECK(council.bureau().call(contract::PublishReport{.year = 2026}).status() == "unavailable");
  CHECK(council.kernel.events("programme.report_published").empty());
}
