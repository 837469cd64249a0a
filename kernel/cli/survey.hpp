// The house as a start would find it: discovered and vouched for; nothing is opened.
#pragma once

#include "kernel/cli/premises.hpp"
#include "kernel/cli/vouchers.hpp"
#include "kernel/steward/ledger.hpp"

namespace hemicycle::cli {

/// Borrows the settings.
class Survey final {
 public:
  explicit Survey(const config::Settings& settings);
  [[nodiscard]] const host::House& house() const { return house_; }

 private:
  Vouchers vouchers_;
  steward::Ledger ledger_;
  host::House house_;
};

}  // namespace hemicycle::cli
