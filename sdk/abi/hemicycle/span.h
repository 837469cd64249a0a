/* hemicycle/span.h: borrowed bytes.
   Why a pair and not a C string: payloads are JSON that may hold any byte, and a length that travels with the pointer cannot be forgotten. */
#ifndef HEMICYCLE_SPAN_H
#define HEMICYCLE_SPAN_H

#include <stddef.h>
#include <stdint.h>

/* `size` bytes at `data`; not terminated. `data` may be NULL when `size` is 0. Text is UTF-8.
   A span received from the other side is valid until the call in progress returns, unless its header says less. */
typedef struct hmc_span {
  const char* data;
  size_t size;
} hmc_span;

#endif
