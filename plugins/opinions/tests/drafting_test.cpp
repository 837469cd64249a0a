#include "council.hpp"

using namespace opinions_test;

namespace {

opinions::Revise revision(std::int64_t base, const std::string& text) {
  return {.group = "G1", .deliverable = "P-2026-001", .base = base, .title = "La ville la nuit", .summary = "Des services.", .text = text};
}

opinions::ProposeAmendment replacement(const std::string& passage, const std::string& proposed) {
  return {.group = "G1", .deliverable = "P-2026-001", .action = "replace", .passage = passage, .proposed = proposed, .reason = "Plus juste."};
}

Reply decide(Council& council, std::int64_t amendment, const std::string& decision, bool whole_bundle = false) {
  return council.lead().call(opinions::ExamineAmendment{
      .group = "G1", .deliverable = "P-2026-001", .amendment = amendment, .decision = decision, .whole_bundle = whole_bundle});
}

const opinions::Draft kDraft{.group = "G1", .deliverable = "P-2026-001"};
const opinions::Amendments kAmendments{.group = "G1", .deliverable = "P-2026-001"};
const opinions::ApplyAmendments kApply{.group = "G1", .deliverable = "P-2026-001"};

}  // namespace

TEST_CASE("what a group hands in is the first version of a draft, once, when its kind is reviewed") {
  Council council;
  council.hand_in();
  council.hand_in();
  const auto draft = council.lead().call(kDraft);
  REQUIRE(draft.field("state") == "draft");
  REQUIRE(draft.field("version") == "1");
  REQUIRE(draft.field("recommendations.0.reference") == "P-2026-001/R1");
  REQUIRE(council.kernel.events("opinions.opened").size() == 1);

  Council other;
  other.hand_in("synthese");
  REQUIRE(other.kernel.events("opinions.opened").empty());
}

TEST_CASE("invariant 13: a draft is read by those of its group and those who review it, and nobody else learns of it") {
  Council council;
  council.hand_in();
  REQUIRE(council.lead().call(kDraft).ok());
  REQUIRE(council.member().call(kDraft).ok());
  REQUIRE(council.bureau().call(kDraft).ok());
  auto stranger = council.kernel.as("zoe").may(permission::read, "group:G2").may(permission::read_tabled).may(permission::answer);
  REQUIRE(stranger.call(kDraft).status() == "not_found");
  REQUIRE(stranger.call("opinions.drafts").size("drafts") == 0);
  REQUIRE(stranger.call(opinions::Compare{.group = "G1", .deliverable = "P-2026-001", .before = 1, .version = 1}).status() == "not_found");
  REQUIRE(stranger.call(kAmendments).status() == "not_found");
  auto visitor = council.kernel.visitor();
  REQUIRE(visitor.call(kDraft).status() == "denied");
  REQUIRE(visitor.call(opinions::Get{.deliverable = "P-2026-001"}).status() == "not_found");
  REQUIRE(visitor.call(opinions::FollowUp{.deliverable = "P-2026-001"}).status() == "not_found");
  REQUIRE(visitor.call(opinions::FinalVersion{.deliverable = "P-2026-001", .version = 1}).status() == "not_found");
  REQUIRE(visitor.call("opinions.list").size("opinions") == 0);
  REQUIRE(visitor.call(opinions::OfGroup{.group = "G1"}).size("drafts") == 0);
  REQUIRE(visitor.call(opinions::OfReferral{.reference = "S-2026-001"}).size("opinions") == 0);
  REQUIRE(visitor.call("opinions.board").field("opinions") == "0");
  REQUIRE(visitor.call("opinions.table_of_answers").size("rows") == 0);
}

TEST_CASE("invariant 13: a member of the plenary reads what is tabled, not how it came about") {
  Council council;
  council.table();
  const auto read = council.kernel.as("zoe").may(permission::read_tabled).call(kDraft);
  REQUIRE(read.ok());
  REQUIRE(read.field("text") == kBody);
  REQUIRE(read.size("versions") == 0);
  const opinions::Amendments amendments{.group = "G1", .deliverable = "P-2026-001"};
  REQUIRE(council.kernel.as("zoe").may(permission::read_tabled).call(amendments).status() == "not_found");
  REQUIRE(council.member().call(amendments).ok());
}

