// One library for each way to misbehave while it is loaded; FAULT says which. Its contract is put in by the test (objcopy), so that the
// same library serves for all the faults of contracts too.
#include <hemicycle/entry.h>
#include <hemicycle/ext/reply.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#define FAULT_NONE 0
#define FAULT_ENTRY_V2 1
#define FAULT_ENTRY_REFUSES 2
#define FAULT_START_REFUSES 3
#define FAULT_UNDEFINED_SYMBOL 4
#define FAULT_CRASH_IN_ENTRY 5
#define FAULT_CRASH_IN_START 6
#define FAULT_EXIT_WHILE_LOADING 7
#define FAULT_LOOP_WHILE_LOADING 8
#define FAULT_THROW_IN_ENTRY 9
#define FAULT_THROW_IN_START 10
#define FAULT_HOLLOW 11
#define FAULT_ABORT_IN_ENTRY 12
#define FAULT_CRASH_IN_CONSTRUCTOR 13

namespace {

const hmc_reply_v1* reply = nullptr;

hmc_span text(const char* literal) { return {literal, std::strlen(literal)}; }

/// A real fault, which nothing can ignore: a signal that it sends to itself does not end a process that is the first of its namespace.
[[maybe_unused]] void fault() {
  volatile std::uintptr_t nowhere = 8;
  *reinterpret_cast<volatile int*>(nowhere) = 1;
}

hmc_status start(void*) {
#if FAULT == FAULT_CRASH_IN_START
  fault();
#elif FAULT == FAULT_THROW_IN_START
  throw std::runtime_error("start");
#elif FAULT == FAULT_START_REFUSES
  return HMC_DENIED;
#endif
  return HMC_OK;
}

hmc_status handle(void*, hmc_call call, const hmc_message_v1*) { return reply->ok(call, text("{}")); }
void stop(void*) {}
void destroy(void*) {}

#if FAULT == FAULT_EXIT_WHILE_LOADING
// Exit code 0: "it ended well" must not pass for "it loaded well".
__attribute__((constructor)) void leave() { std::_Exit(0); }
#elif FAULT == FAULT_CRASH_IN_CONSTRUCTOR
__attribute__((constructor)) void fall() { fault(); }
#elif FAULT == FAULT_LOOP_WHILE_LOADING
__attribute__((constructor)) void stay() {
  for (volatile bool for_ever = true; for_ever;) continue;
}
#endif

hmc_status enter(const hmc_host_v1* host, hmc_instance_v1* out) {
#if FAULT == FAULT_CRASH_IN_ENTRY
  fault();
#elif FAULT == FAULT_ABORT_IN_ENTRY
  std::abort();
#elif FAULT == FAULT_THROW_IN_ENTRY
  throw 42;
#elif FAULT == FAULT_ENTRY_REFUSES
  return HMC_UNAVAILABLE;
#endif
  reply = static_cast<const hmc_reply_v1*>(host->extension(host, text(HMC_EXT_REPLY)));
  out->start = start;
#if FAULT != FAULT_HOLLOW
  out->handle = handle;
#endif
  out->stop = stop;
  out->destroy = destroy;
  return HMC_OK;
}

}  // namespace

#if FAULT == FAULT_UNDEFINED_SYMBOL
extern "C" void hemicycle_that_nobody_has();
extern "C" __attribute__((visibility("default"))) void call_it() { hemicycle_that_nobody_has(); }
#endif

#if FAULT == FAULT_ENTRY_V2
extern "C" __attribute__((visibility("default"))) hmc_status hmc_plugin_entry_v2(const hmc_host_v1* host, hmc_instance_v1* out) {
  return enter(host, out);
}
#else
hmc_status hmc_plugin_entry_v1(const hmc_host_v1* host, hmc_instance_v1* out) { return enter(host, out); }
#endif
