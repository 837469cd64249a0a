// The table of letters.
#include "kernel/host/abi_call.hpp"
#include "kernel/host/abi_tables.hpp"

namespace hemicycle::host {
namespace {

using core::view;

hmc_status write(hmc_call token, const hmc_letter_v1* given, hmc_span* id) {
  if (given == nullptr || id == nullptr || given->struct_size < sizeof(hmc_letter_v1)) return HMC_INTERNAL;
  return with_call(token, [&](AbiCall& call) {
    core::Letter letter{.id = {}, .plugin = {}, .to = std::string(view(given->to)), .subject = std::string(view(given->subject)),
                        .text = std::string(view(given->text)), .calendar = std::string(view(given->calendar))};
    const auto status = call.context().services().write_letter(call.context(), letter);
    *id = call.keep(std::move(letter.id));
    return static_cast<hmc_status>(status);
  });
}

hmc_status state(hmc_call token, hmc_span id, hmc_span* json) {
  if (json == nullptr) return HMC_INTERNAL;
  return with_call(token, [&](AbiCall& call) -> hmc_status {
    const auto found = call.context().services().letter_state(call.context(), view(id));
    if (!found) return HMC_NOT_FOUND;
    *json = call.keep(core::letter_state_json(*found));
    return HMC_OK;
  });
}

}  // namespace

const hmc_mail_v1 kMailTable{sizeof(hmc_mail_v1), 0, &write, &state};

}  // namespace hemicycle::host