TEST_CASE("a lead opens a text of a kind that is reviewed, in a group at work") {
  Council council;
  const opinions::Open wanted{.group = "G1", .kind = "rapport-etonnement", .title = "La nuit, vue d’ici"};
  REQUIRE(council.member().call(wanted).status() == "denied");
  REQUIRE(council.lead().call(wanted).field("deliverable") == "D-2026-001");
  REQUIRE(council.lead().call(wanted).field("deliverable") == "D-2026-002");
  auto plain = wanted;
  plain.kind = "synthese";
  REQUIRE(council.lead().call(plain).error("kind") == "kind_not_reviewed");
  REQUIRE(council.lead().call(opinions::Submit{.group = "G1", .deliverable = "D-2026-001"}).code() == "text_or_summary_missing");
}

TEST_CASE("two people who write from the same version do not overwrite each other") {
  Council council;
  council.hand_in();
  REQUIRE(council.lead().call(revision(1, "Premier texte.")).field("version") == "2");
  REQUIRE(council.lead().call(revision(1, "Second texte.")).code() == "revised_meanwhile");
  REQUIRE(council.lead().call(kDraft).field("text") == "Premier texte.");
  auto future = revision(2, "Texte.");
  future.hearings = {{.heard = "Les soignants", .day = "2026-04-09"}};
  REQUIRE(council.lead().call(future).error("hearings.0.day") == "not_yet_held");
  auto elsewhere = revision(2, "Texte.");
  elsewhere.group = "G2";
  REQUIRE(council.kernel.as("lea").may(permission::draft, "group:G2").call(elsewhere).status() == "not_found");
}

TEST_CASE("two versions are compared paragraph by paragraph") {
  Council council;
  council.hand_in();
  REQUIRE(council.lead().call(revision(1, "Le tram s’arrête à une heure.\n\nLes soignants travaillent la nuit et rentrent à pied.")).ok());
  const auto compared = council.lead().call(opinions::Compare{.group = "G1", .deliverable = "P-2026-001", .before = 1, .version = 2});
  REQUIRE(compared.field("blocks.0.paragraph") == "reworded");
  REQUIRE(compared.field("blocks.1.paragraph") == "unchanged");
  REQUIRE(compared.field("recommendation_blocks.0.paragraph") == "removed");
}

TEST_CASE("a comment on a passage survives rewording, and says when its passage is gone") {
  Council council;
  council.hand_in();
  const opinions::Remark remark{.group = "G1", .deliverable = "P-2026-001", .passage = "rentrent à pied", .text = "Ou en taxi ?"};
  REQUIRE(council.member().call(remark).ok());
  auto unknown = remark;
  unknown.passage = "rentrent à cheval";
  REQUIRE(council.member().call(unknown).error("passage") == "passage_not_found");

  REQUIRE(council.lead().call(revision(1, "Une entrée.\n\nLes soignants travaillent aussi la nuit et rentrent à vélo.")).ok());
  auto draft = council.lead().call(kDraft);
  REQUIRE(draft.field("remarks.0.anchor") == "moved");
  REQUIRE(draft.field("remarks.0.paragraph_number") == "2");
  REQUIRE(council.lead().call(revision(2, "Une entrée.")).ok());
  draft = council.lead().call(kDraft);
  REQUIRE(draft.field("remarks.0.anchor") == "lost");
  REQUIRE(draft.field("remarks.0.quote") == "rentrent à pied");
  REQUIRE(council.lead().call(revision(3, kBody)).ok());
  draft = council.lead().call(kDraft);
  REQUIRE(draft.field("remarks.0.anchor") == "exact");
  REQUIRE(council.lead().call(opinions::ResolveRemark{.group = "G1", .deliverable = "P-2026-001", .remark = draft.field("remarks.0.remark")}).ok());
  REQUIRE(council.lead().call(kDraft).size("remarks") == 0);
}

