#include <algorithm>

#include "kernel/host/abi_call.hpp"
#include "kernel/host/abi_tables.hpp"

namespace hemicycle::host {
namespace {

using core::view;

hmc_status exec(hmc_call token, hmc_span sql, const hmc_param* params, size_t count, int64_t* changed) {
  return with_call(token, [&](AbiCall& call) -> hmc_status {
    const auto rows = call.context().exec(view(sql), {params, count});
    if (changed != nullptr) *changed = rows;
    return HMC_OK;
  });
}

hmc_status query(hmc_call token, hmc_span sql, const hmc_param* params, size_t count, hmc_cursor* out) {
  return with_call(token, [&](AbiCall& call) -> hmc_status {
    auto rows = call.context().query(view(sql), {params, count});
    auto& cursors = call.cursors();
    const auto number = cursors.empty() ? 1 : cursors.back().token + 1;
    cursors.push_back({number, std::move(rows)});
    *out = {number};
    return HMC_OK;
  });
}

hmc_status next(hmc_call token, hmc_cursor cursor, const hmc_value** row, size_t* columns) {
  return with_call(token, [&](AbiCall& call) -> hmc_status {
    auto* rows = call.cursor(cursor);
    if (rows == nullptr) return call.refuse(core::Status::internal, "this cursor is closed or belongs to another call");
    *row = rows->next();
    *columns = *row == nullptr ? 0 : rows->columns().size();
    return HMC_OK;
  });
}

hmc_status columns(hmc_call token, hmc_cursor cursor, const hmc_span** names, size_t* count) {
  return with_call(token, [&](AbiCall& call) -> hmc_status {
    auto* rows = call.cursor(cursor);
    if (rows == nullptr) return call.refuse(core::Status::internal, "this cursor is closed or belongs to another call");
    *names = rows->columns().data();
    *count = rows->columns().size();
    return HMC_OK;
  });
}

hmc_status close(hmc_call token, hmc_cursor cursor) {
  return with_call(token, [&](AbiCall& call) -> hmc_status {
    std::erase_if(call.cursors(), [&](const AbiCall::OpenCursor& open) { return open.token == cursor.token; });
    return HMC_OK;
  });
}

hmc_span error(hmc_call token) {
  const auto* call = AbiCall::find(token);
  return core::span(call == nullptr ? std::string_view("this call has returned") : std::string_view(call->store_error));
}

}  // namespace

const hmc_store_v1 kStoreTable{sizeof(hmc_store_v1), 0, &exec, &query, &next, &columns, &close, &error};

}  // namespace hemicycle::host
