/* A plugin that answers each message with its own payload: what is measured is the way, not the work. */
#include <hemicycle/entry.h>
#include <hemicycle/ext/reply.h>

static const hmc_reply_v1* reply;

static hmc_status start(void* self) {
  (void)self;
  return HMC_OK;
}

static hmc_status handle(void* self, hmc_call call, const hmc_message_v1* message) {
  (void)self;
  return reply->ok(call, message->payload);
}

static void nothing(void* self) { (void)self; }

hmc_status hmc_plugin_entry_v1(const hmc_host_v1* host, hmc_instance_v1* out) {
  reply = host->extension(host, (hmc_span){HMC_EXT_REPLY, sizeof HMC_EXT_REPLY - 1});
  out->start = start;
  out->handle = handle;
  out->stop = nothing;
  out->destroy = nothing;
  return reply == NULL ? HMC_UNAVAILABLE : HMC_OK;
}
