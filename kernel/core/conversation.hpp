// Several questions of one asker in one snapshot: what a page is made from.
#pragma once

#include <chrono>
#include <string_view>

#include "kernel/core/routes.hpp"
#include "kernel/core/runner.hpp"

namespace hemicycle::core {

/// Lives while the snapshot that `db` has open; on one thread.
class Conversation final : public Asker {
 public:
  Conversation(const Bus::Parts& parts, const Routes& routes, Runner& runner, Connection& db, Request request);

  [[nodiscard]] Outcome ask(std::string_view query, std::string_view payload) override;
  [[nodiscard]] std::map<std::string, std::string> names(const std::set<std::string>& actors) override;
  [[nodiscard]] Connection& db() override { return db_; }

 private:
  [[nodiscard]] Outcome run(const Route& route, std::string_view actor, std::string_view payload);

  const Bus::Parts& parts_;
  const Routes& routes_;
  Runner& runner_;
  Connection& db_;
  Request request_;
  std::int64_t now_ns_;
  std::chrono::steady_clock::time_point deadline_;
};

}  // namespace hemicycle::core
