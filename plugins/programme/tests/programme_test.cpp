// The programme of a year: written, tabled, decided by whom the rules say, amended, closed (domain.md, SM2).
#include "fixture.hpp"

using namespace programme_test;

TEST_CASE("the plenary's vote adopts the programme, and no button does where the rules ask a vote") {
  Council council;
  council.tabled();
  CHECK(council.read().code() == "no_such_programme");
  CHECK(council.kernel.visitor().call(contract::Draft{.year = 2026}).status() == "denied");
  const auto told = council.kernel.events("programme.tabled").at(0);
  CHECK(told.field("programme") == "PT-2026");
  CHECK(told.field("act") == "adopt_programme");
  CHECK(council.bureau().call(contract::RecordDecision{.year = 2026, .outcome = "adopted", .decided_on = "2026-04-08"}).code() == "decided_by_vote");

  council.proclaim("adopted");
  const auto page = council.read();
  INFO(page.explain());
  REQUIRE(page.ok());
  CHECK(page.field("state") == "adopted");
  CHECK(page.field("version") == "1");
  CHECK(page.field("decisions.0.in_favour") == "30");
  CHECK(council.kernel.events("programme.adopted").at(0).field("session") == "se1");
}

TEST_CASE("a body that decides without a vote has its decision recorded, with a reason when it refuses") {
  Council council(false);
  council.tabled();
  contract::RecordDecision decision{.year = 2026, .outcome = "rejected", .decided_on = "2026-04-09"};
  CHECK(council.bureau().call(decision).error("decided_on") == "not_yet");
  decision.decided_on = "2026-04-08";
  CHECK(council.bureau().call(decision).error("reason") == "reason_required");
  decision.outcome = "adopted";
  council.must(council.bureau().call(decision));
  CHECK(council.read().field("decisions.0.method") == "officer");
  CHECK(council.bureau().call(decision).code() == "not_tabled");
}

TEST_CASE("what is tabled cannot be written on until it is taken back, or the session gives it back") {
  Council council;
  council.tabled();
  CHECK(council.bureau().call(contract::AddItem{.year = 2026, .title = "Encore un travail", .kind = "avis"}).code() == "already_tabled");
  CHECK(council.bureau().call(contract::Table{.year = 2026}).code() == "already_tabled");
  council.must(council.bureau().call(contract::TakeBack{.year = 2026}));
  CHECK(council.bureau().call(contract::TakeBack{.year = 2026}).code() == "not_tabled");
  // The vote that was on its way finds nothing tabled and adopts nothing.
  council.proclaim("adopted");
  CHECK_FALSE(council.read().ok());

  council.must(council.bureau().call(contract::Table{.year = 2026}));
  council.kernel.emit(plenary::ItemWithdrawn{.session = "se1", .item = "i1", .matter_kind = "programme", .matter = "PT-2026"});
  CHECK(council.bureau().call(contract::Draft{.year = 2026}).field("state") == "draft");
  council.must(council.bureau().call(contract::Table{.year = 2026}));
  council.proclaim("sent_back");
  CHECK(council.bureau().call(contract::Draft{.year = 2026}).field("state") == "draft");
}

TEST_CASE("acts in the wrong order are refused, and say what comes first") {
  Council council;
  CHECK(council.bureau().call(contract::Table{.year = 2026}).code() == "no_such_programme");
  council.begin();
  CHECK(council.bureau().call(contract::Begin{.year = 2026, .title = "Un second programme"}).code() == "year_exists");
  CHECK(council.bureau().call(contract::Table{.year = 2026}).code() == "nothing_to_table");
  CHECK(council.bureau().call(contract::Amend{.year = 2026, .reason = "Un sujet nouveau."}).code() == "not_adopted_yet");
  CHECK(council.bureau().call(contract::Close{.year = 2026}).code() == "not_adopted_yet");
  CHECK(council.bureau().call(contract::DropAmendment{.year = 2026}).code() == "not_adopted_yet");
  CHECK(council.bureau().call(contract::ChangeItem{.year = 2026, .item = "none", .kind = "avis"}).code() == "no_such_item");
}

