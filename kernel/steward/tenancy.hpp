// One server for one data folder.
#pragma once

#include <chrono>
#include <filesystem>
#include <stdexcept>

namespace hemicycle::steward {

/// Another server already works on this folder; `what()` is a sentence for the operator.
class Occupied final : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Held while a server runs: two of them on one store would both deliver, both seal and both restart plugins. The kernel's lock, so it ends with
/// the process however that ends.
class Tenancy final {
 public:
  /// Makes the folder when it is missing. Waits so long for another one to go. Throws Occupied, or std::system_error naming the file.
  explicit Tenancy(const std::filesystem::path& data_dir, std::chrono::milliseconds patience = {});
  ~Tenancy();
  Tenancy(const Tenancy&) = delete;
  Tenancy& operator=(const Tenancy&) = delete;

 private:
  int file_ = -1;
};

}  // namespace hemicycle::steward
