/* hemicycle/plugin.h: the four doors of a plugin.
   Why so few: what every plugin must answer stays small enough to be frozen; the rest is messages. */
#ifndef HEMICYCLE_PLUGIN_H
#define HEMICYCLE_PLUGIN_H

#include <hemicycle/call.h>

typedef struct hmc_instance_v1 {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  /* The plugin's own; the host passes it back untouched. */
  void* self;
  /* Get ready. [one thread; once, before any handle] Not OK = the plugin is not used; destroy follows. */
  hmc_status (*start)(void* self);
  /* Answer one message: reply or fail exactly once through hmc.reply/1, then return the same status.
     [any lane thread; HMC_QUERY: many at once; HMC_COMMAND, HMC_EVENT and HMC_JOB: one at a time] Must not throw. */
  hmc_status (*handle)(void* self, hmc_call call, const hmc_message_v1* message);
  /* No handle will follow; end threads, if any. [one thread; once after a start that was OK] */
  void (*stop)(void* self);
  /* Free `self`. [one thread; last] */
  void (*destroy)(void* self);
} hmc_instance_v1;

#endif
