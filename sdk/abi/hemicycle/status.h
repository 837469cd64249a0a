/* hemicycle/status.h: the closed set of outcomes.
   Why closed: each name says what the caller should do next, so a caller can be complete. New detail goes into the problem text. */
#ifndef HEMICYCLE_STATUS_H
#define HEMICYCLE_STATUS_H

#include <stdint.h>

typedef int32_t hmc_status;

enum {
  HMC_OK = 0,
  HMC_INVALID = 1,     /* change the request: field errors say where */
  HMC_DENIED = 2,      /* sign in, or ask for the permission */
  HMC_NOT_FOUND = 3,   /* look elsewhere */
  HMC_CONFLICT = 4,    /* read the present state, decide again */
  HMC_OVERLOADED = 5,  /* wait, then try again */
  HMC_UNAVAILABLE = 6, /* a part is down; try again later */
  HMC_DEADLINE = 7,    /* the time budget is used up */
  HMC_INTERNAL = 8     /* a bug: report it with the correlation id */
};

#endif