TEST_CASE("a referral stands once in a programme, and only when it was admitted") {
  Council council;
  council.referrals = {{"S-1", "admissible"}, {"S-2", "submitted"}, {"S-3", "withdrawn"}};
  council.begin();
  contract::AddItem item{.year = 2026, .referral = "S-2", .kind = "avis"};
  CHECK(council.bureau().call(item).error("referral") == "referral_not_admissible");
  item.referral = "S-3";
  CHECK(council.bureau().call(item).error("referral") == "referral_not_admissible");
  item.referral = "S-1";
  council.put_in(item);
  CHECK(council.bureau().call(contract::Draft{.year = 2026}).field("items.0.title") == "Sujet S-1");
  CHECK(council.bureau().call(item).error("referral") == "already_in_programme");
  CHECK(council.bureau().call(contract::AddItem{.year = 2026, .kind = "avis"}).error("title") == "title_or_referral");
}

TEST_CASE("a work that is taken out is named, and one that is not in the version being written is not found") {
  Council council;
  council.begin();
  const auto item = council.put_in({.year = 2026, .title = "Avis sur le schéma", .kind = "avis"});
  CHECK(council.bureau().call(contract::Item{.year = 2026, .item = item}).field("title") == "Avis sur le schéma");
  council.must(council.bureau().call(contract::RemoveItem{.year = 2026, .item = item}));
  CHECK(council.bureau().call(contract::Item{.year = 2026, .item = item}).code() == "no_such_item");
}

TEST_CASE("a work is handed in after it begins and before the authority decides") {
  Council council;
  council.begin();
  contract::AddItem item{.year = 2026, .title = "Avis sur le schéma", .kind = "avis", .starts_on = "2026-05-01", .due_on = "2026-04-01"};
  CHECK(council.bureau().call(item).error("due_on") == "due_before_start");
  item.due_on = "2026-10-01";
  item.decision_on = "2026-09-15";
  CHECK(council.bureau().call(item).error("due_on") == "due_after_decision");
  item.due_on = "2026-09-01";
  council.put_in(item);
}

TEST_CASE("an adopted programme takes its referrals into the council's work, each of them once") {
  Council council;
  council.referrals = {{"S-1", "admissible"}, {"S-2", "admissible"}};
  council.begin();
  council.put_in({.year = 2026, .referral = "S-1", .kind = "avis"});
  council.must(council.bureau().call(contract::Table{.year = 2026}));
  council.proclaim("adopted");
  REQUIRE(council.kernel.events("programme.placed").size() == 1);
  CHECK(council.kernel.events("programme.placed").at(0).field("referral") == "S-1");

  council.must(council.bureau().call(contract::Amend{.year = 2026, .reason = "Un sujet de plus, urgent."}));
  council.put_in({.year = 2026, .referral = "S-2", .kind = "avis"});
  council.must(council.bureau().call(contract::Table{.year = 2026}));
  CHECK(council.kernel.events("programme.tabled").at(1).field("act") == "amend_programme");
  CHECK(council.read().field("version") == "1");
  council.proclaim("adopted", "v2");
  REQUIRE(council.kernel.events("programme.placed").size() == 2);
  CHECK(council.kernel.events("programme.placed").at(1).field("referral") == "S-2");
  const auto page = council.read();
  CHECK(page.field("version") == "2");
  CHECK(page.size("items") == 2);
  const auto older = council.kernel.visitor().call(contract::Version{.year = 2026, .version = 1});
  CHECK(older.field("state") == "replaced");
  CHECK(older.size("items") == 1);
}

TEST_CASE("an amendment that is rejected or dropped leaves the programme in force as it was") {
  Council council;
  council.tabled();
  council.proclaim("adopted");
  council.must(council.bureau().call(contract::Amend{.year = 2026, .reason = "Un sujet de plus, urgent."}));
  CHECK(council.bureau().call(contract::Amend{.year = 2026, .reason = "Encore une modification."}).code() == "amendment_under_way");
  CHECK(council.bureau().call(contract::Close{.year = 2026}).code() == "amendment_under_way");
  council.put_in({.year = 2026, .title = "Un autre travail", .kind = "avis"});
  council.must(council.bureau().call(contract::Table{.year = 2026}));
  council.proclaim("rejected", "v2");
  CHECK(council.read().field("version") == "1");
  CHECK(council.read().size("items") == 1);
  CHECK(council.kernel.visitor().call(contract::Version{.year = 2026, .version = 2}).code() == "no_such_version");

  council.must(council.bureau().call(contract::Amend{.year = 2026, .reason = "Un sujet de plus, urgent."}));
  council.must(council.bureau().call(contract::DropAmendment{.year = 2026}));
  CHECK(council.read().field("version") == "1");
}

