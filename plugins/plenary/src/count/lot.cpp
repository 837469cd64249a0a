#include "lot.hpp"

#include <algorithm>
#include <hemicycle/sha256.hpp>
#include <numeric>

namespace plenary_plugin::count {

std::string ticket(std::string_view seed, std::string_view name) { return hemicycle::sha256(std::string(seed).append(":").append(name)); }

std::vector<std::size_t> draw(std::string_view seed, const std::vector<std::string>& names) {
  std::vector<std::string> tickets;
  for (const auto& name : names) tickets.push_back(ticket(seed, name));
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return tickets[a] < tickets[b]; });
  return order;
}

}  // namespace plenary_plugin::count
