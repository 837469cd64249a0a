// A council around the plugin: one group, its lead, a bureau, an authority; the other plugins answer from here.
#pragma once

#include <catch2/catch.hpp>
#include <chrono>
#include <hemicycle/testing/kernel.hpp>
#include <string>

#include "opinions.contract.hpp"

namespace opinions_test {

using hemicycle::testing::Caller;
using hemicycle::testing::Reply;
using hemicycle::testing::Rows;
using hemicycle::testing::TestKernel;
namespace permission = opinions::permission;

inline const std::string kBody = "Le tram s’arrête à minuit.\n\nLes soignants travaillent la nuit et rentrent à pied.";

struct Rules {
  bool vote = true, board = true, response = true, numbered = true, silence = false;
};

inline std::string word(bool yes) { return yes ? "true" : "false"; }

/// Opened by its first call.
struct Council {
  TestKernel kernel;
  std::string names = R"({"names": [{"id": "lea", "name": "Léa"}, {"id": "max", "name": "Max"}]})";  ///< who has an account

  explicit Council(const Rules& rules = {}, const std::string& begins = "2026-04-08T14:00:00Z")
      : kernel({.vocabularies = {{"themes", {"climat", "habitat"}}, {"deliverable_kinds", {"avis", "synthese", "rapport-etonnement"}}},
                .roles = {{"co_author", {"opinions.draft", "opinions.contribute", "opinions.read"}}},
                .begins = begins}) {
    kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
    kernel.stub("accounts.names", [this](const std::string&) { return names; });
    kernel.stub("accounts.directory", R"({"options": []})");
    kernel.stub("working_groups.get_brief",
                R"({"group": "G1", "title": "La nuit", "open": true, "referral": "S-2026-001", "state": "active"})");
    kernel.stub("working_groups.deliverable",
                R"({"deliverable": "P-2026-001", "group": "G1", "group_title": "La nuit", "open": true, "referral": "S-2026-001", "kind": "avis",
                "title": "La ville la nuit", "summary": "Des services aussi la nuit.", "text": "Le tram s’arrête à minuit.\n\nLes soignants travaillent la nuit et rentrent à pied.",
                "themes": ["climat"], "recommendations": [{"number": 1, "text": "Faire rouler le tram."}, {"number": 2, "text": "Ouvrir une crèche."}],
                "attachments": [], "submitted": "2026-04-08T14:00:00Z"})");
    kernel.stub("saisine.get_brief",
                R"({"reference": "S-2026-001", "kind": "solicitation", "state": "in_work", "title": "La nuit", "themes": ["habitat"], "open": true,
                "submitted": "2026-01-08T14:00:00Z"})");
    kernel.stub("rules.deliverable_kind", [rules](const std::string& asked) {
      if (asked.find("synthese") != std::string::npos)
        return std::string(R"({"kind": "synthese", "needs_plenary_vote": false, "needs_board": false, "expects_response": false,
                              "numbered": false, "response_days": 90})");
      return R"({"kind": "avis", "needs_plenary_vote": )" + word(rules.vote) + R"(, "needs_board": )" + word(rules.board) +
             R"(, "expects_response": )" + word(rules.response) + R"(, "numbered": )" + word(rules.numbered) + R"(, "response_days": 90})";
    });
    kernel.stub("rules.delays", R"({"response_days": 90, "reminder_days": 30, "comments_close_days": 0, "show_silence": )" +
                                    word(rules.silence) + "}");
  }

  Caller lead() {
    return kernel.as("lea").may(permission::draft, "group:G1").may(permission::contribute, "group:G1").may(permission::read, "group:G1");
  }
  Caller member() { return kernel.as("max").may(permission::contribute, "group:G1").may(permission::read, "group:G1"); }
  Caller bureau() {
    return kernel.as("bea").may(permission::review).may(permission::transmit).may(permission::read).may(permission::contribute).may(permission::follow);
  }
  Caller authority() { return kernel.as("eli").may(permission::answer).may(permission::follow); }
  Caller moderator() { return kernel.as("mod").may(permission::moderate); }

  void hand_in(const std::string& kind = "avis") {
    kernel.emit(working_groups::DeliverableSubmitted{.group = "G1",
                                                     .deliverable = "P-2026-001",
                                                     .referral = "S-2026-001",
                                                     .visibility = "public",
                                                     .kind = kind,
                                                     .title = "La ville la nuit",
                                                     .summary = "Des services aussi la nuit."});
  }
  void table() {
    hand_in();
    must(lead().call(opinions::Submit{.group = "G1", .deliverable = "P-2026-001"}));
    must(bureau().call(opinions::Table{.deliverable = "P-2026-001"}));
  }
  void proclaim(const std::string& outcome = "adopted", bool notice_respected = true, std::optional<std::string> reservations = std::nullopt) {
    kernel.emit(plenary::Proclaimed{.session = "s1",
                                    .body = "plenary",
                                    .item = "i1",
                                    .vote = "v1",
                                    .matter_kind = "deliverable",
                                    .matter = "P-2026-001",
                                    .act = "adopt_opinion",
                                    .outcome = outcome,
                                    .date = "2026-04-08",
                                    .method = "show_of_hands",
                                    .in_favour = 21,
                                    .against = 3,
                                    .abstained = 2,
                                    .notice_respected = notice_respected,
                                    .reservations = std::move(reservations)});
  }
  void finalise() {
    table();
    proclaim();
    must(bureau().call(opinions::Finalise{.deliverable = "P-2026-001"}));
  }
  [[nodiscard]] static opinions::Transmit transmission() {
    return {.deliverable = "P-2026-001",
            .date = "2026-04-08",
            .recipients = {{.capacity = "authority", .recipient = "La métropole"}, {.capacity = "elected", .recipient = "Mobilités"}}};
  }
  void transmit() {
    finalise();
    must(bureau().call(transmission()));
  }
  Reply answer(std::int64_t number, const std::string& said, std::optional<std::string> text = std::nullopt) {
    return authority().call(opinions::Answer{
        .deliverable = "P-2026-001", .number = number, .answer = said, .text = std::move(text), .date = kernel.now().substr(0, 10)});
  }
  std::string state() { return kernel.rows("SELECT state FROM opinions_deliverable").at(0).at(0); }

  static void must(const Reply& reply) {
    INFO(reply.explain());
    REQUIRE(reply.ok());
  }
};

}  // namespace opinions_test
