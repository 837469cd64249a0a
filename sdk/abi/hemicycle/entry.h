/* hemicycle/entry.h: the one exported symbol, and the manifest that is read without running it. */
#ifndef HEMICYCLE_ENTRY_H
#define HEMICYCLE_ENTRY_H

#include <hemicycle/host.h>
#include <hemicycle/plugin.h>

#define HMC_ABI_MINOR 0u

/* ELF section that holds the plugin's contract (plugin.json, UTF-8, at most 1 MiB, not terminated).
   The host reads it from the file, never from memory: what is refused has run nothing. */
#define HMC_MANIFEST_SECTION ".hmc.manifest"

#ifdef __cplusplus
extern "C" {
#endif

/* Fill `out` (whose struct_size the host has set). [one thread] Not OK = not loaded. Must not throw.
   The major version is in the name: a host that speaks another one does not find it. */
__attribute__((visibility("default"))) hmc_status hmc_plugin_entry_v1(const hmc_host_v1* host, hmc_instance_v1* out);

#ifdef __cplusplus
}
#endif

#endif
