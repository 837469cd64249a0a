// Who asks. The host fills it; a plugin cannot forge it.
#pragma once

#include <string_view>

namespace hemicycle {

class Actor final {
 public:
  explicit Actor(std::string_view id) : id_(id) {}

  /// Empty for a visitor. Borrowed until the call returns.
  [[nodiscard]] std::string_view id() const noexcept { return id_; }
  [[nodiscard]] bool anonymous() const noexcept { return id_.empty(); }
  /// A job or a reaction: no person is behind this call.
  [[nodiscard]] bool is_system() const noexcept { return id_ == "system"; }

 private:
  std::string_view id_;
};

}  // namespace hemicycle
