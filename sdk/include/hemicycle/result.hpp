// What a handler comes to: a value, or an error named by what the caller should do next.
//
//   if (title_is_taken) return invalid("title", "taken").also("theme", "closed");
//   return SubmitReply{.reference = reference};
#pragma once

#include <hemicycle/status.h>

#include <concepts>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace hemicycle {

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

/// `field` is a path into the input: "title", "recommendations.2.text". `code` names the text `error.<code>` of the catalogue.
struct FieldError {
  std::string field, code;
  friend bool operator==(const FieldError&, const FieldError&) = default;
};

struct Error {
  Status status = Status::internal;
  std::string code{};
  std::vector<FieldError> fields{};

  /// One more field that is wrong.
  Error& also(std::string_view field, std::string_view field_code) & {
    fields.push_back({std::string(field), std::string(field_code)});
    return *this;
  }
  Error also(std::string_view field, std::string_view field_code) && { return std::move(also(field, field_code)); }
  friend bool operator==(const Error&, const Error&) = default;
};

/// Begins an error that `also` fills; return it when `fields` is not empty.
[[nodiscard]] inline Error invalid() { return {Status::invalid, "invalid", {}}; }
[[nodiscard]] inline Error invalid(std::string_view field, std::string_view code) { return invalid().also(field, code); }
[[nodiscard]] inline Error denied(std::string_view code) { return {Status::denied, std::string(code), {}}; }
[[nodiscard]] inline Error not_found(std::string_view code) { return {Status::not_found, std::string(code), {}}; }
[[nodiscard]] inline Error conflict(std::string_view code) { return {Status::conflict, std::string(code), {}}; }
[[nodiscard]] inline Error unavailable(std::string_view code) { return {Status::unavailable, std::string(code), {}}; }
[[nodiscard]] inline Error deadline(std::string_view code) { return {Status::deadline, std::string(code), {}}; }

/// A value or an Error. Asking for the one that is not there is a bug: std::logic_error, which the caller sees as `internal`.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result() requires std::default_initializable<T> : held_(T{}) {}
  Result(T value) : held_(std::move(value)) {}      // NOLINT(google-explicit-constructor): `return Reply{…};`
  Result(Error error) : held_(std::move(error)) {}  // NOLINT(google-explicit-constructor): `return denied(…);`

  [[nodiscard]] bool ok() const noexcept { return held_.index() == 0; }
  explicit operator bool() const noexcept { return ok(); }
  [[nodiscard]] Status status() const noexcept { return ok() ? Status::ok : std::get_if<1>(&held_)->status; }

  [[nodiscard]] T& value() & { return need<0>(held_); }
  [[nodiscard]] const T& value() const& { return need<0>(held_); }
  [[nodiscard]] T&& value() && { return std::move(need<0>(held_)); }
  [[nodiscard]] const Error& error() const { return need<1>(held_); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  template <std::size_t Index, typename Held>
  static auto& need(Held& held) {
    if (auto* found = std::get_if<Index>(&held)) return *found;
    throw std::logic_error(Index == 0 ? "a Result without value was read: look at ok() first"
                                      : "a Result without error was asked for its error");
  }

  std::variant<T, Error> held_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), failed_(true) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const noexcept { return !failed_; }
  explicit operator bool() const noexcept { return ok(); }
  [[nodiscard]] Status status() const noexcept { return failed_ ? error_.status : Status::ok; }
  [[nodiscard]] const Error& error() const {
    if (!failed_) throw std::logic_error("a Result without error was asked for its error");
    return error_;
  }

 private:
  Error error_{};
  bool failed_ = false;
};

}  // namespace hemicycle
