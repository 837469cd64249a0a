// What other plugins tell, and the thread that the site makes of it.
#pragma once

#include <catch2/catch.hpp>
#include <chrono>
#include <hemicycle/testing/kernel.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "site.contract.hpp"

namespace site_test {

using hemicycle::testing::Options;
using hemicycle::testing::TestKernel;
using Lines = std::vector<std::string>;

/// Where an article says that it belongs.
struct Belongs {
  std::optional<std::string> group{}, referral{}, event{};
};

struct Council {
  TestKernel kernel;

  Council() : kernel(Options{.vocabularies = {{"themes", {"climat"}}, {"article_types", {"retrospective"}}, {"event_kinds", {"rencontre"}}}}) {
    kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
    kernel.stub("accounts.names", R"({"names": []})");
  }

  /// No two things happen at once: within a day a thread keeps the order of their telling.
  template <typename Event>
  void tell(const Event& event) {
    kernel.emit(event);
    kernel.advance(std::chrono::minutes(1));
  }
  void decide(const std::string& referral, const std::string& decision = "programmed", const std::string& date = "2026-04-02") {
    tell(saisine::Decided{.reference = referral,
                                 .kind = "solicitation",
                                 .decision = decision,
                                 .session_date = date,
                                 .submitted = "2026-01-08T14:00:00Z",
                                 .title = decision == "programmed" ? std::optional<std::string>("La saisine " + referral) : std::nullopt});
  }
  void open(const std::string& group, const std::string& referral) {
    tell(working_groups::Opened{.group = group, .referral = referral, .visibility = "public", .title = "Le groupe " + group});
  }
  void announce(const std::string& event, const std::optional<std::string>& group = std::nullopt) {
    tell(network_events::Announced{.event = event, .title = "La rencontre " + event, .date = "2026-04-20", .group = group});
  }
  void publish(const std::string& article, const Belongs& to) {
    tell(publication::Published{.id = article,
                                       .slug = article,
                                       .path = "/travaux/" + article,
                                       .title = "L’article " + article,
                                       .date = "2026-04-08",
                                       .group = to.group,
                                       .referral = to.referral,
                                       .event = to.event});
  }
  void edit(const std::string& article, const Belongs& to) {
    tell(publication::Updated{.id = article,
                                     .slug = article,
                                     .path = "/travaux/" + article,
                                     .title = "L’article " + article,
                                     .date = "2026-04-08",
                                     .version = 2,
                                     .group = to.group,
                                     .referral = to.referral,
                                     .event = to.event});
  }

  /// The kinds of a thread's entries with the last part of their paths, in the order that a reader sees: "group_opened G1".
  Lines thread(const site::Thread& asked) {
    const auto reply = kernel.visitor().call(asked);
    INFO(reply.explain());
    REQUIRE(reply.ok());
    Lines lines;
    for (const auto& entry : reply.as<site::ThreadReply>().entries) lines.push_back(entry.kind + " " + entry.path.substr(entry.path.rfind('/') + 1));
    return lines;
  }
  Lines of_referral(const std::string& reference) { return thread({.reference = reference}); }
  Lines of_article(const std::string& id) { return thread({.id = id}); }

  /// The chain that holds this object, "referral:S-2026-001".
  std::string chain_of(const std::string& object) {
    for (const auto& row : kernel.rows("SELECT object, chain FROM site_chain_member"))
      if (row.at(0) == object) return row.at(1);
    return {};
  }
  /// Chains of which it was told that they changed, from the first telling after `told` on.
  std::set<std::string> changed_since(std::size_t told) const {
    const auto all = kernel.events("site.thread_extended");
    std::set<std::string> chains;
    for (auto i = told; i < all.size(); ++i) chains.insert(all.at(i).field("chain"));
    return chains;
  }
  [[nodiscard]] std::size_t told() const { return kernel.events("site.thread_extended").size(); }
};

}  // namespace site_test
