// The table of letters: both functions ask the server.
#include "kernel/worker/call.hpp"
#include "kernel/worker/tables.hpp"

namespace hemicycle::worker {
namespace {

using wire::Kind;
using wire::view;

/// A status and a text: what both functions are answered with.
hmc_status told(Call& call, hmc_span* out) {
  wire::Reader answered({});
  const auto status = call.ask(answered);
  if (status != HMC_OK) return status;
  const auto bytes = answered.text();
  *out = call.hold(call.keep(), bytes);
  return status;
}

hmc_status write(hmc_call token, const hmc_letter_v1* letter, hmc_span* id) {
  if (letter == nullptr || id == nullptr || letter->struct_size < sizeof(hmc_letter_v1)) return HMC_INTERNAL;
  return with_call(token, [&](Call& call) {
    call.request(Kind::write_letter).text(view(letter->to)).text(view(letter->subject)).text(view(letter->text)).text(view(letter->calendar));
    return told(call, id);
  });
}

hmc_status state(hmc_call token, hmc_span id, hmc_span* json) {
  if (json == nullptr) return HMC_INTERNAL;
  return with_call(token, [&](Call& call) {
    call.request(Kind::letter_state).text(view(id));
    return told(call, json);
  });
}

}  // namespace

const hmc_mail_v1 kMailTable{sizeof(hmc_mail_v1), 0, &write, &state};

}  // namespace hemicycle::worker
