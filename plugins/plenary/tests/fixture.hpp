// A body of a few members, the rules that a test gives it, and the steps that bring a session to where the test begins.
#pragma once

#include <cstdint>
#include <hemicycle/testing/kernel.hpp>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "plenary.contract.hpp"

namespace plenary_test {

using namespace hemicycle::testing;

struct Member {
  std::string seat, person, account, college = "citizens", alternate{};  ///< `alternate`: an account, its person is "alt_" + person
  bool voting = true;
  int weight = 1;
  std::string from{}, until{};  ///< moments between which the mandate runs; empty: always
};

inline std::string quoted(const std::string& text) { return hemicycle::to_json(text); }

class Council {
 public:
  TestKernel kernel;
  std::vector<Member> members;
  /// What the rules answer; a test changes a word of it.
  std::map<std::string, std::string> body{{"notice_days", "15"}, {"quorum_percent", "50"}, {"quorum_base", "\"voting_members\""},
                                          {"second_convocation", "\"no_quorum\""}, {"proxies_per_holder", "1"}, {"open", "true"}, {"absences_warned", "3"}};
  std::map<std::string, std::string> act{{"by_vote", "true"}, {"methods", R"(["consent", "show_of_hands", "roll_call", "electronic", "secret_paper"])"},
                                         {"majority", "\"simple\""}, {"per_college", "false"}, {"tie", "\"rejected\""}};
  bool counts_proxies = true;
  int papers_days = 7;

  explicit Council(int seats = 6, const std::string& begins = "2026-04-08T14:00:00Z")
      : kernel({.settings = {{"plenary.contest_days", "8"}, {"plenary.publish_roll_calls", "true"}},
                .vocabularies = {{"bodies", {"plenary", "board"}}, {"acts", {"adopt_opinion", "amend_rules", "elect", "other", "programme_referral"}},
                                 {"colleges", {"citizens", "experts"}}, {"offices", {"chair"}}},
                .begins = begins}) {
    for (int i = 1; i <= seats; ++i) {
      const auto number = std::to_string(i);
      members.push_back({.seat = "s" + number, .person = "p" + number, .account = "acc_" + number});
    }
    kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
    stub();
    for (const auto& permission : {"prepare", "attendance", "chair", "record", "take_part"}) {
      kernel_may("acc_chair", permission);
      kernel_may("acc_vice", permission);
    }
    for (const auto& member : members) kernel_may(member.account, "take_part");
  }

  Caller chair() { return kernel.as("acc_chair"); }
  Caller member(int number) { return kernel.as("acc_" + std::to_string(number)); }
  void allow(const std::string& account) { kernel_may(account, "take_part"); }

