#include <catch2/catch.hpp>
#include <hemicycle/testing/kernel.hpp>
#include <string>

#include "publication.contract.hpp"

using hemicycle::testing::Rows;
using hemicycle::testing::TestKernel;

namespace {

struct Said {
  bool reviewed = true, expects_response = true;
  std::string public_from = "2026-04-08T14:00:00Z";
  std::string summary = "Des services aussi la nuit.";
};

/// A house with this plugin alone; the opinion `P-2026-001` is told by `said`, which the test may change.
void open_house(TestKernel& kernel, const Said& said) {
  kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
  const std::string yes = said.reviewed ? "true" : "false", answered = said.expects_response ? "true" : "false";
  kernel.stub("rules.deliverable_kind", R"({"kind": "avis", "needs_plenary_vote": )" + yes + R"(, "needs_board": )" + yes +
                                            R"(, "expects_response": )" + yes + R"(, "numbered": )" + yes + R"(, "response_days": 90})");
  kernel.stub("working_groups.get_brief", R"({"group": "G1", "title": "La nuit", "open": true, "referral": "S-2026-001", "state": "active"})");
  kernel.stub("working_groups.deliverable",
              R"({"deliverable": "P-2026-001", "group": "G1", "group_title": "La nuit", "open": true, "referral": "S-2026-001", "kind": "avis",
              "title": "La nuit", "summary": "Brouillon.", "text": "Un brouillon.", "themes": ["habitat"], "recommendations": [], "submitted": "2026-04-08T14:00:00Z",
              "attachments": [{"position": 1, "type": "autre", "label": "Relevés", "link": "https://example.org/releves"}]})");
  kernel.stub("opinions.document", [&said, answered](const std::string&) {
    return R"({"deliverable": "P-2026-001", "reference": "AVIS-2026-01", "version": 1, "hash": "abc", "kind": "avis", "title": "La ville la nuit", "summary": ")" +
           said.summary + R"(", "text": "Le tram s’arrête.", "themes": ["habitat"], "recommendations": [{"number": 1, "reference": "AVIS-2026-01/R1",
           "text": "Faire rouler le tram."}], "referral": "S-2026-001", "group": "G1", "handed_in": true, "expects_response": )" + answered +
           R"(, "date": "2026-04-08", "public_from": ")" + said.public_from + "\"}";
  });
  kernel.stub("network_events.retrospective", "{}");
}

hemicycle::testing::Options vocabularies() {
  return {.vocabularies = {{"themes", {"habitat"}}, {"article_types", {"avis"}}, {"attachment_types", {"autre"}}}};
}

const working_groups::DeliverableSubmitted kHandedIn{
    .group = "G1", .deliverable = "P-2026-001", .referral = "S-2026-001", .visibility = "public", .kind = "avis", .title = "La nuit", .summary = "Brouillon."};
const opinions::Finalised kFinalised{.deliverable = "P-2026-001", .reference = "AVIS-2026-01", .version = 1, .hash = "abc", .title = "La ville la nuit"};
const opinions::Transmitted kTransmitted{.deliverable = "P-2026-001", .reference = "AVIS-2026-01", .date = "2026-04-08", .title = "La ville la nuit"};

}  // namespace

TEST_CASE("what a group hands in is a draft article only when nobody votes on it or reviews it") {
  for (const bool reviewed : {false, true}) {
    const Said said{.reviewed = reviewed};
    TestKernel kernel(vocabularies());
    open_house(kernel, said);
    kernel.emit(kHandedIn);
    REQUIRE(kernel.events("publication.drafted").size() == (reviewed ? 0 : 1));
  }
}

TEST_CASE("an opinion that expects an answer is an article when it is transmitted, once, with its recommendations and its attachments") {
  const Said said;
  TestKernel kernel(vocabularies());
  open_house(kernel, said);
  kernel.emit(kFinalised);
  REQUIRE(kernel.events("publication.published").empty());
  kernel.emit(kTransmitted);
  kernel.emit(kTransmitted);
  REQUIRE(kernel.events("publication.published").size() == 1);
  const auto article = kernel.visitor().call("publication.article", R"({"slug": "la-ville-la-nuit"})");
  REQUIRE(article.field("referral") == "S-2026-001");
  REQUIRE(article.field("attachments.0.label") == "Relevés");
  REQUIRE(article.field("body").find("1. Faire rouler le tram.") != std::string::npos);
  REQUIRE(article.field("body").find("(/avis/P-2026-001)") != std::string::npos);
}

TEST_CASE("one that expects no answer is an article as soon as it is frozen") {
  const Said said{.expects_response = false};
  TestKernel kernel(vocabularies());
  open_house(kernel, said);
  kernel.emit(kFinalised);
  REQUIRE(kernel.events("publication.published").size() == 1);
}

TEST_CASE("an embargo makes the article wait for its end") {
  const Said said{.public_from = "2026-04-10T08:00:00Z"};
  TestKernel kernel(vocabularies());
  open_house(kernel, said);
  kernel.emit(kTransmitted);
  REQUIRE(kernel.events("publication.published").empty());
  REQUIRE(kernel.visitor().call("publication.article", R"({"slug": "la-ville-la-nuit"})").status() == "not_found");
  kernel.advance(std::chrono::hours(42));
  REQUIRE(kernel.events("publication.published").size() == 1);
}

TEST_CASE("a correction is a new version of the article, and a summary that is too long stays a draft for editors") {
  Said said;
  TestKernel kernel(vocabularies());
  open_house(kernel, said);
  kernel.emit(kTransmitted);
  said.summary = "Des services publics aussi la nuit.";
  auto corrected = kFinalised;
  corrected.version = 2;
  kernel.emit(corrected);
  REQUIRE(kernel.visitor().call("publication.article", R"({"slug": "la-ville-la-nuit"})").field("version") == "2");

  const Said wordy{.summary = std::string(301, 'a')};
  TestKernel other(vocabularies());
  open_house(other, wordy);
  other.emit(kTransmitted);
  REQUIRE(other.events("publication.published").empty());
  REQUIRE(other.events("publication.drafted").size() == 1);
}
