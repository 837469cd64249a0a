// Why a configuration was refused, for the person who wrote it: where, which key, what was expected, what was found.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace hemicycle::config {

class Refused : public std::runtime_error {
 public:
  /// `where`: "hemicycle.toml:12", "environment HEMICYCLE_WEB_PORT", "option web.port".
  Refused(std::string where, std::string key, std::string expected, std::string found)
      : std::runtime_error(where + ": " + (key.empty() ? "" : key + ": ") + "expected " + expected +
                           (found.empty() ? "" : ", found " + found)),
        where_(std::move(where)),
        key_(std::move(key)),
        expected_(std::move(expected)),
        found_(std::move(found)) {}

  [[nodiscard]] const std::string& where() const { return where_; }
  [[nodiscard]] const std::string& key() const { return key_; }
  [[nodiscard]] const std::string& expected() const { return expected_; }
  [[nodiscard]] const std::string& found() const { return found_; }

 private:
  std::string where_, key_, expected_, found_;
};

/// Of `known` the name that `wrong` was probably meant to be; "" when none is near.
[[nodiscard]] std::string nearest(std::string_view wrong, const std::vector<std::string>& known);

}  // namespace hemicycle::config
