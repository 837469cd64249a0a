/* hemicycle/ext/config.h: what the operator decided. Id "hmc.config/1". Fixed from start to stop. */
#ifndef HEMICYCLE_EXT_CONFIG_H
#define HEMICYCLE_EXT_CONFIG_H

#include <hemicycle/host.h>
#include <hemicycle/status.h>

#define HMC_EXT_CONFIG "hmc.config/1"

typedef struct hmc_config_v1 {
  uint32_t struct_size;
  uint32_t reserved;
  /* This plugin's settings as JSON, complete and checked against its contract. [any thread, from start to stop] Valid until stop. */
  hmc_status (*settings)(const hmc_host_v1* host, hmc_span* json);
  /* The vocabulary `name` as JSON: [{"id": "climate", "fr": "Climat", "en": "Climate"}].
     [any thread, from start to stop] NOT_FOUND when there is none. Valid until stop. */
  hmc_status (*vocabulary)(const hmc_host_v1* host, hmc_span name, hmc_span* json);
  /* Refuses a setting that the contract's types allow and the plugin's own rules do not; `start` then answers INVALID. The host stops with the line
     of the configuration where `path` ("steps.2.days") stands. `expected` and `found` end the sentence "expected …, found …". [in start] The first counts. */
  void (*refuse)(const hmc_host_v1* host, hmc_span path, hmc_span expected, hmc_span found);
} hmc_config_v1;

#endif
