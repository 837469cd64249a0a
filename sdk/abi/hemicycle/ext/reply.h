/* hemicycle/ext/reply.h: answer the call. Id "hmc.reply/1". */
#ifndef HEMICYCLE_EXT_REPLY_H
#define HEMICYCLE_EXT_REPLY_H

#include <hemicycle/call.h>

#define HMC_EXT_REPLY "hmc.reply/1"

typedef struct hmc_reply_v1 {
  uint32_t struct_size;
  uint32_t reserved;
  /* The call succeeded; `payload` is JSON as the contract's output says, copied before this returns. [in a call; once] */
  hmc_status (*ok)(hmc_call call, hmc_span payload);
  /* The call failed with `status`; nothing that it wrote or emitted is kept. [in a call; once]
     `problem` is JSON: {"code": "too_late", "fields": [{"field": "title", "code": "taken"}]}. A code names a text "error.<code>"
     of the plugin's catalogue; people read that text, never the code. */
  hmc_status (*fail)(hmc_call call, hmc_status status, hmc_span problem);
} hmc_reply_v1;

#endif
