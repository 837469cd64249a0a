// What a call came to: the closed set of hemicycle/status.h, with a payload or a problem.
#pragma once

#include <hemicycle/status.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hemicycle::core {

enum class Status : hmc_status {
  ok = HMC_OK,
  invalid = HMC_INVALID,
  denied = HMC_DENIED,
  not_found = HMC_NOT_FOUND,
  conflict = HMC_CONFLICT,
  overloaded = HMC_OVERLOADED,
  unavailable = HMC_UNAVAILABLE,
  deadline = HMC_DEADLINE,
  internal = HMC_INTERNAL,
};

[[nodiscard]] std::string_view name(Status status);

/// `field` is a path into the input: "title", "recommendations.2.text". `code` names a text of the catalogue.
struct FieldError {
  std::string field, code;
  friend bool operator==(const FieldError&, const FieldError&) = default;
};

struct Problem {
  Status status = Status::internal;
  std::string code;                 ///< catalogue key without its "error." prefix; empty = the status says it all
  std::vector<FieldError> fields{};
  std::string detail{};             ///< English, for the log and the operator; never shown to the public when status is internal

  [[nodiscard]] std::string json() const;  ///< {"code": …, "fields": […]}: the form in which it crosses the ABI
  [[nodiscard]] static Problem parse(Status status, std::string_view json);
};

/// A session that a command asked the gateway to begin or end.
struct SessionChange {
  enum class Kind { none, begin, end } kind = Kind::none;
  std::string actor{};
};

struct Outcome {
  Status status = Status::ok;
  std::string payload{};  ///< JSON when ok
  Problem problem{};      ///< when not ok
  SessionChange session{};

  [[nodiscard]] bool ok() const { return status == Status::ok; }
  [[nodiscard]] static Outcome success(std::string payload) { return {.payload = std::move(payload)}; }
  [[nodiscard]] static Outcome failure(Problem problem) {
    const auto status = problem.status;
    return {.status = status, .problem = std::move(problem)};
  }
};

[[nodiscard]] inline Outcome fail(Status status, std::string code, std::string detail = {}) {
  return Outcome::failure({.status = status, .code = std::move(code), .detail = std::move(detail)});
}

}  // namespace hemicycle::core