  std::string plan(const std::string& starts = "2026-05-20T16:00:00Z") {
    return done(chair().call("plenary.plan", R"({"body": "plenary", "title": "Plenary of May", "starts": ")" + starts + R"(", "mode": "on_site", "place": "Hall"})"))
        .field("session");
  }
  std::string add_item(const std::string& session, const std::string& act_id = "other", const std::string& title = "A decision") {
    return done(chair().call("plenary.add_item",
                             R"({"session": ")" + session + R"(", "kind": "other", "title": ")" + title + R"(", "act": ")" + act_id + "\"}"))
        .field("item");
  }
  Reply on(const std::string& session, const std::string& verb, const std::string& more = {}) { return on(chair(), session, verb, more); }
  static Reply on(Caller caller, const std::string& session, const std::string& verb, const std::string& more = {}) {
    return caller.call("plenary." + verb, R"({"session": ")" + session + "\"" + (more.empty() ? "" : ", " + more) + "}");
  }
  void come(const std::string& session, int from, int to) {
    for (int i = from; i <= to; ++i) done(on(session, "check_in", R"("seat": "s)" + std::to_string(i) + "\""));
  }

  struct Sitting {
    std::string session, item;
  };
  /// An open session with `present` members in the room and its one item called.
  Sitting sitting(int present, const std::string& act_id = "other") {
    Sitting out{.session = plan(), .item = {}};
    out.item = add_item(out.session, act_id);
    done(on(out.session, "convene"));
    kernel.advance(std::chrono::days(42));
    done(on(out.session, "open_session"));
    come(out.session, 1, present);
    done(on(out.session, "call_item", R"("item": ")" + out.item + "\""));
    return out;
  }
  std::string prepare(const Sitting& at, const std::string& method, const std::string& more = {}) {
    return done(on(at.session, "prepare_vote",
                   R"("item": ")" + at.item + R"(", "question": "Shall we?", "method": ")" + method + "\"" + (more.empty() ? "" : ", " + more)))
        .field("vote");
  }
  std::string open_vote(const Sitting& at, const std::string& method, const std::string& more = {}) {
    auto vote = prepare(at, method, more);
    done(on(at.session, "open_vote", about(vote)));
    return vote;
  }
  static std::string about(const std::string& vote) { return R"("vote": ")" + vote + "\""; }
  Reply cast(const Sitting& at, const std::string& vote, int number, const std::string& choice, const std::string& seat = {}) {
    return on(member(number), at.session, "cast", about(vote) + R"(, "choice": ")" + choice + "\"" + (seat.empty() ? "" : R"(, "seat": ")" + seat + "\""));
  }
  std::string stage(const Sitting& at, const std::string& vote) { return kernel.system().call("plenary.vote", R"({"session": ")" + at.session + R"(", "vote": ")" + vote + "\"}").field("stage"); }

  /// The reply, which must be ok.
  static Reply done(Reply reply) {
    if (!reply.ok()) throw std::runtime_error(reply.explain());
    return reply;
  }

 private:
  void kernel_may(const std::string& account, const std::string& permission) { kernel.as(account).may("plenary." + permission); }

  std::string body_json() const {
    std::string json = R"({"body": "plenary", "kind": "plenary", "sessions_per_year": 4, "papers_days": )" + std::to_string(papers_days) + R"(, "quorum_counts_proxies": )";
    json += counts_proxies ? "true" : "false";
    for (const auto& [key, value] : body) json += ", \"" + key + "\": " + value;
    return json + "}";
  }
  std::string electorate_json(const std::string& input) const {
    const auto moment = at(input, "at");
    std::string json;
    for (const auto& member : members) {
      if (moment < member.from || (!member.until.empty() && moment >= member.until)) continue;
      json += json.empty() ? "" : ", ";
      json += R"({"seat": ")" + member.seat + R"(", "person": ")" + member.person + R"(", "account": ")" + member.account +
              R"(", "category": "resident", "college": ")" + member.college + R"(", "voting": )" + (member.voting ? "true" : "false") +
              R"(, "weight": )" + std::to_string(member.weight);
      if (!member.alternate.empty()) json += R"(, "alternate_person": "alt_)" + member.person + R"(", "alternate_account": ")" + member.alternate + "\"";
      json += "}";
    }
    return "{\"voters\": [" + json + "]}";
  }
  static std::int64_t number(const std::string& input, const std::string& key) { return std::stoll(at(input, key)); }

  std::string quorum_json(const std::string& input) const {
    std::int64_t percent = std::stoll(body.at("quorum_percent"));
    if (number(input, "convocation") > 1 && body.at("second_convocation") == "\"no_quorum\"") percent = 0;
    const auto base = number(input, "members"), required = (percent * base + 99) / 100;
    const auto counted = number(input, "present") + (counts_proxies ? number(input, "represented") : 0);
    return R"({"percent": )" + std::to_string(percent) + R"(, "base": )" + std::to_string(base) + R"(, "required": )" + std::to_string(required) +
           R"(, "counted": )" + std::to_string(counted) + R"(, "met": )" + (counted >= required ? "true" : "false") + "}";
  }
  /// The simple majority, and two thirds, as the plugin `rules` counts them.
  std::string outcome_json(const std::string& input) const {
    const auto in_favour = number(input, "in_favour"), against = number(input, "against"), cast = in_favour + against;
    const auto required = at(input, "majority") == "two_thirds" ? (2 * cast + 2) / 3 : at(input, "majority") == "absolute_members" ? number(input, "members") / 2 + 1 : against + 1;
    std::string outcome = in_favour >= required && in_favour > 0 ? "adopted" : "rejected", broken = "false";
    if (in_favour == against && cast > 0 && at(input, "tie") == "revote") outcome = "tied";
    if (in_favour == against && cast > 0 && at(input, "tie") == "chair") {
      outcome = at(input, "chair") == "for" ? "adopted" : "rejected";
      broken = "true";
    }
    if (at(input, "per_college") == "true") return by_college_json(input);
    return R"({"outcome": ")" + outcome + R"(", "base": )" + std::to_string(cast) + R"(, "required": )" + std::to_string(required) + R"(, "in_favour": )" +
           std::to_string(in_favour) + R"(, "tie_broken": )" + broken + R"(, "colleges": []})";
  }

  /// Adopted when more than half of the colleges adopt, each by its simple majority.
  static std::string by_college_json(const std::string& input) {
    std::string judged;
    const auto colleges = count(input, "colleges");
    std::size_t adopting = 0;
    for (std::size_t i = 0; i < colleges; ++i) {
      const auto row = at(input, "colleges." + std::to_string(i));
      const bool adopts = number(row, "in_favour") > number(row, "against");
      adopting += adopts ? 1 : 0;
      judged += (judged.empty() ? "" : ", ") + std::string(R"({"college": )") + quoted(at(row, "college")) + R"(, "adopted": )" + (adopts ? "true" : "false") +
                R"(, "base": 1, "required": 1, "in_favour": )" + at(row, "in_favour") + "}";
    }
    return R"({"outcome": ")" + std::string(2 * adopting > colleges ? "adopted" : "rejected") + R"(", "base": )" + std::to_string(colleges) +
           R"(, "required": )" + std::to_string(colleges / 2 + 1) + R"(, "in_favour": )" + std::to_string(adopting) +
           R"(, "tie_broken": false, "colleges": [)" + judged + "]}";
  }

  void stub() {
    kernel.stub("members.electorate", [this](const std::string& input) { return electorate_json(input); });
    kernel.stub("members.names", [](const std::string& input) {
      std::string names;
      for (std::size_t i = 0; i < count(input, "persons"); ++i) {
        const auto person = at(input, "persons." + std::to_string(i));
        names += (names.empty() ? "" : ", ") + std::string(R"({"person": ")") + person + R"(", "name": "Name of )" + person + "\"}";
      }
      return "{\"names\": [" + names + "]}";
    });
    kernel.stub("rules.body", [this](const std::string&) { return body_json(); });
    kernel.stub("rules.act", [this](const std::string& input) {
      std::string json = R"({"act": )" + quoted(at(input, "act")) + R"(, "body": "plenary", "secret_for_persons": true)";
      for (const auto& [key, value] : act) json += ", \"" + key + "\": " + value;
      return json + "}";
    });
    kernel.stub("rules.quorum", [this](const std::string& input) { return quorum_json(input); });
    kernel.stub("rules.outcome", [this](const std::string& input) { return outcome_json(input); });
    kernel.stub("saisine.get_brief", [](const std::string& input) {
      return R"({"reference": )" + quoted(at(input, "reference")) +
             R"(, "kind": "solicitation", "state": "proposed_to_plenary", "title": "Water in town", "themes": [], "open": false, "submitted": "2026-04-01T08:00:00Z"})";
    });
  }
};

}  // namespace plenary_test
