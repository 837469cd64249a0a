#include "kernel/core/call_context.hpp"

namespace hemicycle::core {

void CallContext::count_statement() {
  if (++statements_ > kMostStatements)
    throw StoreError(Status::internal, "more than " + std::to_string(kMostStatements) + " statements in one call");
}

std::int64_t CallContext::exec(std::string_view sql, std::span<const hmc_param> params) {
  if (effects_ == nullptr) throw StoreError(Status::denied, "a query may not write");
  count_statement();
  return db_.exec(plugin_.name, sql, params);
}

std::unique_ptr<Cursor> CallContext::query(std::string_view sql, std::span<const hmc_param> params) {
  count_statement();
  return db_.query(plugin_.name, sql, params);
}

}  // namespace hemicycle::core
