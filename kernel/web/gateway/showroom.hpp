// Everything that is shown, made over one set of plugins: texts, views, assets, addresses, kept pages, and the gateway that answers with them.
// Never changed once made: what the server shows changes when another room takes its place (front_door.hpp).
//
//   const auto room = std::make_shared<const Showroom>(grounds, exhibits);
//   door.furnish(std::make_shared<const Showroom>(grounds, other_exhibits, room.get()));   // Unfit: the old room goes on
#pragma once

#include <memory>
#include <vector>

#include "kernel/web/gateway/gateway.hpp"

namespace hemicycle::web::gateway {

/// Any thread. The grounds outlive it. The bus must already answer for the exhibits: a page that is made in the meantime is kept for a minute.
class Showroom final {
 public:
  /// Reads `fittings` from the exhibits' folders when none are given; throws Unfit, naming the plugin whose texts, views or assets are wrong.
  /// `former`: the room that this one follows; used here alone.
  Showroom(const Grounds& grounds, const std::vector<Exhibit>& exhibits, const Showroom* former = nullptr,
           std::shared_ptr<const Fittings> fittings = nullptr);
  Showroom(const Showroom&) = delete;
  Showroom& operator=(const Showroom&) = delete;

  [[nodiscard]] const Gateway& gateway() const { return gateway_; }
  [[nodiscard]] const Fittings& fittings() const { return *fittings_; }
  [[nodiscard]] const Contracts& contracts() const { return contracts_; }

 private:
  std::shared_ptr<const Fittings> fittings_;
  Contracts contracts_;
  Router router_, closed_ways_;
  http::PageCache cache_;  ///< this room's own: a page made in another room never lands in it
  Premises premises_;
  Gateway gateway_;
};

}  // namespace hemicycle::web::gateway
