/* hemicycle/ext/mail.h: letters to people. Id "hmc.mail/1".
   Only for plugins whose contract says `"mail": true`. A letter is written with the call and sent after its commit, by the host: a plugin never
   waits for a server, and what was rolled back is never sent. Each letter has one recipient, so that each has a proof of its own. */
#ifndef HEMICYCLE_EXT_MAIL_H
#define HEMICYCLE_EXT_MAIL_H

#include <hemicycle/call.h>

#define HMC_EXT_MAIL "hmc.mail/1"

typedef struct hmc_letter_v1 {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  hmc_span to;       /* an e-mail address, or an actor's id: the host then finds the address when it sends */
  hmc_span subject;  /* one line */
  hmc_span text;     /* plain text; lines of any length, ended by \n; {site} stands for the public address of the site */
  hmc_span calendar; /* empty, or one event as JSON: {"uid", "start", "end", "all_day", "title", "summary", "place", "path", "sequence", "cancelled"} */
} hmc_letter_v1;

typedef struct hmc_mail_v1 {
  uint32_t struct_size;
  uint32_t reserved;
  /* Write a letter; `id` names it from then on. [in a command, event or job] INVALID when a field is not as above.
     `id` is valid until this call returns. */
  hmc_status (*write)(hmc_call call, const hmc_letter_v1* letter, hmc_span* id);
  /* What became of a letter of this plugin: {"state": "queued" | "sent" | "failed", "at": "2026-04-08T14:00:00Z", "attempts": 1, "words": what
     the server last said}. [in any call] `json` is valid until this call returns. NOT_FOUND when it wrote none of that id. */
  hmc_status (*state)(hmc_call call, hmc_span id, hmc_span* json);
} hmc_mail_v1;

#endif