TEST_CASE("an accepted amendment becomes part of the next version; a rejected one does not") {
  Council council;
  council.hand_in();
  REQUIRE(council.member().call(replacement("à minuit", "à une heure")).ok());
  REQUIRE(council.member().call(replacement("à pied", "à vélo")).ok());
  REQUIRE(council.member()
              .call(opinions::ProposeAmendment{
                  .group = "G1", .deliverable = "P-2026-001", .action = "add", .passage = "s’arrête à minuit.", .proposed = "Le bus aussi.", .reason = "Oublié."})
              .ok());
  REQUIRE(council.lead().call(opinions::Submit{.group = "G1", .deliverable = "P-2026-001"}).code() == "amendments_pending");
  REQUIRE(decide(council, 3, "accept").ok());
  REQUIRE(decide(council, 2, "reject").ok());
  REQUIRE(decide(council, 2, "accept").code() == "amendment_already_decided");
  REQUIRE(decide(council, 1, "accept").code() == "amendments_contradict");
  REQUIRE(decide(council, 1, "reject").ok());
  REQUIRE(council.lead().call(opinions::Submit{.group = "G1", .deliverable = "P-2026-001"}).code() == "amendments_to_apply");
  REQUIRE(council.lead().call(kApply).field("version") == "2");
  REQUIRE(council.lead().call(kDraft).field("text") ==
          "Le tram s’arrête à minuit.\n\nLe bus aussi.\n\nLes soignants travaillent la nuit et rentrent à pied.");
  REQUIRE(council.lead().call(kApply).code() == "no_accepted_amendment");
}

TEST_CASE("several accepted amendments are carried out together, wherever they stand in the text") {
  Council council;
  council.hand_in();
  REQUIRE(council.member().call(replacement("à minuit", "à une heure du matin")).ok());
  REQUIRE(council.member()
              .call(opinions::ProposeAmendment{
                  .group = "G1", .deliverable = "P-2026-001", .action = "delete", .passage = "et rentrent à pied", .reason = "Hors sujet."})
              .ok());
  REQUIRE(decide(council, 1, "accept").ok());
  REQUIRE(decide(council, 2, "accept").ok());
  REQUIRE(council.lead().call(kApply).ok());
  REQUIRE(council.lead().call(kDraft).field("text") == "Le tram s’arrête à une heure du matin.\n\nLes soignants travaillent la nuit.");
}

TEST_CASE("amendments that contradict each other say so, and those whose passage went away too") {
  Council council;
  council.hand_in();
  REQUIRE(council.member().call(replacement("s’arrête à minuit", "roule toujours")).ok());
  REQUIRE(council.member().call(replacement("à minuit", "à une heure")).ok());
  auto listed = council.lead().call(kAmendments);
  REQUIRE(listed.field("amendments.0.conflicts.0") == "2");
  REQUIRE(council.lead().call(revision(1, "Le tram roule.")).ok());
  listed = council.lead().call(kAmendments);
  REQUIRE(listed.field("amendments.0.found") == "false");
  REQUIRE(decide(council, 1, "accept").code() == "amendment_text_moved");
}

TEST_CASE("an amendment of an amendment is decided first, changes what is voted, and falls with what it amends") {
  Council council;
  council.hand_in();
  REQUIRE(council.member().call(replacement("à minuit", "à une heure en semaine")).ok());
  auto sub = replacement("en semaine", "tous les jours");
  sub.amends = 1;
  REQUIRE(council.member().call(sub).ok());
  auto third = replacement("tous", "certains");
  third.amends = 2;
  REQUIRE(council.member().call(third).error("amends") == "amends_amendment_of_amendment");
  REQUIRE(council.lead().call(kAmendments).field("amendments.0.amendment") == "2");
  REQUIRE(decide(council, 1, "accept").code() == "sub_amendments_first");
  REQUIRE(decide(council, 2, "accept").ok());
  REQUIRE(decide(council, 1, "accept").ok());
  REQUIRE(council.lead().call(kApply).ok());
  REQUIRE(council.lead().call(kDraft).field("text").find("à une heure tous les jours.") != std::string::npos);

  REQUIRE(council.member().call(replacement("à pied", "à vélo ou à pied")).ok());
  auto fallen = replacement("à vélo", "en bus");
  fallen.amends = 3;
  REQUIRE(council.member().call(fallen).ok());
  REQUIRE(decide(council, 3, "reject").ok());
  REQUIRE(council.kernel.rows("SELECT fate FROM opinions_amendment WHERE number = 4") == Rows{{"fallen"}});
}

