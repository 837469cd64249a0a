// Minutes: SM5's end, invariants 6 (urgency), 7 and 15 for them.
#include <openssl/evp.h>

#include "council.hpp"

using namespace council;

namespace {

const std::string kApproves = R"({"act": "approve_minutes", "body": "plenary", "by_vote": true, "methods": ["consent"], "majority": "simple",
  "per_college": false, "tie": "rejected", "secret_for_persons": true})";

struct Record {
  TestKernel kernel;
  std::string session;

  Record() : kernel({.vocabularies = vocabularies()}) {
    const House house{.act = kApproves, .title = "Séance close", .urgency = "Inondations de la semaine", .notice_days = 15, .present = 1};
    load(kernel, house);
    session = open_session(kernel, house);
    done(office(kernel).call("plenary.close_session", R"({"session": ")" + session + R"("})"));
  }
  Caller secretary() { return kernel.as("office").may(plenary::permission::record).may(plenary::permission::take_part); }
  Caller member() { return kernel.as("a3").may(plenary::permission::take_part); }
  Reply call(const std::string& verb, const std::string& more = "{}") {
    auto json = more;
    json.replace(0, 1, R"({"session": ")" + session + R"(")" + (more == "{}" ? "" : ", "));
    return secretary().call("plenary." + verb, json);
  }
  Reply look(Caller caller) { return caller.call(plenary::Minutes{.session = session}); }
  void decide(const std::string& outcome) {
    kernel.emit(plenary::Proclaimed{.session = "SE-2026-009", .body = "plenary", .item = "i", .vote = "v", .matter_kind = "minutes", .matter = session,
                                    .act = "approve_minutes", .outcome = outcome, .date = "2026-06-10", .method = "consent", .notice_respected = true});
  }
  void approved() {
    REQUIRE(call("write_passage", R"({"item": "opening", "passage": "The chair welcomes all."})").ok());
    REQUIRE(call("submit_minutes").ok());
    decide("adopted");
  }
};

std::string sha256(const std::string& text) {
  std::string digest(32, '\0'), hexadecimal;
  EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr, EVP_sha256(), nullptr);
  for (const unsigned char byte : digest) {
    hexadecimal += "0123456789abcdef"[byte >> 4];
    hexadecimal += "0123456789abcdef"[byte & 15];
  }
  return hexadecimal;
}

}  // namespace

TEST_CASE("minutes draft themselves from what happened, and the secretary adds passages") {
  Record record;
  REQUIRE(record.call("write_passage", R"({"item": "opening", "passage": "The *chair* welcomes all."})").ok());
  const auto draft = record.look(record.secretary());
  INFO(draft.explain());
  REQUIRE(draft.field("minutes_stage") == "draft");
  REQUIRE(draft.field("record.title") == "Séance close");
  REQUIRE(draft.field("record.opening") == "The *chair* welcomes all.");
  REQUIRE(draft.size("record.absent") == 11);
  REQUIRE(draft.field("record.present.0.name") == "Personne 1");
  REQUIRE(record.call("passage", R"({"item": "opening"})").field("passage") == "The *chair* welcomes all.");
}

TEST_CASE("invariant 2: who left before the end was present, in the minutes too") {
  TestKernel kernel({.vocabularies = vocabularies()});
  const House house{.act = kApproves, .present = 2};
  load(kernel, house);
  const auto session = open_session(kernel, house);
  kernel.advance(std::chrono::minutes(5));
  done(office(kernel).call("plenary.check_out", R"({"session": ")" + session + R"(", "seat": "s1"})"));
  kernel.advance(std::chrono::minutes(5));
  done(office(kernel).call("plenary.close_session", R"({"session": ")" + session + R"("})"));
  const auto draft = office(kernel).call(plenary::Minutes{.session = session});
  INFO(draft.explain());
  REQUIRE(draft.size("record.present") == 2);
  REQUIRE(draft.field("record.present.1.name") == "Personne 2");
  // The end of the session is nobody's departure.
  REQUIRE(!draft.field("record.present.0.left").empty());
  REQUIRE(draft.as<plenary::MinutesReply>().record.present.at(1).left == std::nullopt);
  REQUIRE(draft.size("record.absent") == 10);
}

TEST_CASE("invariant 6: an urgency override and its reason appear in the minutes") {
  Record record;
  const auto draft = record.look(record.secretary());
  REQUIRE(draft.field("record.notice_respected") == "false");
  REQUIRE(draft.field("record.urgency_reason") == "Inondations de la semaine");
}

