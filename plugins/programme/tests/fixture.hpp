// A house with this plugin alone; the test says what the others answer.
#pragma once

#include <catch2/catch.hpp>
#include <hemicycle/testing/kernel.hpp>
#include <map>
#include <string>

#include "programme.contract.hpp"

namespace programme_test {

using hemicycle::testing::Caller;
using hemicycle::testing::Options;
using hemicycle::testing::Reply;
using hemicycle::testing::Rows;
using hemicycle::testing::TestKernel;
namespace contract = programme;

struct Council {
  TestKernel kernel{Options{.vocabularies = {{"deliverable_kinds", {"avis", "rapport"}},
                                             {"bodies", {"plenary"}},
                                             {"article_types", {"avis"}},
                                             {"colleges", {"organisations"}},
                                             {"consultation_documents", {"plui", "autre"}},
                                             {"consultation_bases", {"plui"}}}}};
  bool open = true;  ///< whether anybody may read the referrals
  std::map<std::string, std::string> referrals;  ///< reference -> state, as saisine.get_brief answers

  explicit Council(bool by_vote = true, bool with_site = true) {
    kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
    kernel.stub("saisine.get_brief", [this](const std::string& input) {
      for (const auto& [reference, state] : referrals)
        if (input.find("\"" + reference + "\"") != std::string::npos) {
          const bool consultation = reference.starts_with("CO");
          return R"({"reference": ")" + reference + R"(", "kind": ")" + (consultation ? "mandatory_consultation" : "solicitation") +
                 R"(", "state": ")" + state + R"(", "title": "Sujet )" + reference + R"(", "themes": [], "open": )" + (open ? "true" : "false") + R"(, "submitted": "2026-03-02T09:00:00Z")" +
                 (consultation ? R"(, "document": "plui", "requested_on": "2026-03-01")" : "") + "}";
        }
      return std::string();
    });
    kernel.stub("working_groups.get_brief", R"({"group": "G-1", "title": "Eau et sols", "open": true, "referral": "S-1", "state": "active"})");
    kernel.stub("rules.act", std::string(R"({"act": "adopt_programme", "body": "plenary", "methods": ["show_of_hands"], "majority": "simple", )") +
                                 R"("per_college": false, "tie": "rejected", "secret_for_persons": true, "by_vote": )" + (by_vote ? "true}" : "false}"));
    kernel.stub("saisine.year", R"({"filed": 3, "solicitations": 1, "self_referrals": 1, "mandatory_consultations": 1, "citizen_calls": 0, "partner_requests": 0, "inadmissible": 0, "programmed": 2, "declined": 1})");
    kernel.stub("working_groups.year", R"({"groups": [{"group": "G-1", "title": "Eau et sols", "state": "active", "referral": "S-1", "meetings": 4, "people": 12, "deliverables": 1}], "private_groups": 0})");
    kernel.stub("plenary.year", [this](const std::string&) {
      return R"({"sessions": [{"session": "se1", "title": "Plénière", "date": "2026-03-05", "body": "plenary", "present": )" + std::to_string(present) +
             R"(, "members": 60}], "votes": 5, "adopted": 4, "rejected": 1, "attendance_percent": 66})";
    });
    kernel.stub("opinions.year", R"({"opinions": [{"deliverable": "P-1", "reference": "AVIS-2026-01", "title": "Avis sur l'eau", "kind": "avis", "date": "2026-05-01", "recommendations": 7, "answered": 5, "overdue": 2}], "answer_rate_percent": 71, "median_days": 40, "uptakes": 2})");
    if (with_site) {
      kernel.stub("publication.year", R"({"articles": 12, "by_type": [{"type": "avis", "count": 12}]})");
      kernel.stub("comments.year", R"({"submitted": 9, "accepted": 7, "refused": 1})");
    }
    kernel.stub("members.composition", R"({"seats": 80, "filled": 72, "voting": 70, "women": 36, "men": 36, "gender_gap": 0, "by_age": [{"age_class": "30-44", "count": 20, "census_percent": 25.5}], "by_college": [{"college": "organisations", "count": 50}]})");
  }
  int present = 40;

  Caller bureau() {
    return kernel.as("bureau")
        .may(contract::permission::read_draft)
        .may(contract::permission::edit)
        .may(contract::permission::table)
        .may(contract::permission::consultations)
        .may(contract::permission::waive)
        .may(contract::permission::report);
  }
  Reply must(Reply reply) {
    INFO(reply.explain());
    REQUIRE(reply.ok());
    return reply;
  }
  void begin(std::int64_t year = 2026) { must(bureau().call(contract::Begin{.year = year, .title = "Programme de l'année"})); }
  std::string put_in(contract::AddItem item) { return must(bureau().call(item)).field("item"); }
  void tabled(std::int64_t year = 2026) {
    begin(year);
    put_in({.year = year, .title = "Baromètre du climat", .kind = "rapport"});
    must(bureau().call(contract::Table{.year = year}));
  }
  void proclaim(const std::string& outcome, const std::string& vote = "v1", const std::string& matter = "PT-2026") {
    kernel.emit(plenary::Proclaimed{.session = "se1", .body = "plenary", .item = "i1", .vote = vote, .matter_kind = "programme", .matter = matter,
                                    .act = "adopt_programme", .outcome = outcome, .date = "2026-04-08", .method = "show_of_hands",
                                    .in_favour = 30, .against = 4, .abstained = 2, .notice_respected = true});
  }
  Reply read(std::int64_t year = 2026) { return kernel.visitor().call(contract::Get{.year = year}); }
};

}  // namespace programme_test