TEST_CASE("amendments are voted in the order that was set, and a bundle is decided at once") {
  Council council;
  council.hand_in();
  REQUIRE(council.member().call(replacement("à minuit", "à une heure")).ok());
  REQUIRE(council.member().call(replacement("à pied", "à vélo")).ok());
  const opinions::ArrangeAmendments order{.group = "G1",
                                          .deliverable = "P-2026-001",
                                          .amendments = {{.amendment = 2, .bundle = "A", .place = 1}, {.amendment = 1, .bundle = "A", .place = 2}}};
  REQUIRE(council.lead().call(order).ok());
  REQUIRE(council.lead().call(kAmendments).field("amendments.0.amendment") == "2");
  REQUIRE(decide(council, 1, "accept", true).ok());
  REQUIRE(council.kernel.rows("SELECT COUNT(*) FROM opinions_amendment WHERE fate = 'accepted'") == Rows{{"2"}});
  REQUIRE(council.lead().call(order).error("amendments.0.amendment") == "no_pending_amendment");
}

TEST_CASE("an amendment that cannot be understood is refused at its field") {
  Council council;
  council.hand_in();
  REQUIRE(council.member().call(replacement("à midi", "x")).error("passage") == "passage_not_found");
  REQUIRE(council.member().call(replacement("nt", "x")).error("passage") == "passage_ambiguous");
  REQUIRE(council.member().call(replacement("à minuit", "")).error("proposed") == "required");
  auto deletion = replacement("à minuit", "à une heure");
  deletion.action = "delete";
  REQUIRE(council.member().call(deletion).error("proposed") == "nothing_to_propose");
  auto orphan = replacement("à minuit", "à une heure");
  orphan.amends = 8;
  REQUIRE(council.member().call(orphan).error("amends") == "no_pending_amendment");
}

TEST_CASE("a co-author writes with the group until they are removed") {
  Council council;
  council.hand_in();
  REQUIRE(council.kernel.as("max").call(revision(1, "Un texte.")).status() == "denied");
  REQUIRE(council.lead().call(opinions::AddAuthor{.group = "G1", .deliverable = "P-2026-001", .account = "max"}).ok());
  REQUIRE(council.lead().call(opinions::AddAuthor{.group = "G1", .deliverable = "P-2026-001", .account = "max"}).error("account") == "already_author");
  REQUIRE(council.kernel.as("max").call(revision(1, "Un texte.")).ok());
  REQUIRE(council.lead().call(opinions::RemoveAuthor{.group = "G1", .deliverable = "P-2026-001", .account = "max"}).ok());
  REQUIRE(council.kernel.as("max").call(revision(2, "Un autre texte.")).status() == "denied");
}

TEST_CASE("a minority's position and the hearings are frozen and published with the text") {
  Council council;
  council.hand_in();
  auto cited = revision(1, kBody);
  cited.hearings = {{.heard = "Les soignants", .day = "2026-04-02"}};
  REQUIRE(council.lead().call(cited).ok());
  REQUIRE(council.member().call(opinions::AnnexStatement{.group = "G1", .deliverable = "P-2026-001", .signatories = "Max", .statement = "Trop *cher*."}).ok());
  REQUIRE(council.lead().call(opinions::Submit{.group = "G1", .deliverable = "P-2026-001"}).ok());
  REQUIRE(council.bureau().call(opinions::Table{.deliverable = "P-2026-001"}).ok());
  council.proclaim();
  REQUIRE(council.bureau().call(opinions::Finalise{.deliverable = "P-2026-001"}).ok());
  REQUIRE(council.bureau().call(Council::transmission()).ok());
  const auto page = council.kernel.visitor().call(opinions::Get{.deliverable = "P-2026-001"});
  REQUIRE(page.field("statements.0.signatories") == "Max");
  REQUIRE(page.field("hearings.0.heard") == "Les soignants");
}

TEST_CASE("who writes names the version that was read by the address of the form, and is told of one that came between") {
  Council council;
  council.hand_in();
  const auto base = council.lead().call(opinions::Draft{.group = "G1", .deliverable = "P-2026-001"}).field("base");
  REQUIRE(base == "1");
  const auto form = council.lead().call(opinions::ReviseForm{.group = "G1", .deliverable = "P-2026-001", .base = 1});
  REQUIRE(form.field("text") == kBody);
  auto written = opinions::Revise{.group = "G1", .deliverable = "P-2026-001", .base = 1, .title = "La ville la nuit", .text = "Le tram roule."};
  Council::must(council.lead().call(written));
  REQUIRE(council.lead().call(written).code() == "revised_meanwhile");
  REQUIRE(council.lead().call(opinions::Draft{.group = "G1", .deliverable = "P-2026-001"}).field("base") == "2");
  REQUIRE(council.lead().call(opinions::ReviseForm{.group = "G1", .deliverable = "P-2026-001", .base = 9}).status() == "not_found");
}
