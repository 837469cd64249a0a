/* hemicycle/ext/bus.h: speak to others. Id "hmc.bus/1".
   There is no way to call another plugin's command: emit what happened, and let others react. */
#ifndef HEMICYCLE_EXT_BUS_H
#define HEMICYCLE_EXT_BUS_H

#include <hemicycle/call.h>

#define HMC_EXT_BUS "hmc.bus/1"

typedef struct hmc_bus_v1 {
  uint32_t struct_size;
  uint32_t reserved;
  /* Ask the query `type` ("members.find", among this plugin's `requires`). [in any call] It runs at once, on this thread and in this
     call's unit of work, as the same actor. `reply` is its payload, or its problem when not OK; valid until this call returns. */
  hmc_status (*ask)(hmc_call call, hmc_span type, hmc_span payload, hmc_span* reply);
  /* Record the event `type` (one's own, among the command's `emits`). [in a command, event or job] Others see it after the commit. */
  hmc_status (*emit)(hmc_call call, hmc_span type, hmc_span subject, hmc_span payload);
  /* Run one's own job `type` once, at `due_ns` since 1970 or soon after. [in a command, event or job]
     A second one with the same non-empty `key` replaces the first. */
  hmc_status (*schedule)(hmc_call call, hmc_span type, hmc_span payload, int64_t due_ns, hmc_span key);
} hmc_bus_v1;

#endif
