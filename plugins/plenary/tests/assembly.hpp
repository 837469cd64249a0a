// An assembly that elects: its session is open, ten of twelve members are there.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "council.hpp"

namespace council {

inline const std::string kElects = R"({"act": "elect", "body": "plenary", "by_vote": true, "methods": ["secret_paper"], "majority": "absolute_cast",
  "per_college": false, "tie": "revote", "secret_for_persons": true})";

using Settings = std::map<std::string, std::string>;

struct Assembly {
  TestKernel kernel;
  std::string session, election;

  explicit Assembly(Settings settings = {}, bool quorum = true) : kernel({.settings = std::move(settings), .vocabularies = vocabularies()}) {
    const House house{.act = kElects, .quorum_met = quorum};
    load(kernel, house);
    session = open_session(kernel, house);
  }

  Caller member(int number) { return kernel.as("a" + std::to_string(number)).may(plenary::permission::take_part); }
  Caller officer() { return office(kernel); }
  Reply call(const std::string& verb, const std::string& more = "{}") {
    auto json = more;
    json.replace(0, 1, R"({"election": ")" + election + R"(")" + (more == "{}" ? "" : ", "));
    return officer().call("plenary." + verb, json);
  }
  void called(const std::string& ballot, int vacancies = 1) {
    const auto reply = officer().call("plenary.call_election", R"({"office": "chair", "body": "board", "vacancies": )" + std::to_string(vacancies) +
                                                                   R"(, "ballot": ")" + ballot + R"(", "until": "2028-04-30")" +
                                                                   (ballot == "without_candidate" ? "" : R"(, "candidacies_until": "2026-05-08T16:00:00Z")") + "}");
    INFO(reply.explain());
    REQUIRE(reply.ok());
    election = reply.field("election");
  }
  /// The candidacies of these members, in this order; then the list is published.
  std::vector<std::string> stand(std::initializer_list<int> members) {
    std::vector<std::string> candidacies;
    for (const int number : members) candidacies.push_back(member(number).call(plenary::Stand{.election = election}).field("candidacy"));
    REQUIRE(call("close_candidacies").ok());
    return candidacies;
  }
  Reply open_round() { return call("open_round", R"({"session": ")" + session + R"("})"); }
  Reply count(const std::vector<std::string>& choices, const std::vector<int>& votes, int papers, int blank = 0,
              const std::string& scrutineers = R"(["p11", "p12"])") {
    std::string counts;
    for (std::size_t i = 0; i < choices.size(); ++i)
      counts += std::string(i > 0 ? "," : "") + R"({"choice": ")" + choices[i] + R"(", "votes": )" + std::to_string(votes[i]) + "}";
    return call("record_round", R"({"papers": )" + std::to_string(papers) + R"(, "blank": )" + std::to_string(blank) + R"(, "counts": [)" + counts +
                                    R"(], "scrutineers": )" + scrutineers + "}");
  }
  std::string stage() { return call("election").field("election_stage"); }
  std::string persons() { return kernel.events("plenary.elected").at(0).field("persons"); }
};

}  // namespace council
