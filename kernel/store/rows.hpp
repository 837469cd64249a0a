// The store's own SQL in short: `each(db, "SELECT …", {bind("id", id)}, [&](const hmc_value* row) { text(row[0]); })`. Owner: the kernel.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/core/store.hpp"

namespace hemicycle::store {

using Params = std::initializer_list<hmc_param>;

[[nodiscard]] inline std::string text(const hmc_value& value) {
  return value.type == HMC_TEXT || value.type == HMC_BLOB ? std::string(core::view(value.as.bytes)) : std::string();
}
[[nodiscard]] inline std::int64_t integer(const hmc_value& value) { return value.type == HMC_INTEGER ? value.as.integer : 0; }

[[nodiscard]] inline hmc_param bind_null(std::string_view name) { return {core::span(name), {HMC_NULL, 0, {}}}; }

inline std::int64_t run(core::Connection& db, std::string_view sql, Params params) {
  return db.exec(core::kKernel, sql, {params.begin(), params.size()});
}

template <class Take>
void each(core::Connection& db, std::string_view sql, Params params, Take take) {
  const auto cursor = db.query(core::kKernel, sql, {params.begin(), params.size()});
  while (const hmc_value* row = cursor->next()) take(row);
}

/// The first column of the first row; nothing when there is no row or it is NULL.
[[nodiscard]] inline std::optional<std::int64_t> number(core::Connection& db, std::string_view sql, Params params) {
  const auto cursor = db.query(core::kKernel, sql, {params.begin(), params.size()});
  const hmc_value* row = cursor->next();
  if (row == nullptr || row[0].type != HMC_INTEGER) return std::nullopt;
  return row[0].as.integer;
}

}  // namespace hemicycle::store
