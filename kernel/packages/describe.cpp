#include "kernel/packages/describe.hpp"

namespace hemicycle::packages {

std::string told(const Right& right, const Words& words) {
  return contract::fill(words(right.key), [&](std::string_view name) {
    const auto found = right.parameters.find(std::string(name));
    return found == right.parameters.end() ? std::string() : found->second;
  });
}

nlohmann::json describe(const contract::Plugin& plugin, contract::Isolation isolation, Provenance provenance, const std::string& key, const Words& words) {
  const auto all = rights(plugin, isolation, provenance);
  const auto rating = std::to_string(all.front().weight);
  auto texts = nlohmann::json::array();
  for (const auto& right : all) texts.push_back(told(right, words));
  const auto signature = provenance == Provenance::house ? words("signature.house")
                         : key.empty()                   ? words("signature.none")
                                                         : told({.key = "signature.key", .parameters = {{"key", key}}}, words);
  return {{"signature", signature}, {"safety_rating", rating}, {"safety", words("safety." + rating)}, {"rights", std::move(texts)}};
}

}  // namespace hemicycle::packages
