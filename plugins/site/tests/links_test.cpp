// A thread is what its objects say today: what was said wrongly, and said anew, leaves no trace in it.
#include "council.hpp"

using site_test::Council;
using site_test::Lines;

namespace {

const Lines kTram{"referral_submitted A-2026-001", "referral_programmed A-2026-001"};
const Lines kNight{"referral_submitted S-2025-001", "referral_programmed S-2025-001", "group_opened G1", "event_announced E1"};

Lines operator+(Lines lines, const Lines& more) {
  lines.insert(lines.end(), more.begin(), more.end());
  return lines;
}

/// Two threads: a referral alone, and one with its group and an event of that group.
struct TwoThreads : Council {
  TwoThreads() {
    decide("A-2026-001");
    decide("S-2025-001");
    open("G1", "S-2025-001");
    announce("E1", "G1");
  }
};

}  // namespace

TEST_CASE("an article that moves to another referral leaves the first one's thread, and pages of both are made again") {
  TwoThreads council;
  council.publish("art1", {.referral = "A-2026-001"});
  CHECK(council.of_referral("A-2026-001") == kTram + Lines{"article_published art1"});

  auto told = council.told();
  council.edit("art1", {.referral = "S-2025-001"});
  CHECK(council.of_referral("A-2026-001") == kTram);
  CHECK(council.of_referral("S-2025-001").size() == kNight.size() + 1);
  CHECK(council.of_article("art1") == council.of_referral("S-2025-001"));
  CHECK(council.thread({.event = "E1"}) == council.of_referral("S-2025-001"));
  CHECK(council.chain_of("referral:A-2026-001") != council.chain_of("referral:S-2025-001"));
  CHECK(council.changed_since(told) == std::set{council.chain_of("referral:A-2026-001"), council.chain_of("referral:S-2025-001")});

  told = council.told();
  council.edit("art1", {.referral = "A-2026-001"});
  CHECK(council.of_referral("A-2026-001") == kTram + Lines{"article_published art1"});
  CHECK(council.of_referral("S-2025-001") == kNight);
  CHECK(council.changed_since(told) == std::set{council.chain_of("referral:A-2026-001"), council.chain_of("referral:S-2025-001")});
}

TEST_CASE("an article that loses its referral takes its comments along") {
  TwoThreads council;
  council.publish("art1", {.referral = "A-2026-001"});
  council.tell(comments::Accepted{.comment = "c1", .article = "art1"});
  REQUIRE(council.of_referral("A-2026-001").size() == kTram.size() + 2);

  const auto told = council.told();
  council.edit("art1", {});
  CHECK(council.of_referral("A-2026-001") == kTram);
  CHECK(council.of_article("art1") == Lines{"article_published art1", "comments art1#commentaires"});
  CHECK(council.changed_since(told) == std::set{council.chain_of("referral:A-2026-001"), council.chain_of("article:art1")});
  CHECK(council.kernel.visitor().call(site::Thread{.id = "art1"}).field("of_referral") == "false");

  council.tell(comments::Accepted{.comment = "c2", .article = "art1"});
  CHECK(council.of_referral("A-2026-001") == kTram);
  CHECK(council.kernel.visitor().call(site::Thread{.id = "art1"}).field("entries.1.count") == "2");
}

TEST_CASE("what a third object holds together stays together, until that one lets go too") {
  TwoThreads council;
  council.publish("art1", {.referral = "A-2026-001", .event = "E1"});
  council.publish("art2", {.referral = "A-2026-001", .event = "E1"});
  const auto all = kTram.size() + kNight.size() + 2;
  REQUIRE(council.of_referral("A-2026-001").size() == all);

  council.edit("art1", {.referral = "A-2026-001"});
  CHECK(council.of_referral("A-2026-001").size() == all);
  CHECK(council.of_referral("S-2025-001") == council.of_referral("A-2026-001"));

  council.edit("art2", {.event = "E1"});
  CHECK(council.of_referral("A-2026-001") == kTram + Lines{"article_published art1"});
  CHECK(council.of_referral("S-2025-001").size() == kNight.size() + 1);
  CHECK(council.of_article("art2") == council.of_referral("S-2025-001"));
}

TEST_CASE("an article of a group stays in the thread of the group's referral though it does not name the referral any more") {
  TwoThreads council;
  council.publish("art1", {.group = "G1", .referral = "S-2025-001"});
  const auto before = council.of_referral("S-2025-001");
  council.edit("art1", {.group = "G1"});
  CHECK(council.of_referral("S-2025-001") == before);
}

TEST_CASE("who held two threads together and lets both go leaves three") {
  TwoThreads council;
  council.publish("art1", {.referral = "A-2026-001", .event = "E1"});
  REQUIRE(council.of_referral("A-2026-001") == council.of_referral("S-2025-001"));
  const auto told = council.told();
  council.edit("art1", {});
  CHECK(council.of_referral("A-2026-001") == kTram);
  CHECK(council.of_referral("S-2025-001") == kNight);
  CHECK(council.of_article("art1") == Lines{"article_published art1"});
  CHECK(council.changed_since(told).size() == 3);
}

TEST_CASE("an event that moves to another group takes along the articles that tell of it") {
  TwoThreads council;
  council.open("G2", "A-2026-001");
  council.publish("art1", {.event = "E1"});
  council.tell(network_events::Edited{.event = "E1", .title = "La rencontre E1", .date = "2026-04-20", .group = "G2"});
  CHECK(council.of_referral("S-2025-001").size() == kNight.size() - 1);
  CHECK(council.of_article("art1") == council.of_referral("A-2026-001"));
  CHECK(council.of_referral("A-2026-001").size() == kTram.size() + 3);
}
