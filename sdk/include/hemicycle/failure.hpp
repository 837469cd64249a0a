// What the host refused although the handler could do nothing about it. Let these fly: the SDK answers the call for you.
#pragma once

#include <hemicycle/result.hpp>

#include <stdexcept>
#include <string>

namespace hemicycle {

/// overloaded, unavailable and deadline reach the caller as they are; any other status is a bug of the plugin: `internal`.
class HostFailure : public std::runtime_error {
 public:
  HostFailure(Status status, const std::string& what) : std::runtime_error(what), status_(status) {}
  [[nodiscard]] Status status() const noexcept { return status_; }

 private:
  Status status_;
};

/// The store refused a statement.
class StoreFailure : public HostFailure {
 public:
  using HostFailure::HostFailure;
};

/// A constraint of the tables refused it. Uncaught, the caller sees `conflict`.
class Conflict : public StoreFailure {
 public:
  explicit Conflict(const std::string& what) : StoreFailure(Status::conflict, what) {}
};

/// OK, or a HostFailure that says what was tried.
inline void expect_ok(hmc_status status, std::string_view what) {
  if (status != HMC_OK)
    throw HostFailure(static_cast<Status>(status), std::string(what) + ": refused with status " + std::to_string(status));
}

}  // namespace hemicycle
