// For machines that watch: /livez, /readyz, /metrics.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "kernel/core/bus.hpp"
#include "kernel/web/http/response.hpp"
#include "kernel/web/http/server.hpp"

namespace hemicycle::web::gateway {

struct PluginHealth {
  std::string name, state, reason;
  int restarts = 0;
  std::uint64_t statements = 0, memory_bytes = 0;  ///< memory: 0 = not known, it shares the server's
};

/// What waits in the outbox.
struct MailHealth {
  bool server = false;  ///< one is configured
  std::int64_t queued = 0, failed = 0;
};

struct Health {
  const core::Bus& bus;
  std::function<std::vector<PluginHealth>()> plugins;
  std::function<http::Statistics()> http;
  std::function<bool()> store_trusted;
  std::function<MailHealth()> mail{};
};

[[nodiscard]] http::Response livez();
/// 200 while the store is trusted; "degraded" when a plugin does not run. 503 otherwise.
[[nodiscard]] http::Response readyz(const Health& health);
/// Prometheus text.
[[nodiscard]] http::Response metrics(const Health& health, std::size_t live_readers);

}  // namespace hemicycle::web::gateway
