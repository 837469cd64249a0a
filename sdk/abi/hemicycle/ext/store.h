/* hemicycle/ext/store.h: rows in the plugin's own tables. Id "hmc.store/1".
   A plugin owns the tables whose names begin with its own name and '_'; the host refuses any other.
   Statements are prepared once per connection and kept: pass the same text each time, never one built from values. */
#ifndef HEMICYCLE_EXT_STORE_H
#define HEMICYCLE_EXT_STORE_H

#include <hemicycle/call.h>

#define HMC_EXT_STORE "hmc.store/1"

enum { HMC_NULL = 0, HMC_INTEGER = 1, HMC_REAL = 2, HMC_TEXT = 3, HMC_BLOB = 4 };

typedef struct hmc_value {
  uint32_t type;     /* HMC_NULL … HMC_BLOB */
  uint32_t reserved; /* 0 */
  union {
    int64_t integer;
    double real;
    hmc_span bytes; /* HMC_TEXT (UTF-8) and HMC_BLOB */
  } as;
} hmc_value;

/* `name` without its colon: "reference" for :reference. Every parameter of the statement must be given, and no other. */
typedef struct hmc_param {
  hmc_span name;
  hmc_value value;
} hmc_param;

typedef struct hmc_cursor {
  uint64_t token;
} hmc_cursor;

typedef struct hmc_store_v1 {
  uint32_t struct_size;
  uint32_t reserved;
  /* Run an INSERT, UPDATE or DELETE; `changed` (may be NULL) takes the number of rows. [in a command, event or job]
     CONFLICT: a constraint refused it. DENIED: a table that is not yours, or a query. INTERNAL: the text is wrong; see `error`. */
  hmc_status (*exec)(hmc_call call, hmc_span sql, const hmc_param* params, size_t count, int64_t* changed);
  /* Run a SELECT. [in any call] The cursor lives until `close` or the end of the call. */
  hmc_status (*query)(hmc_call call, hmc_span sql, const hmc_param* params, size_t count, hmc_cursor* out);
  /* The next row: `row` points at `columns` values, valid until the next `next` or `close`; NULL after the last. [in the same call] */
  hmc_status (*next)(hmc_call call, hmc_cursor cursor, const hmc_value** row, size_t* columns);
  /* Column names, valid until `close`. [in the same call] */
  hmc_status (*columns)(hmc_call call, hmc_cursor cursor, const hmc_span** names, size_t* count);
  /* Give the statement back. [in the same call] */
  hmc_status (*close)(hmc_call call, hmc_cursor cursor);
  /* Why the last of these functions was not OK, in English, for a log. Valid until the next store function. [in the same call] */
  hmc_span (*error)(hmc_call call);
} hmc_store_v1;

#endif
