// Which page answers a path. Filled from the contracts, then only read.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/contract/model.hpp"

namespace hemicycle::web::gateway {

struct PageRoute {
  std::shared_ptr<const contract::Plugin> plugin;
  const contract::Page* page = nullptr;
  const contract::Operation* operation = nullptr;  ///< the page's query, or its form's command; null for a page with neither
};

using Parameters = std::map<std::string, std::string>;

struct Found {
  const PageRoute* route = nullptr;
  Parameters parameters;
};

class Router final {
 public:
  explicit Router(const std::vector<std::shared_ptr<const contract::Plugin>>& contracts);

  /// The page of a decoded path; a literal segment wins against a parameter.
  [[nodiscard]] std::optional<Found> find(std::string_view path) const;
  [[nodiscard]] const std::vector<PageRoute>& pages() const { return pages_; }
  /// The form page of a command, or nullptr.
  [[nodiscard]] const PageRoute* form(std::string_view plugin, std::string_view verb) const;
  [[nodiscard]] const PageRoute* home() const { return home_; }
  /// The public form without parameters whose command begins a session; nullptr when the house has none.
  [[nodiscard]] const PageRoute* sign_in() const { return sign_in_; }
  [[nodiscard]] const PageRoute* sign_out() const { return sign_out_; }

 private:
  std::vector<PageRoute> pages_;
  std::multimap<std::size_t, std::size_t> by_length_;  ///< number of segments -> index
  const PageRoute* home_ = nullptr;
  const PageRoute* sign_in_ = nullptr;
  const PageRoute* sign_out_ = nullptr;
};

/// The names between braces of a path pattern.
[[nodiscard]] std::vector<std::string> parameters_of(std::string_view pattern);

}  // namespace hemicycle::web::gateway
