// A contract, as a stranger's library may carry it: read, or refused with a line and a reason.
#include <cstdint>

#include "sdk/contract/model.hpp"
#include "tests/fuzz/must_hold.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hemicycle;
  try {
    const auto plugin = contract::read({reinterpret_cast<const char*>(data), size}, "plugin.json");
    fuzz::must_hold(!plugin.name.empty());
    for (const auto& operation : plugin.operations)
      fuzz::must_hold(operation.name == plugin.name + "." + operation.verb && (!operation.permission.name.empty()));
    static_cast<void>(contract::conflicts({plugin, plugin}));
  } catch (const contract::Refused& refused) {
    fuzz::must_hold(refused.line() >= 1);
  }
  return 0;
}
