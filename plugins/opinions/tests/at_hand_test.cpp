// What a form about a text, a comment, an amendment or an author tells of it, and to whom.
#include "council.hpp"

using namespace opinions_test;

TEST_CASE("who marks a comment as dealt with reads it with its passage, as long as it is open") {
  Council council;
  council.hand_in();
  REQUIRE(council.member().call(opinions::Remark{.group = "G1", .deliverable = "P-2026-001", .passage = "rentrent à pied", .text = "Ou en taxi ?"}).ok());
  const opinions::OpenRemark remark{.group = "G1", .deliverable = "P-2026-001", .remark = council.lead().call(opinions::Draft{.group = "G1", .deliverable = "P-2026-001"}).field("remarks.0.remark")};
  const auto told = council.lead().call(remark);
  INFO(told.explain());
  REQUIRE(told.field("author") == "Max");
  REQUIRE(told.field("quote") == "rentrent à pied");
  REQUIRE(told.field("text") == "Ou en taxi ?");
  REQUIRE(told.field("paragraph_number") == "2");
  REQUIRE(council.member().call(remark).status() == "denied");
  REQUIRE(council.lead().call(opinions::OpenRemark{.group = "G1", .deliverable = "P-none", .remark = remark.remark}).code() == "no_such_deliverable");
  REQUIRE(council.lead().call(opinions::ResolveRemark{.group = "G1", .deliverable = "P-2026-001", .remark = remark.remark}).ok());
  REQUIRE(council.lead().call(remark).code() == "no_such_remark");
}

TEST_CASE("who examines an amendment reads the passage as it would become") {
  Council council;
  council.hand_in();
  REQUIRE(council.member()
              .call(opinions::ProposeAmendment{
                  .group = "G1", .deliverable = "P-2026-001", .action = "replace", .passage = "à minuit", .proposed = "à une heure", .reason = "Plus juste."})
              .ok());
  const opinions::Amendment first{.group = "G1", .deliverable = "P-2026-001", .amendment = 1};
  const auto told = council.lead().call(first);
  INFO(told.explain());
  REQUIRE(told.field("author") == "Max");
  REQUIRE(told.field("action") == "replace");
  REQUIRE(told.field("reason") == "Plus juste.");
  REQUIRE(told.field("found") == "true");
  std::string after;
  for (std::size_t run = 0; run < told.size("runs"); ++run)
    if (const auto at = "runs." + std::to_string(run); told.field(at + ".change") != "deleted") after += told.field(at + ".text");
  REQUIRE(after == "à une heure");
  REQUIRE(council.member().call(first).status() == "denied");
  REQUIRE(council.lead().call(opinions::Amendment{.group = "G1", .deliverable = "P-2026-001", .amendment = 2}).code() == "no_such_amendment");
}

TEST_CASE("who is taken off a text is named, and who does not write in it is not found") {
  Council council;
  council.hand_in();
  const opinions::CoAuthor max{.group = "G1", .deliverable = "P-2026-001", .account = "max"};
  REQUIRE(council.lead().call(max).code() == "no_such_author");
  REQUIRE(council.lead().call(opinions::AddAuthor{.group = "G1", .deliverable = "P-2026-001", .account = "max"}).ok());
  REQUIRE(council.lead().call(max).field("name") == "Max");
  REQUIRE(council.lead().call(opinions::CoAuthor{.group = "G1", .deliverable = "P-none", .account = "max"}).code() == "no_such_deliverable");
  REQUIRE(council.kernel.as("somebody").call(max).status() == "denied");
}

TEST_CASE("who reviews a text that has no number yet reads which one it is") {
  Council council;
  council.hand_in();
  const opinions::UnderReview text{.deliverable = "P-2026-001"};
  REQUIRE(council.bureau().call(text).field("title") == "La ville la nuit");
  REQUIRE(council.bureau().call(text).field("state") == "draft");
  REQUIRE(council.lead().call(text).status() == "denied");
  REQUIRE(council.bureau().call(opinions::UnderReview{.deliverable = "P-none"}).code() == "no_such_deliverable");
}
