// A partner outside the council requests (domain.md, SM1: partner_request).
#include "council.hpp"

using namespace saisine_test;

TEST_CASE("SM1: a partner files where the rules open it, under its own name and its own series, and the list tells its kind apart") {
  Council council;
  const auto reference = council.requested();
  CHECK(reference == "DP-2026-001");
  const auto page = council.bureau().call(saisine::Get{.reference = reference});
  CHECK(page.field("kind") == "partner_request");
  CHECK(page.field("organisation") == "Agence de l'eau");
  CHECK(page.field("inside.contact") == "Pôle eau");
  CHECK(council.kernel.visitor().call(saisine::Get{.reference = reference}).status() == "not_found");
  council.propose(reference);
  CHECK(council.bureau().call(saisine::List{.kind = "partner_request"}).size("referrals") == 1);
  CHECK(council.bureau().call(saisine::List{.kind = "solicitation"}).size("referrals") == 0);
  CHECK(council.kernel.system().call(saisine::Year{.year = 2026}).field("partner_requests") == "1");

  CHECK(council.kernel.as("nobody").call(saisine::RequestAsPartner{.organisation = "Club", .title = "Un sujet", .question = "Une question ?", .themes = {"eau"}, .contact = "Club"}).status() ==
        "denied");
  Council shut(true, R"({"open": false, "role": "member", "cosigners_needed": 0})");
  CHECK(shut.kernel.as("paul").may(saisine::permission::partner).call(saisine::RequestAsPartner{.organisation = "Club", .title = "Un sujet", .question = "Une question ?", .themes = {"eau"}, .contact = "Club"}).code() ==
        "filing_closed");
}
