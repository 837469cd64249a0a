// The kernel's own plugin `steward` (plugin.json beside this): what an administrator sees of the plugins and asks of them, at /admin/plugins.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "kernel/core/instance.hpp"
#include "kernel/steward/stewardship.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::steward {

inline constexpr std::string_view kDesk = "steward";

/// Reads <folder>/plugin.json against <folder>/views. Throws contract::Refused or std::runtime_error: the program is not whole.
[[nodiscard]] std::shared_ptr<const contract::Plugin> desk_contract(const std::filesystem::path& folder);

/// Answers on any thread. A command records that it was asked for, and leaves the rest to the stewardship: the change itself comes after the
/// answer, since whoever changes plugins waits for the calls that are under way.
class Desk final : public core::Instance {
 public:
  /// `stewardship` outlives the desk.
  explicit Desk(Stewardship& stewardship) : stewardship_(stewardship) {}

  [[nodiscard]] core::Outcome start() override;
  [[nodiscard]] core::Outcome handle(core::CallContext& call, const core::Message& message) override;
  void stop() override {}

 private:
  [[nodiscard]] core::Outcome list() const;
  [[nodiscard]] core::Outcome one(std::string_view plugin) const;
  [[nodiscard]] core::Outcome take(core::CallContext& call, Wish wish, const std::string& plugin);

  Stewardship& stewardship_;
};

}  // namespace hemicycle::steward
