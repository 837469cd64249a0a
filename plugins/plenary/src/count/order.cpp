#include "order.hpp"

#include <functional>
#include <map>

namespace plenary_plugin::count {

Seats fill(const Order& order, std::size_t seats) {
  Seats result;
  for (const auto& level : order.levels) {
    const auto left = seats - result.elected.size();
    if (left == 0) break;
    if (level.size() > left) {
      result.tied = level;
      result.open = left;
      break;
    }
    result.elected.insert(result.elected.end(), level.begin(), level.end());
  }
  return result;
}

Order by_votes(const std::vector<std::int64_t>& votes) {
  std::map<std::int64_t, std::vector<Option>, std::greater<>> levels;
  for (Option option = 0; option < votes.size(); ++option) levels[votes[option]].push_back(option);
  Order order;
  for (auto& [count, options] : levels) order.levels.push_back(std::move(options));
  return order;
}

Seats absolute_round(const std::vector<std::int64_t>& votes, std::int64_t valid, std::size_t seats) {
  auto order = by_votes(votes);
  std::erase_if(order.levels, [&](const std::vector<Option>& level) { return 2 * votes[level.front()] <= valid; });
  return fill(order, seats);
}

}  // namespace plenary_plugin::count
