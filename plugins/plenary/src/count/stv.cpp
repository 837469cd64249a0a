#include "stv.hpp"

#include <algorithm>

namespace plenary_plugin::count {
namespace {

struct Paper {
  const Preferences* ballot;
  std::size_t at = 0;        ///< the preference that holds it
  std::int64_t value = kVote;
};

enum class Standing { continuing, elected, excluded };

class Counting final {
 public:
  Counting(std::size_t options, std::size_t seats, const std::vector<Preferences>& ballots, const std::vector<Option>& lot)
      : seats_(std::min(seats, options)), lot_(lot), standing_(options, Standing::continuing), votes_(options, 0), piles_(options) {
    std::int64_t valid = 0;
    for (const auto& ballot : ballots) {
      if (ballot.order.empty()) continue;
      valid += ballot.weight;
      give({.ballot = &ballot});
    }
    result_.quota = valid / (static_cast<std::int64_t>(seats) + 1) + 1;  // rule 46
  }

  Stv run() {
    end_stage({.kind = Stage::Kind::first_preferences});
    while (result_.elected.size() < seats_ && result_.tied.empty()) next();
    return std::move(result_);
  }

 private:
  void next() {
    if (!pending_.empty()) return transfer_surplus();
    exclude();
  }

  /// Rules 48 and 49: the largest surplus first.
  void transfer_surplus() {
    Stage stage{.kind = Stage::Kind::surplus};
    const auto largest = std::ranges::max(pending_, {}, [this](Option option) { return votes_[option]; });
    auto equal = pending_;
    std::erase_if(equal, [&](Option option) { return votes_[option] != votes_[largest]; });
    if (!choose(std::move(equal), true, stage)) return;
    std::erase(pending_, stage.of);
    const auto total = votes_[stage.of], surplus = total - result_.quota * kVote;
    auto papers = std::move(piles_[stage.of]);
    piles_[stage.of].clear();
    std::int64_t moved = 0;
    for (auto& paper : papers) {
      paper.value = surplus * paper.value / total;  // at most 1e5 × 1e5 × votes: far from 64 bits for any council
      moved += paper.value * paper.ballot->weight;
      ++paper.at;
      give(paper);
    }
    votes_[stage.of] = result_.quota * kVote;
    lost_ += surplus - moved;
    end_stage(std::move(stage));
  }

  /// Rules 50 and 51: who has the fewest votes.
  void exclude() {
    Stage stage{.kind = Stage::Kind::exclusion};
    auto equal = continuing();
    const auto fewest = std::ranges::min(equal, {}, [this](Option option) { return votes_[option]; });
    std::erase_if(equal, [&](Option option) { return votes_[option] != votes_[fewest]; });
    if (!choose(std::move(equal), false, stage)) return;
    standing_[stage.of] = Standing::excluded;
    auto papers = std::move(piles_[stage.of]);
    piles_[stage.of].clear();
    votes_[stage.of] = 0;
    for (auto& paper : papers) {
      ++paper.at;
      give(paper);
    }
    end_stage(std::move(stage));
  }

  /// One of the equal: by the latest earlier stage where they differed, else by lot. False = the lot is missing, and the count stops.
  bool choose(std::vector<Option> equal, bool most, Stage& stage) {
    for (auto earlier = result_.stages.rbegin(); equal.size() > 1 && earlier != result_.stages.rend(); ++earlier) {
      const auto at = [&](Option option) { return most ? -earlier->votes[option] : earlier->votes[option]; };
      const auto least = at(std::ranges::min(equal, {}, at));
      std::erase_if(equal, [&](Option option) { return at(option) != least; });
    }
    stage.of = equal.front();
    if (equal.size() == 1) return true;
    if (lot_.empty()) {
      result_.tied = std::move(equal);
      return false;
    }
    stage.of = *std::ranges::find_if(lot_, [&](Option option) { return std::ranges::find(equal, option) != equal.end(); });
    stage.by_lot = std::move(equal);
    return true;
  }

  /// To the next continuing option of the paper, or to nobody.
  void give(Paper paper) {
    const auto& order = paper.ballot->order;
    while (paper.at < order.size() && standing_[order[paper.at]] != Standing::continuing) ++paper.at;
    const auto value = paper.value * paper.ballot->weight;
    if (paper.at == order.size()) {
      exhausted_ += value;
      return;
    }
    votes_[order[paper.at]] += value;
    piles_[order[paper.at]].push_back(paper);
  }

  /// Who has the quota is elected (rule 47); when as many are left as seats, they are too (rule 52).
  void end_stage(Stage stage) {
    auto reached = continuing();
    std::erase_if(reached, [this](Option option) { return votes_[option] < result_.quota * kVote; });
    std::ranges::stable_sort(reached, [this](Option a, Option b) { return votes_[a] > votes_[b]; });
    for (const auto option : reached) elect(option, stage);
    const auto left = continuing();
    if (result_.elected.size() < seats_ && left.size() <= seats_ - result_.elected.size())
      for (const auto option : left) elect(option, stage);
    stage.votes = votes_;
    stage.exhausted = exhausted_;
    stage.lost = lost_;
    result_.stages.push_back(std::move(stage));
  }

  void elect(Option option, Stage& stage) {
    standing_[option] = Standing::elected;
    stage.elected.push_back(option);
    result_.elected.push_back(option);
    if (votes_[option] > result_.quota * kVote) pending_.push_back(option);
  }

  [[nodiscard]] std::vector<Option> continuing() const {
    std::vector<Option> found;
    for (Option option = 0; option < standing_.size(); ++option)
      if (standing_[option] == Standing::continuing) found.push_back(option);
    return found;
  }

  std::size_t seats_;
  const std::vector<Option>& lot_;
  std::vector<Standing> standing_;
  std::vector<std::int64_t> votes_;
  std::vector<std::vector<Paper>> piles_;
  std::vector<Option> pending_;  ///< elected with a surplus that was not transferred yet
  std::int64_t exhausted_ = 0, lost_ = 0;
  Stv result_;
};

}  // namespace

Stv stv(std::size_t options, std::size_t seats, const std::vector<Preferences>& ballots, const std::vector<Option>& lot) {
  return Counting(options, seats, ballots, lot).run();
}

}  // namespace plenary_plugin::count
