/* hemicycle/ext/log.h: say something to the operator. Id "hmc.log/1". Never personal data, never a secret. */
#ifndef HEMICYCLE_EXT_LOG_H
#define HEMICYCLE_EXT_LOG_H

#include <hemicycle/host.h>

#define HMC_EXT_LOG "hmc.log/1"

enum { HMC_LOG_DEBUG = 1, HMC_LOG_INFO = 2, HMC_LOG_WARNING = 3, HMC_LOG_ERROR = 4 };

typedef struct hmc_log_v1 {
  uint32_t struct_size;
  uint32_t reserved;
  /* One line; control characters are neutralised by the host. [any thread, from entry to destroy]
     `host` is the one given at entry: it knows who speaks. */
  void (*write)(const hmc_host_v1* host, uint32_t level, hmc_span text);
} hmc_log_v1;

#endif
