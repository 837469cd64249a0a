/* hemicycle/host.h: how a plugin finds what the host offers.
   Why by id: a new need becomes a new header; nothing that was released moves.
   Each plugin is given a host of its own, which lives until destroy: functions outside a call take it to know who asks. */
#ifndef HEMICYCLE_HOST_H
#define HEMICYCLE_HOST_H

#include <hemicycle/span.h>

typedef struct hmc_host_v1 {
  uint32_t struct_size;
  uint32_t abi_minor;
  /* The table of extension `id` ("hmc.store/1"), or NULL when this host lacks it.
     [any thread; from entry to destroy] The table lives as long as the host. */
  const void* (*extension)(const struct hmc_host_v1* host, hmc_span id);
} hmc_host_v1;

#endif
