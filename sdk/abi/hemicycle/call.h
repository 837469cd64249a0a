/* hemicycle/call.h: what travels, and the handle of one call.
   Why a token and not a pointer: a call that has returned leaves a stale token, which the host refuses; a stale pointer is a crash. */
#ifndef HEMICYCLE_CALL_H
#define HEMICYCLE_CALL_H

#include <hemicycle/span.h>
#include <hemicycle/status.h>

/* Names one call in progress. Usable only on the thread that runs the call, and only until `handle` returns. */
typedef struct hmc_call {
  uint64_t token;
} hmc_call;

enum { HMC_QUERY = 1, HMC_COMMAND = 2, HMC_EVENT = 3, HMC_JOB = 4 };

/* The envelope; it maps one-to-one to CloudEvents 1.0. All but `payload` is filled by the host: a plugin cannot forge it. */
typedef struct hmc_message_v1 {
  uint32_t struct_size;
  uint32_t kind;         /* HMC_QUERY … HMC_JOB */
  uint32_t major;        /* of the contract, 1 for "x.y@1" */
  uint32_t reserved;     /* 0 */
  hmc_span id;           /* UUIDv7, 36 characters */
  hmc_span type;         /* "<plugin>.<verb>", without the major */
  hmc_span subject;      /* "club:2026-03"; may be empty */
  hmc_span actor;        /* who asks; empty for an anonymous visitor, "system" for jobs and reactions */
  hmc_span tenant;
  hmc_span correlation;  /* id of the message that began the chain */
  hmc_span causation;    /* id of the message that caused this one */
  hmc_span traceparent;  /* W3C Trace Context, version 00 */
  hmc_span content_type; /* "application/json" */
  int64_t time_ns;       /* since 1970-01-01T00:00:00Z */
  uint64_t budget_ns;    /* a duration from now; 0 = used up */
  hmc_span payload;      /* valid against the contract's schema */
  hmc_span prepared;     /* reply of the command's `prepare` query; empty without one */
} hmc_message_v1;

#endif
