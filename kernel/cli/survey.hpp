// The house as a start would find it: discovered and vouched for; nothing is opened.
#pragma once

#include "kernel/cli/premises.hpp"
#include "kernel/cli/vouchers.hpp"
#include "kernel/steward/ledger.hpp"

namespace hemicycle::cli {

class Survey final {
 public:
  explicit Survey(config::Settings settings);
  [[nodiscard]] const config::Settings& settings() const { return settings_; }
  [[nodiscard]] const host::House& house() const { return house_; }

 private:
  config::Settings settings_;
  std::vector<core::Role> roles_;
  Vouchers vouchers_;
  steward::Ledger ledger_;
  host::House house_;
};

}  // namespace hemicycle::cli
