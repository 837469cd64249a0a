/* hemicycle/ext/session.h: sign in and out. Id "hmc.session/1".
   Only for commands whose contract says `"session": "begins"` or `"ends"`: who may open a door is declared. */
#ifndef HEMICYCLE_EXT_SESSION_H
#define HEMICYCLE_EXT_SESSION_H

#include <hemicycle/call.h>

#define HMC_EXT_SESSION "hmc.session/1"

typedef struct hmc_session_v1 {
  uint32_t struct_size;
  uint32_t reserved;
  /* When this command commits, whoever sent it is `actor`: a new session replaces the old one. [in a command that begins sessions] */
  hmc_status (*begin)(hmc_call call, hmc_span actor);
  /* When this command commits, the sender's session ends. [in a command that ends sessions] */
  hmc_status (*end)(hmc_call call);
  /* End every session of `actor`. [in a command that begins or ends sessions] */
  hmc_status (*end_all)(hmc_call call, hmc_span actor);
} hmc_session_v1;

#endif
