// Where things lie: what came with the program, and what the configuration says of the house's plugins.
#pragma once

#include <filesystem>
#include <optional>

#include "kernel/config/settings.hpp"
#include "kernel/host/house.hpp"
#include "kernel/steward/ledger.hpp"
#include "kernel/web/press/print_process.hpp"

namespace hemicycle::cli {

/// Folders that come with the program: found beside it.
struct Premises {
  std::filesystem::path plugins, share, roles, worker, printer;
  [[nodiscard]] static Premises beside_program();
};

/// Reads the roles (policy.roles, else those of the premises) and provides the vocabularies that are made of them; who can hold one is known later.
/// Throws config::Refused.
[[nodiscard]] std::vector<core::Role> provide_roles(config::Settings& settings, const Premises& premises);
/// Once the contracts are read: the roles that somebody can hold.
void provide_held_roles(config::Settings& settings, const std::vector<core::Role>& roles, const std::vector<std::shared_ptr<const contract::Plugin>>& contracts);

/// What prints, and what runs it.
[[nodiscard]] web::press::Programs printing_programs(const config::Settings& settings);

[[nodiscard]] host::HouseOptions house_options(const config::Settings& settings, const Premises& premises, const steward::Ledger& ledger);

/// plugins.isolation_of, else plugins.isolation or plugins.isolation_third_party; `of_key`, when a key vouches for it, may be looser than these two;
/// a process of its own at least for what crashed the server.
[[nodiscard]] contract::Isolation isolation_of(const config::Settings& settings, const steward::Ledger& ledger, std::optional<contract::Isolation> of_key,
                                               const host::Resident& resident);

}  // namespace hemicycle::cli