TEST_CASE("an annulled vote puts the version before it in force again, and the annulled one to decision") {
  Council council;
  council.tabled();
  council.proclaim("adopted");
  council.must(council.bureau().call(contract::Amend{.year = 2026, .reason = "Un sujet de plus, urgent."}));
  council.put_in({.year = 2026, .title = "Un autre travail", .kind = "avis"});
  council.referrals = {{"S-1", "admissible"}};
  council.put_in({.year = 2026, .referral = "S-1", .kind = "avis"});
  council.must(council.bureau().call(contract::Table{.year = 2026}));
  council.proclaim("adopted", "v2");
  council.kernel.emit(plenary::Annulled{.session = "se1", .vote = "v2", .matter_kind = "programme", .matter = "PT-2026"});
  REQUIRE(council.kernel.events("programme.unplaced").size() == 1);
  CHECK(council.kernel.events("programme.unplaced").at(0).field("referral") == "S-1");
  CHECK(council.read().field("version") == "1");
  CHECK(council.bureau().call(contract::Draft{.year = 2026}).field("state") == "tabled");
  council.proclaim("adopted", "v3");
  CHECK(council.read().field("version") == "2");
}

TEST_CASE("SM2: an annulled vote whose programme is being amended already leaves the newer version to be decided, as the first one") {
  Council council;
  council.tabled();
  council.proclaim("adopted");
  council.must(council.bureau().call(contract::Amend{.year = 2026, .reason = "Un sujet de plus, urgent."}));
  council.put_in({.year = 2026, .title = "Un autre travail", .kind = "avis"});
  const plenary::Annulled annulled{.session = "se1", .vote = "v1", .matter_kind = "programme", .matter = "PT-2026"};
  SECTION("while it is written, nothing waits for a session") {
    council.kernel.emit(annulled);
    CHECK(council.read().status() == "not_found");
    CHECK(council.bureau().call(contract::Draft{.year = 2026}).field("version") == "2");
    CHECK(council.kernel.events("programme.taken_back").size() == 1);
    council.must(council.bureau().call(contract::Table{.year = 2026}));
  }
  SECTION("once tabled, it is no amendment any more") {
    council.must(council.bureau().call(contract::Table{.year = 2026}));
    CHECK(council.kernel.events("programme.tabled").back().field("act") == "amend_programme");
    council.kernel.emit(annulled);
    CHECK(council.read().status() == "not_found");
  }
  CHECK(council.kernel.events("programme.tabled").back().field("act") == "adopt_programme");
  council.proclaim("adopted", "v2");
  CHECK(council.read().field("version") == "2");
  CHECK(council.read().size("items") == 2);
}

TEST_CASE("a programme that the plenary put off is tabled again as it stands, and adopted by the next vote") {
  Council council;
  council.tabled();
  council.proclaim("deferred");
  CHECK(council.bureau().call(contract::Draft{.year = 2026}).field("state") == "draft");
  council.must(council.bureau().call(contract::Table{.year = 2026}));
  CHECK(council.kernel.events("programme.tabled").size() == 2);
  CHECK(council.kernel.events("programme.tabled").back().field("version") == "1");
  council.proclaim("adopted", "v2");
  CHECK(council.read().field("version") == "1");
}

TEST_CASE("invariant 15: what is published of a programme names no account, so that it stays as it was adopted when one is closed") {
  Council council;
  council.tabled();
  council.proclaim("adopted");
  CHECK(council.read().json().find("\"bureau\"") == std::string::npos);
  CHECK(council.kernel.visitor().call(contract::Version{.year = 2026, .version = 1}).json().find("\"bureau\"") == std::string::npos);
}

