// One loaded plugin made into an instance, in whichever way the test asked for.
#pragma once

#include <hemicycle/testing/kernel.hpp>
#include <memory>

#include "kernel/core/instance.hpp"
#include "kernel/host/abi_call.hpp"

namespace hemicycle::testing {

/// What the options say; else the stricter of HEMICYCLE_TEST_ISOLATION and of what the contract demands.
[[nodiscard]] Isolation isolation_of(const Options& options, contract::Isolation least);

/// Loads; does not start. Throws std::exception with what the loader said.
[[nodiscard]] std::shared_ptr<core::Instance> make_instance(Isolation isolation, const std::filesystem::path& library,
                                                            std::unique_ptr<host::PluginHost> host);

}  // namespace hemicycle::testing
