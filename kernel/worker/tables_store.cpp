// Rows come in batches: a query whose rows fit into one costs one round trip, and nothing to close.
#include <algorithm>
#include <span>

#include "kernel/worker/call.hpp"
#include "kernel/worker/tables.hpp"

namespace hemicycle::worker {
namespace {

using wire::Kind;
using wire::Reader;
using wire::view;

constexpr const char* kClosed = "this cursor is closed or belongs to another call";

/// Begins the request of a statement with its parameters; false when one has a type that does not exist (the server would take that for a lie).
bool begin_statement(Call& call, Kind kind, hmc_span sql, const hmc_param* params, size_t count) {
  const std::span<const hmc_param> given(params, count);
  if (std::any_of(given.begin(), given.end(), [](const hmc_param& param) { return param.value.type > HMC_BLOB; })) return false;
  wire::write_params(call.request(kind).text(view(sql)), given);
  return true;
}

hmc_status unknown_type(Call& call) { return call.refuse(HMC_INTERNAL, "a parameter has a type that does not exist"); }

hmc_status failed(Call& call, hmc_status status, Reader& answer) {
  if (!answer.rest().empty()) call.error = answer.text();
  return status;
}

/// Says whether the server has more, how many rows came, and the rows.
void take_batch(OpenCursor& cursor, Reader in) {
  cursor.complete = in.number<std::uint8_t>() != 0;
  cursor.rows_left = in.number<std::uint32_t>();
  cursor.rows = in;
}

hmc_status exec(hmc_call token, hmc_span sql, const hmc_param* params, size_t count, int64_t* changed) {
  return with_call(token, [&](Call& call) -> hmc_status {
    if (!begin_statement(call, Kind::exec, sql, params, count)) return unknown_type(call);
    Reader answer({});
    if (const auto status = call.ask(answer); status != HMC_OK) return failed(call, status, answer);
    const auto rows = answer.number<std::int64_t>();
    if (changed != nullptr) *changed = rows;
    return HMC_OK;
  });
}

hmc_status query(hmc_call token, hmc_span sql, const hmc_param* params, size_t count, hmc_cursor* out) {
  return with_call(token, [&](Call& call) -> hmc_status {
    if (!begin_statement(call, Kind::query, sql, params, count)) return unknown_type(call);
    Reader answer({});
    if (const auto status = call.ask(answer); status != HMC_OK) return failed(call, status, answer);
    auto cursor = std::make_unique<OpenCursor>();
    cursor->opening = call.keep();
    Reader in(cursor->opening.body);
    static_cast<void>(in.number<hmc_status>());
    cursor->number = in.number<std::uint32_t>();
    const auto columns = in.number<std::uint16_t>();
    for (std::uint16_t i = 0; i < columns; ++i) cursor->columns.push_back(wire::span(in.text()));
    cursor->row.resize(columns);
    take_batch(*cursor, in);
    cursor->token = call.cursors.empty() ? 1 : call.cursors.back()->token + 1;
    *out = {cursor->token};
    call.cursors.push_back(std::move(cursor));
    return HMC_OK;
  });
}

hmc_status fetch(Call& call, OpenCursor& cursor) {
  call.request(Kind::next).number(cursor.number);
  Reader answer({});
  if (const auto status = call.ask(answer); status != HMC_OK) return failed(call, status, answer);
  cursor.batch = call.keep();
  Reader in(cursor.batch.body);
  static_cast<void>(in.number<hmc_status>());
  take_batch(cursor, in);
  return HMC_OK;
}

hmc_status next(hmc_call token, hmc_cursor which, const hmc_value** row, size_t* columns) {
  return with_call(token, [&](Call& call) -> hmc_status {
    auto* cursor = call.cursor(which);
    if (cursor == nullptr) return call.refuse(HMC_INTERNAL, kClosed);
    *row = nullptr;
    *columns = 0;
    if (cursor->rows_left == 0 && !cursor->complete)
      if (const auto status = fetch(call, *cursor); status != HMC_OK) return status;
    if (cursor->rows_left == 0) return HMC_OK;
    --cursor->rows_left;
    for (auto& value : cursor->row) value = wire::read_value(cursor->rows);
    *row = cursor->row.data();
    *columns = cursor->row.size();
    return HMC_OK;
  });
}

hmc_status columns(hmc_call token, hmc_cursor which, const hmc_span** names, size_t* count) {
  return with_call(token, [&](Call& call) -> hmc_status {
    auto* cursor = call.cursor(which);
    if (cursor == nullptr) return call.refuse(HMC_INTERNAL, kClosed);
    *names = cursor->columns.data();
    *count = cursor->columns.size();
    return HMC_OK;
  });
}

hmc_status close(hmc_call token, hmc_cursor which) {
  return with_call(token, [&](Call& call) -> hmc_status {
    if (const auto* cursor = call.cursor(which); cursor != nullptr && !cursor->complete) {
      call.request(Kind::close).number(cursor->number);
      call.tell();
    }
    std::erase_if(call.cursors, [&](const auto& open) { return open->token == which.token; });
    return HMC_OK;
  });
}

hmc_span error(hmc_call token) {
  const auto* call = Call::find(token);
  return wire::span(call == nullptr ? std::string_view("this call has returned") : std::string_view(call->error));
}

}  // namespace

const hmc_store_v1 kStoreTable{sizeof(hmc_store_v1), 0, &exec, &query, &next, &columns, &close, &error};

}  // namespace hemicycle::worker
