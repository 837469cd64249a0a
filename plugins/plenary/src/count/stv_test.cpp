#include "stv.hpp"

#include <catch2/catch.hpp>
#include <string_view>

using namespace plenary_plugin::count;
using Options = std::vector<Option>;
using Votes = std::vector<std::int64_t>;

namespace {

/// "GHI": G first, then H, then I.
Preferences ballot(std::int64_t weight, std::string_view order) {
  Preferences ballot{.weight = weight};
  for (const char letter : order) ballot.order.push_back(static_cast<Option>(letter - 'A'));
  return ballot;
}

// Election of a party's steering committee on 24 July 2005, 13 candidates (here by letter), 94 ballots: the sample that OpenSTV and Droop ship.
const std::vector<Preferences> kCommittee = [] {
  std::vector<Preferences> ballots;
  for (const auto* order :
       {"GHIKL", "GHIKL", "MGEDBA", "EMBGDA", "MDAB", "DBMAC", "DMBG", "GHLAMIBDKE", "AMCDGEB", "DAMGCEB", "DAMGCEB", "ADMBGECIHLK", "GAHIMCBDLEK",
        "GHIKL", "GAHIMCBDLEK", "GHIKL", "GHIKL", "GHIKL", "EAMCBDG", "GHICLBMEAD", "CMAB", "CMAB", "DGME", "DEMCBA", "GHIKL", "GIHLKBM", "GHIKL",
        "GHIKL", "DCMA", "DCMA", "MCDAGBE", "CMDAGBE", "MCDABEG", "MADBECG", "MDCABE", "CMADBGE", "DCMH", "DCMA", "ADMG", "ADMG", "GCDMAE", "IKHG",
        "GHIKL", "MCEB", "DEBCM", "MEBDACG", "MEBAGCH", "GHILK", "GHDIL", "MDGBH", "DMBGAH", "GHKIL", "HDGKMI", "GDBM", "MAGD", "DABMIE", "ADMECB",
        "GEDHKBMACIL", "DHGEMBACI", "CDGBLMHAE", "GHIKL", "GHKI", "GHKI", "GHIKL", "GHIKL", "GHIKL", "MBDGEA", "GHIKL", "GHIK", "GHIKL",
        "BGHLMKAEI", "DGHB", "DMEBAC", "MDGCAEHBI", "DCMAG", "MDAC", "DAMCBGH", "BDME", "BCDAMG", "CADM", "DCABK", "CADMBG", "DABHC", "DAEMBC",
        "DAEMBC", "GHIKL", "GHIKL", "MGCBEDA", "MEGBDA", "GHIKL", "AMCGBDE", "MABGDEC", "MABGDEC", "CADBMGIEH"})
    ballots.push_back(ballot(1, order));
  return ballots;
}();

}  // namespace

// Expected values: Droop 0.11, rule "scotland", fixed point with five places (its reference report of this election).
TEST_CASE("STV: a committee of four is counted to the fifth decimal as the published report does") {
  REQUIRE(kCommittee.size() == 94);
  const Options lot{5, 9, 10, 11, 0, 1, 2, 3, 4, 6, 7, 8, 12};
  const auto result = stv(13, 4, kCommittee, lot);
  REQUIRE(result.quota == 19);
  REQUIRE(result.elected == Options{6, 3, 12, 2});
  REQUIRE(result.tied.empty());
  REQUIRE(result.stages.size() == 13);
  REQUIRE(result.stages[0].votes == Votes{600000, 300000, 800000, 2200000, 200000, 0, 3300000, 100000, 100000, 0, 0, 0, 1800000});
  REQUIRE(result.stages[0].elected == Options{6, 3});
  REQUIRE(result.stages[1].of == 6);
  REQUIRE(result.stages[1].votes == Votes{684848, 342424, 842424, 2200000, 242424, 0, 1900000, 1245448, 142424, 0, 0, 0, 1800000});
  REQUIRE(result.stages[1].lost == 8);
  REQUIRE(result.stages[2].votes == Votes{780300, 356060, 924240, 1900000, 269696, 0, 1900000, 1272720, 142424, 0, 0, 0, 1854544});
  REQUIRE(result.stages[3].by_lot == Options{5, 9, 10, 11});
  REQUIRE(result.stages[6].by_lot.empty());
  REQUIRE(result.stages[8].elected == Options{12});
  REQUIRE(result.stages[9].votes[0] == 901084);
  REQUIRE(result.stages[9].exhausted == 472);
  REQUIRE(result.stages[11].votes[2] == 1662204);
  REQUIRE(result.stages[11].votes[7] == 1659988);
  REQUIRE(result.stages[12].of == 7);
  REQUIRE(result.stages[12].votes[2] == 1859172);
  REQUIRE(result.stages[12].exhausted == 1840808);
  REQUIRE(result.stages[12].lost == 20);
}

