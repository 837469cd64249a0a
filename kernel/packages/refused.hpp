// Why a package, a key or a signature was not taken: one sentence that names the thing.
#pragma once

#include <stdexcept>
#include <string>

#include "kernel/core/outcome.hpp"

namespace hemicycle::packages {

/// `status` says what whoever asked can do: invalid = the file is not what it should be, make another; denied = it is well made and not allowed
/// here (unknown key, older version, ceiling); not_found; unavailable = this machine could not read or write.
class Refused : public std::runtime_error {
 public:
  Refused(core::Status status, const std::string& sentence) : std::runtime_error(sentence), status_(status) {}
  [[nodiscard]] core::Status status() const { return status_; }

 private:
  core::Status status_;
};

[[noreturn]] inline void refuse_invalid(const std::string& sentence) { throw Refused(core::Status::invalid, sentence); }
[[noreturn]] inline void refuse_denied(const std::string& sentence) { throw Refused(core::Status::denied, sentence); }

}  // namespace hemicycle::packages
