#include "council.hpp"

using namespace opinions_test;

TEST_CASE("invariant 7: what is frozen no longer changes, and its fingerprint is shown publicly") {
  Council council;
  council.transmit();
  const auto page = council.kernel.visitor().call(opinions::Get{.deliverable = "P-2026-001"});
  REQUIRE(page.field("reference") == "AVIS-2026-01");
  REQUIRE(page.field("hash").size() == 64);
  REQUIRE(page.field("recommendations.1.reference") == "AVIS-2026-01/R2");

  const opinions::Revise revision{.group = "G1", .deliverable = "P-2026-001", .base = 1, .title = "Un autre titre", .text = "Tout autre chose."};
  REQUIRE(council.lead().call(revision).code() == "not_being_written");
  REQUIRE(council.lead().call(opinions::ApplyAmendments{.group = "G1", .deliverable = "P-2026-001"}).code() == "no_longer_amended");
  REQUIRE(council.member().call(opinions::AnnexStatement{.group = "G1", .deliverable = "P-2026-001", .signatories = "Max", .statement = "Contre."}).code() ==
          "already_frozen");
  REQUIRE(council.bureau().call(opinions::Finalise{.deliverable = "P-2026-001"}).code() == "already_frozen");
  REQUIRE(council.kernel.visitor().call(opinions::Get{.deliverable = "P-2026-001"}).field("hash") == page.field("hash"));
}

TEST_CASE("invariant 7: a correction is a new version that supersedes; the one before stays readable") {
  Council council;
  council.transmit();
  const auto first = council.kernel.visitor().call(opinions::FinalVersion{.deliverable = "P-2026-001", .version = 1});
  Council::must(council.bureau().call(opinions::Correct{.deliverable = "P-2026-001",
                                                        .note = "Une heure était fausse.",
                                                        .title = "La ville la nuit",
                                                        .summary = "Des services aussi la nuit.",
                                                        .text = "Le tram s’arrête à une heure.",
                                                        .recommendations = {{.number = 2, .text = "Ouvrir deux crèches."}}}));
  const auto second = council.kernel.visitor().call(opinions::FinalVersion{.deliverable = "P-2026-001", .version = 2});
  const auto again = council.kernel.visitor().call(opinions::FinalVersion{.deliverable = "P-2026-001", .version = 1});
  REQUIRE(again.field("canonical") == first.field("canonical"));
  REQUIRE(again.field("latest") == "false");
  REQUIRE(second.field("hash") != first.field("hash"));
  REQUIRE(hemicycle::testing::at(second.field("canonical"), "supersedes") == "1");
  REQUIRE(second.field("recommendations.1.text") == "Ouvrir deux crèches.");
  REQUIRE(second.field("recommendations.1.reference") == "AVIS-2026-01/R2");

  const auto unknown = council.bureau().call(opinions::Correct{.deliverable = "P-2026-001",
                                                               .note = "Une de plus.",
                                                               .title = "La ville la nuit",
                                                               .summary = "Des services.",
                                                               .text = "Le tram.",
                                                               .recommendations = {{.number = 3, .text = "Encore une."}}});
  REQUIRE(unknown.error("recommendations.0.number") == "no_such_recommendation");
}

TEST_CASE("invariant 15: an adopted text keeps the names that it was adopted with, whoever is forgotten since") {
  Council council;
  council.hand_in();
  Council::must(council.member().call(opinions::AnnexStatement{.group = "G1", .deliverable = "P-2026-001", .signatories = "Max", .statement = "Contre."}));
  Council::must(council.lead().call(opinions::Submit{.group = "G1", .deliverable = "P-2026-001"}));
  Council::must(council.bureau().call(opinions::Table{.deliverable = "P-2026-001"}));
  council.proclaim();
  Council::must(council.bureau().call(opinions::Finalise{.deliverable = "P-2026-001"}));
  Council::must(council.bureau().call(Council::transmission()));
  Council::must(council.authority().call(opinions::Answer{
      .deliverable = "P-2026-001", .number = 1, .answer = "accepted", .date = "2026-04-08", .in_charge = "Vice-présidence aux mobilités"}));
  const auto before = council.kernel.visitor().call(opinions::Get{.deliverable = "P-2026-001"}).json();
  const auto frozen = council.kernel.visitor().call(opinions::FinalVersion{.deliverable = "P-2026-001", .version = 1}).json();

  council.names = R"({"names": []})";
  const auto page = council.kernel.visitor().call(opinions::Get{.deliverable = "P-2026-001"});
  REQUIRE(page.json() == before);
  REQUIRE(page.field("statements.0.signatories") == "Max");
  REQUIRE(page.field("recommendations.0.answers.0.in_charge") == "Vice-présidence aux mobilités");
  REQUIRE(council.kernel.visitor().call(opinions::FinalVersion{.deliverable = "P-2026-001", .version = 1}).json() == frozen);
}

TEST_CASE("the fingerprint is the SHA-256 of the canonical form that is shown") {
  // Of this very form, computed once by another program.
  Council council({.response = false});
  council.finalise();
  const auto version = council.kernel.visitor().call(opinions::FinalVersion{.deliverable = "P-2026-001", .version = 1});
  REQUIRE(version.field("canonical").substr(0, 42) == R"({"reference":"AVIS-2026-01","version":1,"k)");
  REQUIRE(version.field("hash") == "b386344d770026d0714c20df64ab955e518a405e17cde45a9320cc66bd2f45d2");
}

TEST_CASE("numbers are counted by kind and year, and a kind that is not numbered keeps its provisional one") {
  Council council({.numbered = false});
  council.finalise();
  REQUIRE(council.bureau().call(opinions::Get{.deliverable = "P-2026-001"}).field("reference") == "P-2026-001");
}

TEST_CASE("a text can be read by its reference as by its provisional number") {
  Council council;
  council.transmit();
  REQUIRE(council.kernel.visitor().call(opinions::Get{.deliverable = "AVIS-2026-01"}).field("deliverable") == "P-2026-001");
}
