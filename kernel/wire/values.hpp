// SQL values and parameters as fields.
#pragma once

#include <hemicycle/ext/store.h>

#include <span>
#include <vector>

#include "kernel/wire/fields.hpp"

namespace hemicycle::wire {

[[nodiscard]] inline std::string_view view(hmc_span bytes) { return {bytes.data, bytes.size}; }
[[nodiscard]] inline hmc_span span(std::string_view text) { return {text.data(), text.size()}; }

void write_value(Writer out, const hmc_value& value);
/// A type that does not exist reads as cut: `in.wrong()` says so.
[[nodiscard]] hmc_value read_value(Reader& in);

void write_params(Writer out, std::span<const hmc_param> params);
/// Names and bytes are borrowed from the body.
[[nodiscard]] std::vector<hmc_param> read_params(Reader& in);

}  // namespace hemicycle::wire