TEST_CASE("STV: without a lot the count stops at the first tie that no earlier stage decides, and says between whom") {
  const auto result = stv(13, 4, kCommittee);
  REQUIRE(result.tied == Options{5, 9, 10, 11});
  REQUIRE(result.elected == Options{6, 3});
}

// Wikipedia, "Single transferable vote", the party of twenty guests (Droop's quota, three of five).
TEST_CASE("STV: twenty guests choose chocolate, oranges and strawberries") {
  const auto result = stv(5, 3, {ballot(4, "A"), ballot(2, "BA"), ballot(8, "CD"), ballot(4, "CE"), ballot(1, "D"), ballot(1, "E")});
  REQUIRE(result.quota == 6);
  REQUIRE(result.elected == Options{2, 0, 3});
  REQUIRE(result.stages[1].votes == Votes{400000, 200000, 600000, 500000, 300000});
}

// OpaVote's example of three seats, as the test suite of STVPoll has it.
TEST_CASE("STV: sixty voters fill three seats with Alice, Bob and Chris") {
  const auto result = stv(5, 3, {ballot(28, "ABC"), ballot(26, "BAC"), ballot(3, "C"), ballot(2, "D"), ballot(1, "E")});
  REQUIRE(result.elected == Options{0, 1, 2});
}

// Droop's tests 42 and 513: equal after a transfer would be Pollux and Helen, did fractions not decide.
TEST_CASE("STV: Castor's surplus helps Pollux, not enough against Helen") {
  const auto first = stv(3, 2, {ballot(4, "AB"), ballot(2, "C")});
  REQUIRE(first.elected == Options{0, 2});
  REQUIRE(first.stages.back().exhausted == kVote);
  const auto second = stv(3, 2, {ballot(5, "AB"), ballot(1, "B"), ballot(3, "C")});
  REQUIRE(second.elected == Options{0, 2});
  REQUIRE(second.stages.back().exhausted == 2 * kVote);
}

TEST_CASE("STV: no vote appears or disappears: counted, exhausted and ignored fractions are all ballots at every stage") {
  for (const auto& stage : stv(13, 4, kCommittee, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}).stages) {
    auto all = stage.exhausted + stage.lost;
    for (const auto votes : stage.votes) all += votes;
    REQUIRE(all == 94 * kVote);
  }
}

TEST_CASE("STV: as many candidates as seats, or fewer, are all elected at once") {
  REQUIRE(stv(2, 2, {ballot(3, "A")}).elected == Options{0, 1});
  REQUIRE(stv(2, 3, {ballot(3, "A")}).elected == Options{0, 1});
}

TEST_CASE("STV: candidates equal now are told apart by the latest stage at which they differed") {
  const auto result = stv(5, 2, {ballot(1, "AB"), ballot(2, "B"), ballot(3, "C"), ballot(4, "D"), ballot(5, "E")});
  REQUIRE(result.stages[1].of == 0);
  REQUIRE(result.stages[2].of == 1);  // B and C have three each; B had two before
  REQUIRE(result.stages[2].by_lot.empty());
}
