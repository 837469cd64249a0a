/* hemicycle/ext/clock.h: the time. Id "hmc.clock/1". Why not the C library's: tests turn this one by hand. */
#ifndef HEMICYCLE_EXT_CLOCK_H
#define HEMICYCLE_EXT_CLOCK_H

#include <hemicycle/call.h>

#define HMC_EXT_CLOCK "hmc.clock/1"

typedef struct hmc_clock_v1 {
  uint32_t struct_size;
  uint32_t reserved;
  /* Nanoseconds since 1970-01-01T00:00:00Z; the same value during one call. [in any call] */
  int64_t (*now)(hmc_call call);
} hmc_clock_v1;

#endif
