#include "lists.hpp"

#include <algorithm>
#include <numeric>

namespace plenary_plugin::count {
namespace {

std::int64_t sum(const std::vector<std::int64_t>& values) { return std::accumulate(values.begin(), values.end(), std::int64_t{0}); }

/// The lists for which `worth` is the most.
template <typename Worth>
std::vector<Option> best(const std::vector<Option>& lists, Worth less) {
  std::vector<Option> found;
  for (const auto list : lists) {
    if (!found.empty() && less(list, found.front())) continue;
    if (!found.empty() && less(found.front(), list)) found.clear();
    found.push_back(list);
  }
  return found;
}

void share_by_remainders(const std::vector<std::int64_t>& votes, const std::vector<Option>& lists, std::int64_t seats, Allotment& result) {
  std::int64_t valid = 0;
  for (const auto list : lists) valid += votes[list];
  if (valid == 0) return;
  std::vector<std::int64_t> remainder(votes.size(), 0);
  auto left = seats;
  for (const auto list : lists) {
    result.whole[list] = votes[list] * seats / valid;
    remainder[list] = votes[list] * seats % valid;
    result.seats[list] += result.whole[list];
    left -= result.whole[list];
  }
  auto waiting = lists;
  while (left > 0) {
    const auto next = best(waiting, [&](Option a, Option b) { return remainder[a] < remainder[b]; });
    if (static_cast<std::int64_t>(next.size()) > left) {
      result.tied = next;
      result.open = left;
      return;
    }
    for (const auto list : next) {
      ++result.seats[list];
      std::erase(waiting, list);
    }
    left -= static_cast<std::int64_t>(next.size());
  }
}

void share_by_averages(const std::vector<std::int64_t>& votes, const std::vector<Option>& lists, std::int64_t seats, Allotment& result) {
  std::vector<std::int64_t> shared(votes.size(), 0);
  auto left = seats;
  while (left > 0 && !lists.empty()) {
    const auto next = best(lists, [&](Option a, Option b) { return votes[a] * (shared[b] + 1) < votes[b] * (shared[a] + 1); });
    if (static_cast<std::int64_t>(next.size()) > left) {
      result.tied = next;
      result.open = left;
      break;
    }
    for (const auto list : next) ++shared[list];
    left -= static_cast<std::int64_t>(next.size());
  }
  for (std::size_t list = 0; list < votes.size(); ++list) result.seats[list] += shared[list];
}

}  // namespace

Allotment allot(const std::vector<std::int64_t>& votes, std::int64_t seats, const ListRule& rule) {
  const std::vector<std::int64_t> none(votes.size(), 0);
  Allotment result{.bonus = none, .whole = none, .seats = none};
  const auto valid = sum(votes);
  if (votes.empty() || valid == 0) return result;

  const auto bonus = rule.sharing == Sharing::majority ? seats : (seats * rule.bonus_percent + 99) / 100;
  if (bonus > 0) {
    auto first = by_votes(votes).levels.front();
    if (rule.first && std::ranges::find(first, *rule.first) != first.end()) first = {*rule.first};
    if (first.size() > 1) {
      result.tied = first;
      result.open = seats;
      return result;
    }
    result.bonus[first.front()] = result.seats[first.front()] = bonus;
  }
  std::vector<Option> sharing;
  for (Option list = 0; list < votes.size(); ++list)
    if (votes[list] > 0 && votes[list] * 100 >= valid * rule.threshold_percent) sharing.push_back(list);
  if (rule.sharing == Sharing::highest_remainder) share_by_remainders(votes, sharing, seats - bonus, result);
  if (rule.sharing == Sharing::highest_average) share_by_averages(votes, sharing, seats - bonus, result);
  return result;
}

}  // namespace plenary_plugin::count
