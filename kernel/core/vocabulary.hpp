// Named lists that a deployment configures: what a field marked `among` may hold, and how each value is called.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hemicycle::core {

struct Term {
  std::string id;
  std::map<std::string, std::string> labels;  ///< by locale; French is always there

  [[nodiscard]] const std::string& label(const std::string& locale) const {
    const auto found = labels.find(locale);
    return found != labels.end() ? found->second : labels.at("fr");
  }
};

using Vocabulary = std::vector<Term>;
using Vocabularies = std::map<std::string, Vocabulary, std::less<>>;

}  // namespace hemicycle::core
