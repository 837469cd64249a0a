#include "sortition.hpp"

#include <algorithm>
#include <hemicycle/sha256.hpp>

namespace members_plugin {

using hemicycle::sha256;

namespace {

bool counts_for(const Candidate& candidate, const Quota& quota) {
  const auto trait = candidate.traits.find(quota.dimension);
  return trait != candidate.traits.end() && trait->second == quota.value;
}

std::int64_t missed(const Quota& quota, std::int64_t count) {
  return std::max<std::int64_t>(0, quota.least - count) + std::max<std::int64_t>(0, count - quota.most);
}

/// What the quotas miss more (or, below zero, less) when `in` is drawn in place of `out`.
std::int64_t change(const Candidate& in, const Candidate& out, const std::vector<Quota>& quotas, const std::vector<std::int64_t>& counts) {
  std::int64_t sum = 0;
  for (std::size_t q = 0; q < quotas.size(); ++q) {
    const auto after = counts[q] + (counts_for(in, quotas[q]) ? 1 : 0) - (counts_for(out, quotas[q]) ? 1 : 0);
    sum += missed(quotas[q], after) - missed(quotas[q], counts[q]);
  }
  return sum;
}

/// Makes the first exchange that helps; false when none does.
bool exchange_one(const std::vector<Candidate>& order, std::vector<bool>& drawn, const std::vector<Quota>& quotas, std::vector<std::int64_t>& counts) {
  for (std::size_t in = 0; in < order.size(); ++in) {
    if (drawn[in]) continue;
    for (std::size_t out = order.size(); out-- > 0;) {
      if (!drawn[out] || change(order[in], order[out], quotas, counts) >= 0) continue;
      drawn[in] = true;
      drawn[out] = false;
      for (std::size_t q = 0; q < quotas.size(); ++q)
        counts[q] += (counts_for(order[in], quotas[q]) ? 1 : 0) - (counts_for(order[out], quotas[q]) ? 1 : 0);
      return true;
    }
  }
  return false;
}

}  // namespace

Drawn draw_lots(const std::vector<Candidate>& candidates, std::size_t places, const std::vector<Quota>& quotas, std::string_view seed) {
  std::vector<std::pair<std::string, Candidate>> marked;
  marked.reserve(candidates.size());
  for (const auto& candidate : candidates) marked.emplace_back(sha256(std::string(seed) + ":" + candidate.code), candidate);
  std::sort(marked.begin(), marked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Candidate> order;
  order.reserve(marked.size());
  for (auto& [mark, candidate] : marked) order.push_back(std::move(candidate));

  std::vector<bool> drawn(order.size());
  for (std::size_t i = 0; i < std::min(places, order.size()); ++i) drawn[i] = true;
  Drawn result;
  for (const auto& quota : quotas) {
    std::int64_t count = 0;
    for (std::size_t i = 0; i < order.size(); ++i) count += drawn[i] && counts_for(order[i], quota) ? 1 : 0;
    result.counts.push_back(count);
  }
  while (exchange_one(order, drawn, quotas, result.counts)) {
  }
  for (std::size_t i = 0; i < order.size(); ++i) (drawn[i] ? result.drawn : result.reserve).push_back(order[i].code);
  return result;
}

std::string list_mark(const std::vector<std::string>& codes) {
  auto sorted = codes;
  std::sort(sorted.begin(), sorted.end());
  std::string lines;
  for (const auto& code : sorted) lines.append(code).append("\n");
  return sha256(lines);
}

}  // namespace members_plugin
