/* hemicycle/ext/policy.h: who may. Id "hmc.policy/1".
   A contract's own permission is checked before `handle`; this is for what depends on the object. */
#ifndef HEMICYCLE_EXT_POLICY_H
#define HEMICYCLE_EXT_POLICY_H

#include <hemicycle/call.h>

#define HMC_EXT_POLICY "hmc.policy/1"

typedef struct hmc_policy_v1 {
  uint32_t struct_size;
  uint32_t reserved;
  /* Whether this call's actor holds `permission`, everywhere or in `scope` ("group:12"; may be empty). [in any call] */
  hmc_status (*allowed)(hmc_call call, hmc_span permission, hmc_span scope, int32_t* yes);
  /* Give `role` to `actor`, everywhere or in `scope`. [in a command, event or job] DENIED unless the contract's `grants` names the role.
     Giving twice is OK. */
  hmc_status (*grant)(hmc_call call, hmc_span actor, hmc_span role, hmc_span scope);
  /* Take it back. [in a command, event or job] */
  hmc_status (*revoke)(hmc_call call, hmc_span actor, hmc_span role, hmc_span scope);
} hmc_policy_v1;

#endif