TEST_CASE("a closed year is amended no more, and ends with its report") {
  Council council;
  council.tabled();
  council.proclaim("adopted");
  council.must(council.bureau().call(contract::Close{.year = 2026}));
  CHECK(council.bureau().call(contract::Amend{.year = 2026, .reason = "Un sujet de plus, urgent."}).code() == "year_closed");
  CHECK(council.bureau().call(contract::AddItem{.year = 2026, .title = "Trop tard", .kind = "avis"}).code() == "year_closed");
  CHECK(council.bureau().call(contract::Close{.year = 2026}).code() == "year_closed");
  CHECK(council.bureau().call("programme.tasks").field("tasks.0.kind") == "report_missing");
  council.must(council.bureau().call(contract::BeginReport{.year = 2026, .title = "Rapport 2026"}));
  council.must(council.bureau().call(contract::PublishReport{.year = 2026}));
  CHECK(council.read().field("state") == "reported");
}

TEST_CASE("a group that opens on a work makes the programme active, and is shown with it") {
  Council council;
  council.referrals = {{"S-1", "programmed"}};
  council.begin();
  council.put_in({.year = 2026, .referral = "S-1", .kind = "avis", .due_on = "2026-09-01"});
  council.must(council.bureau().call(contract::Table{.year = 2026}));
  CHECK(council.bureau().call("programme.tasks").size("tasks") == 0);
  council.proclaim("adopted");
  CHECK(council.bureau().call("programme.tasks").field("tasks.0.kind") == "without_group");
  council.kernel.emit(working_groups::Opened{.group = "G-1", .referral = "S-1", .visibility = "public", .title = "Eau et sols"});
  CHECK(council.read().field("state") == "active");
  CHECK(council.read().field("items.0.group_title") == "Eau et sols");
  CHECK(council.bureau().call("programme.tasks").size("tasks") == 0);
}

TEST_CASE("referrals that are admitted wait to be put in, until they are, or are withdrawn") {
  Council council;
  council.referrals = {{"S-1", "admissible"}, {"S-2", "admissible"}};
  council.begin();
  council.kernel.emit(saisine::DeclaredAdmissible{.reference = "S-1"});
  council.kernel.emit(saisine::DeclaredAdmissible{.reference = "S-2"});
  CHECK(council.bureau().call(contract::Draft{.year = 2026}).field("waiting.0.label") == "S-1 · Sujet S-1");
  council.put_in({.year = 2026, .referral = "S-1", .kind = "avis"});
  CHECK(council.bureau().call(contract::Draft{.year = 2026}).field("waiting.0.id") == "S-2");
  council.kernel.emit(saisine::Withdrawn{.reference = "S-2"});
  CHECK(council.bureau().call(contract::Draft{.year = 2026}).size("waiting") == 0);
}

TEST_CASE("the workload counts the works of each month, and names the months of deadlines and decisions") {
  Council council;
  council.begin();
  council.put_in({.year = 2026, .title = "Avis sur le schéma", .kind = "avis", .starts_on = "2026-03-10", .due_on = "2026-05-02", .decision_on = "2026-06-20"});
  council.put_in({.year = 2026, .title = "Rapport d'étape", .kind = "rapport", .starts_on = "2025-11-01", .due_on = "2026-03-31"});
  council.put_in({.year = 2026, .title = "Veille sans date", .kind = "rapport"});
  council.must(council.bureau().call(contract::Table{.year = 2026}));
  council.proclaim("adopted");
  const auto load = council.kernel.visitor().call(contract::Workload{.year = 2026});
  INFO(load.explain());
  CHECK(load.field("rows.0.cells.1.load") == "none");
  CHECK(load.field("rows.0.cells.2.load") == "work");
  CHECK(load.field("rows.0.cells.4.load") == "due");
  CHECK(load.field("rows.0.cells.5.load") == "decision");
  CHECK(load.field("rows.1.cells.0.load") == "work");
  CHECK(load.field("totals.2.works") == "2");
  CHECK(load.field("totals.5.works") == "0");
  CHECK(load.size("undated") == 1);
  const auto calendar = council.kernel.visitor().call(contract::Calendar{.year = 2026});
  CHECK(calendar.size("events") == 3);
  CHECK(calendar.field("events.1.start") == "2026-06-20");
}
