/* A whole plugin in C11 on the bare ABI: one command that keeps a row, one query that counts them.
   The payload is kept as it came: the host checked it against the contract, and this plugin has no need to look inside. */
#include <hemicycle/entry.h>
#include <hemicycle/ext/reply.h>
#include <hemicycle/ext/store.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct hello {
  const hmc_store_v1* store;
  const hmc_reply_v1* reply;
} hello;

static hmc_span text(const char* literal) { return (hmc_span){literal, strlen(literal)}; }

static int same(hmc_span a, const char* b) { return a.size == strlen(b) && memcmp(a.data, b, a.size) == 0; }

static hmc_param text_param(const char* name, hmc_span value) {
  return (hmc_param){.name = text(name), .value = {.type = HMC_TEXT, .as = {.bytes = value}}};
}

static hmc_status fail(const hello* self, hmc_call call, hmc_status status, const char* problem) {
  self->reply->fail(call, status, text(problem));
  return status;
}

static hmc_status greet(const hello* self, hmc_call call, const hmc_message_v1* message) {
  const hmc_param params[] = {
      text_param("message", message->id),
      text_param("payload", message->payload),
      {.name = text("written"), .value = {.type = HMC_INTEGER, .as = {.integer = message->time_ns}}},
  };
  const hmc_status status = self->store->exec(
      call, text("INSERT INTO hello_c_greeting (message, payload, written_ns) VALUES (:message, :payload, :written)"), params, 3, NULL);
  if (status != HMC_OK) return fail(self, call, status, "{\"code\":\"not_kept\"}");
  return self->reply->ok(call, text("{}"));
}

static hmc_status count(const hello* self, hmc_call call) {
  hmc_cursor cursor;
  const hmc_value* row = NULL;
  size_t columns = 0;
  hmc_status status = self->store->query(call, text("SELECT COUNT(*) FROM hello_c_greeting"), NULL, 0, &cursor);
  if (status != HMC_OK) return fail(self, call, status, "{\"code\":\"not_counted\"}");
  status = self->store->next(call, cursor, &row, &columns);
  const int64_t greetings = status == HMC_OK && row != NULL && columns == 1 ? row[0].as.integer : 0;
  self->store->close(call, cursor);
  if (status != HMC_OK) return fail(self, call, status, "{\"code\":\"not_counted\"}");

  char reply[64];
  const int size = snprintf(reply, sizeof reply, "{\"greetings\":%" PRId64 "}", greetings);
  return self->reply->ok(call, (hmc_span){reply, (size_t)size});
}

static hmc_status start(void* self) {
  (void)self;
  return HMC_OK;
}

static hmc_status handle(void* self, hmc_call call, const hmc_message_v1* message) {
  if (message->kind == HMC_COMMAND && same(message->type, "hello_c.greet")) return greet(self, call, message);
  if (message->kind == HMC_QUERY && same(message->type, "hello_c.count")) return count(self, call);
  return fail(self, call, HMC_NOT_FOUND, "{\"code\":\"no_such_message\"}");
}

static void stop(void* self) { (void)self; }

static void destroy(void* self) { free(self); }

hmc_status hmc_plugin_entry_v1(const hmc_host_v1* host, hmc_instance_v1* out) {
  const hmc_store_v1* store = host->extension(host, text(HMC_EXT_STORE));
  const hmc_reply_v1* reply = host->extension(host, text(HMC_EXT_REPLY));
  if (out->struct_size < sizeof *out || store == NULL || reply == NULL) return HMC_UNAVAILABLE;
  if (store->struct_size < sizeof *store || reply->struct_size < sizeof *reply) return HMC_UNAVAILABLE;

  hello* self = malloc(sizeof *self);
  if (self == NULL) return HMC_UNAVAILABLE;
  *self = (hello){store, reply};
  out->self = self;
  out->start = start;
  out->handle = handle;
  out->stop = stop;
  out->destroy = destroy;
  return HMC_OK;
}
