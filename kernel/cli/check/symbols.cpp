#include <algorithm>

#include "kernel/cli/check/promises.hpp"

namespace hemicycle::check {

namespace {
constexpr std::string_view kEntry = "hmc_plugin_entry_v1";
}

Findings symbols(const LibraryFacts& facts) {
  Findings out;
  if (!facts.sanitized) {
    for (const auto& name : facts.exports)
      if (name != kEntry) out.push_back("exports " + name + "; link with a version script that shows " + std::string(kEntry) + " alone, as hemicycle_add_plugin() does");
    for (const auto& name : facts.unique) out.push_back(name + " is STB_GNU_UNIQUE and pins the library in memory: compile with -fno-gnu-unique");
  }
  if (std::find(facts.exports.begin(), facts.exports.end(), kEntry) == facts.exports.end())
    out.push_back("does not export " + std::string(kEntry) + ": write HEMICYCLE_PLUGIN(YourClass) in one source file, at global scope");
  if (!facts.binds_now) out.push_back("binds lazily, so that a missing function is noticed in the middle of a call: link with -Wl,-z,now");
  if (facts.never_unloaded) out.push_back("is marked to stay in memory for ever: link without -Wl,-z,nodelete");
  if (facts.writable_manifest) out.push_back("its manifest lies in a section that can be written: declare it const, as contractc --embed does");
  for (const auto& soname : facts.needed)
    if (soname.starts_with("libboost") || soname.starts_with("libsoci"))
      out.push_back("needs " + soname + ": Boost and SOCI belong to the kernel, whose version changes; link it statically or do without");
  return out;
}

}  // namespace hemicycle::check
