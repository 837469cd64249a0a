// A named parameter of a statement: bind("reference", reference) for :reference.
#pragma once

#include <hemicycle/ext/store.h>
#include <hemicycle/span.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hemicycle {

/// Borrows the name and the text: use it inside the call it is made for, do not keep it.
using Param = hmc_param;

[[nodiscard]] inline Param make_param(std::string_view name, std::nullopt_t) noexcept { return {to_span(name), {HMC_NULL, 0, {}}}; }

[[nodiscard]] inline Param make_param(std::string_view name, std::string_view text) noexcept {
  Param param{to_span(name), {HMC_TEXT, 0, {}}};
  param.value.as.bytes = to_span(text);
  return param;
}
[[nodiscard]] inline Param make_param(std::string_view name, const std::string& text) noexcept {
  return make_param(name, std::string_view(text));
}
[[nodiscard]] inline Param make_param(std::string_view name, const char* text) noexcept { return make_param(name, std::string_view(text)); }

/// Any integer; a boolean is 0 or 1.
template <std::integral Number>
[[nodiscard]] Param make_param(std::string_view name, Number number) noexcept {
  Param param{to_span(name), {HMC_INTEGER, 0, {}}};
  param.value.as.integer = static_cast<std::int64_t>(number);
  return param;
}

template <std::floating_point Number>
[[nodiscard]] Param make_param(std::string_view name, Number number) noexcept {
  Param param{to_span(name), {HMC_REAL, 0, {}}};
  param.value.as.real = static_cast<double>(number);
  return param;
}

/// NULL when empty.
template <typename T>
[[nodiscard]] Param make_param(std::string_view name, const std::optional<T>& value) noexcept {
  return value ? make_param(name, *value) : make_param(name, std::nullopt);
}

/// The name is a literal. This shape of the parameters wins against std::bind, which argument-dependent lookup finds beside any
/// std::string.
template <std::size_t N, typename T>
[[nodiscard]] Param bind(const char (&name)[N], T&& value) noexcept {
  return make_param(std::string_view(name, N - 1), value);
}

}  // namespace hemicycle