TEST_CASE("invariant 13: a draft is its writers', what is put for approval the members', and nothing is public before it is published") {
  Record record;
  REQUIRE(record.look(record.member()).code() == "no_minutes_yet");
  REQUIRE(record.look(record.kernel.visitor()).code() == "no_minutes_yet");
  REQUIRE(record.call("submit_minutes").ok());
  REQUIRE(record.look(record.member()).field("minutes_stage") == "submitted");
  REQUIRE(record.look(record.kernel.visitor()).code() == "no_minutes_yet");
  record.decide("adopted");
  REQUIRE(record.look(record.kernel.visitor()).code() == "no_minutes_yet");
  REQUIRE(record.call("publish_minutes").ok());
  REQUIRE(record.look(record.kernel.visitor()).field("minutes_stage") == "published");
  REQUIRE(record.kernel.events("plenary.minutes_published").at(0).field("title") == "Séance close");
}

TEST_CASE("no button approves minutes: they wait as a matter, and a later session's proclaimed decision seals them") {
  Record record;
  REQUIRE(record.call("publish_minutes").code() == "minutes_not_approved");
  REQUIRE(record.call("submit_minutes").ok());
  REQUIRE(record.kernel.rows("SELECT act, state FROM plenary_matter WHERE matter_kind = 'minutes'") == Rows{{"approve_minutes", "waiting"}});
  record.decide("adopted");
  const auto approved = record.look(record.secretary());
  REQUIRE(approved.field("approved_in") == "SE-2026-009");
  REQUIRE(approved.field("approved_on") == "2026-06-10");
}

TEST_CASE("the seal is the SHA-256 of the text that everybody can fetch") {
  Record record;
  record.approved();
  REQUIRE(record.call("publish_minutes").ok());
  const auto sealed = record.kernel.visitor().call(plenary::SealedMinutes{.session = record.session});
  REQUIRE(sha256(sealed.as<plenary::SealedMinutesReply>().text) == sealed.field("seal"));
  REQUIRE(sealed.field("text").find("The chair welcomes all.") != std::string::npos);
}

TEST_CASE("invariant 7: approved minutes do not change; a correction is a new version that is approved in its turn") {
  Record record;
  record.approved();
  REQUIRE(record.call("publish_minutes").ok());
  REQUIRE(record.call("write_passage", R"({"item": "opening", "passage": "Other words."})").code() == "minutes_sealed");
  const auto first = record.look(record.kernel.visitor()).field("seal");

  REQUIRE(record.call("correct_minutes", R"({"reason": "A name was misspelt."})").ok());
  REQUIRE(record.call("write_passage", R"({"item": "opening", "passage": "Other words."})").ok());
  REQUIRE(record.look(record.kernel.visitor()).field("seal") == first);
  REQUIRE(record.call("submit_minutes").ok());
  record.decide("adopted");
  REQUIRE(record.call("publish_minutes").ok());
  const auto second = record.look(record.kernel.visitor());
  REQUIRE(second.field("version") == "2");
  REQUIRE(second.field("seal") != first);
  REQUIRE(second.field("correction") == "A name was misspelt.");
  const auto old = record.kernel.visitor().call(plenary::Minutes{.session = record.session, .version = 1});
  REQUIRE(old.field("minutes_stage") == "superseded");
  REQUIRE(old.field("seal") == first);
}

TEST_CASE("invariant 15: minutes keep the names of that day, whoever is forgotten since") {
  Record record;
  record.approved();
  REQUIRE(record.kernel.rows("SELECT record LIKE '%Personne 12%' FROM plenary_minutes") == Rows{{"1"}});
}

TEST_CASE("minutes that are sent back are a draft again, those put off wait for another session") {
  Record record;
  REQUIRE(record.call("submit_minutes").ok());
  REQUIRE(record.call("write_passage", R"({"item": "opening", "passage": "Late words."})").code() == "take_minutes_back_first");
  record.decide("deferred");
  REQUIRE(record.look(record.member()).field("minutes_stage") == "submitted");
  record.decide("sent_back");
  REQUIRE(record.look(record.member()).code() == "no_minutes_yet");
  REQUIRE(record.call("write_passage", R"({"item": "opening", "passage": "Better words."})").ok());
  REQUIRE(record.call("submit_minutes").ok());
  REQUIRE(record.call("take_back_minutes").ok());
  record.decide("adopted");
  REQUIRE(record.look(record.secretary()).field("minutes_stage") == "draft");
}

TEST_CASE("when the vote that approved minutes is annulled, they are public no more and wait for another vote") {
  Record record;
  record.approved();
  REQUIRE(record.call("publish_minutes").ok());
  record.kernel.emit(plenary::Annulled{.session = "SE-2026-009", .vote = "v", .matter_kind = "minutes", .matter = record.session});
  REQUIRE(record.look(record.kernel.visitor()).code() == "no_minutes_yet");
  REQUIRE(record.look(record.member()).field("minutes_stage") == "submitted");
}

TEST_CASE("a passage is written on the opening or on an item of that session") {
  Record record;
  REQUIRE(record.call("write_passage", R"({"item": "nowhere", "passage": "Words."})").code() == "no_such_item");
}
