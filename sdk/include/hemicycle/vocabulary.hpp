// The named lists that a deployment configures, read once and kept: they are fixed from start to stop.
#pragma once

#include <hemicycle/host.hpp>
#include <hemicycle/json.hpp>

#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hemicycle {

struct Term {
  std::string id{};
  std::vector<std::pair<std::string, std::string>> labels{};  ///< by locale

  /// French when the locale has none; the id when French has none either.
  [[nodiscard]] std::string_view label(std::string_view locale = "fr") const {
    std::string_view found = id;
    for (const auto& [language, text] : labels) {
      if (language == locale) return text;
      if (language == "fr") found = text;
    }
    return found;
  }
};

inline void read_json(JsonReader& json, Term& out) {
  json.object([&](std::string_view key) {
    if (key == "id") return read_json(json, out.id);
    auto& [language, text] = out.labels.emplace_back(std::string(key), std::string());
    read_json(json, text);
  });
}

/// Shared by all calls of one plugin. Any thread.
class Vocabularies final {
 public:
  /// Empty when the deployment has none of that name. Valid until the plugin stops.
  [[nodiscard]] const std::vector<Term>& get(const Host& host, std::string_view name) {
    {
      const std::shared_lock reading(mutex_);
      if (const auto found = kept_.find(name); found != kept_.end()) return found->second;
    }
    hmc_span json{};
    auto terms = host.config->vocabulary(host.self, to_span(name), &json) == HMC_OK ? from_json<std::vector<Term>>(to_view(json))
                                                                                    : std::vector<Term>{};
    const std::unique_lock writing(mutex_);
    return kept_.try_emplace(std::string(name), std::move(terms)).first->second;
  }

 private:
  std::shared_mutex mutex_;
  std::map<std::string, std::vector<Term>, std::less<>> kept_;  // nodes do not move, so what was given out stays valid
};

}  // namespace hemicycle
