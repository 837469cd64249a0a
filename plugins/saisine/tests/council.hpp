// A council around the plugin: authors, a bureau, and the plugins that a referral meets on its way.
#pragma once

#include <catch2/catch.hpp>
#include <hemicycle/testing/kernel.hpp>
#include <string>

#include "saisine.contract.hpp"

namespace saisine_test {

using hemicycle::testing::Options;
using hemicycle::testing::Reply;
using hemicycle::testing::Rows;
using hemicycle::testing::TestKernel;

inline Options council() {
  return {.vocabularies = {{"themes", {"eau"}},
                           {"admissibility_criteria", {"perimetre"}},
                           {"inadmissible_reasons", {"imprecis"}},
                           {"decline_reasons", {"programme-complet"}},
                           {"consultation_documents", {"plui"}}}};
}

struct Council {
  TestKernel kernel{council()};
  bool by_vote = true, silence = true;

  explicit Council(bool votes = true, const std::string& filing = R"({"open": true, "role": "member", "cosigners_needed": 0})") : by_vote(votes) {
    kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
    kernel.stub("accounts.names", R"({"names": []})");
    kernel.stub("rules.filing", filing);
    kernel.stub("rules.delays", [this](const std::string&) {
      return std::string(R"({"response_days": 90, "reminder_days": 30, "comments_close_days": 0, "show_silence": )") + (silence ? "true}" : "false}");
    });
    kernel.stub("rules.act", R"({"act": "programme_referral", "body": "plenary", "methods": ["consent"], "majority": "simple", "per_college": false, )"
                             R"("tie": "rejected", "secret_for_persons": true, "by_vote": )" + std::string(votes ? "true" : "false").append("}"));
  }

  hemicycle::testing::Caller author() { return kernel.as("ada").may(saisine::permission::solicit).may(saisine::permission::consult); }
  hemicycle::testing::Caller bureau() {
    return kernel.as("bureau")
        .may(saisine::permission::intake)
        .may(saisine::permission::admissibility)
        .may(saisine::permission::programme)
        .may(saisine::permission::read_all);
  }
  Reply must(Reply reply) {
    INFO(reply.explain());
    REQUIRE(reply.ok());
    return reply;
  }
  std::string requested() {
    return must(kernel.as("paul").may(saisine::permission::partner).call(
                    saisine::RequestAsPartner{.organisation = "Agence de l'eau", .title = "Les zones humides", .question = "Comment les protéger ?", .themes = {"eau"}, .contact = "Pôle eau"}))
        .field("reference");
  }
  std::string solicited() {
    return must(author().call(saisine::Solicit{.title = "L'eau du territoire", .question = "Qui décide de l'eau ?", .themes = {"eau"}, .contact = "Service"}))
        .field("reference");
  }
  std::string consulted() {
    return must(author().call(saisine::Consult{
                    .title = "Arrêt du PLUi", .document = "plui", .question = "Que dit le conseil du projet ?", .themes = {"eau"}, .contact = "Service"}))
        .field("reference");
  }
  void admit(const std::string& reference) {
    must(bureau().call(saisine::Acknowledge{.reference = reference}));
    must(bureau().call(saisine::DeclareAdmissible{.reference = reference, .grid = {{.criterion = "perimetre", .met = true}}}));
  }
  void propose(const std::string& reference) {
    admit(reference);
    must(bureau().call(saisine::ProposeToPlenary{.reference = reference}));
  }
  void proclaim(const std::string& reference, const std::string& outcome, const std::string& vote = "v1") {
    kernel.emit(plenary::Proclaimed{.session = "se1", .body = "plenary", .item = "i1", .vote = vote, .matter_kind = "referral", .matter = reference,
                                    .act = "programme_referral", .outcome = outcome, .date = "2026-04-08", .method = "show_of_hands",
                                    .in_favour = 30, .against = 4, .abstained = 2, .notice_respected = true});
  }
  /// Nobody objected, nobody counted.
  void consent(const std::string& reference) {
    kernel.emit(plenary::Proclaimed{.session = "se1", .body = "plenary", .item = "i1", .vote = "v1", .matter_kind = "referral", .matter = reference,
                                    .act = "programme_referral", .outcome = "adopted", .date = "2026-04-08", .method = "consent", .notice_respected = true});
  }
  Reply get(const std::string& reference) { return must(bureau().call(saisine::Get{.reference = reference})); }
  std::string state(const std::string& reference) { return get(reference).field("state"); }
};

}  // namespace saisine_test
