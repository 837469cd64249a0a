// The door of the house for HTTP: leads every request into the room that stands at that moment, while rooms are exchanged behind it.
#pragma once

#include <memory>
#include <mutex>

#include "kernel/web/gateway/showroom.hpp"

namespace hemicycle::web::gateway {

/// Any thread. A request stays in the room that it entered, and the room stays until it is answered; whoever comes after furnish() has returned
/// enters the new one.
class FrontDoor final : public http::Handler {
 public:
  FrontDoor(WebSettings settings, std::shared_ptr<const Showroom> room);

  /// The new room; its plugins already answer on the bus. Gives the requests in the old one a moment, so that its memory is freed here and not on
  /// a thread that serves; what takes longer frees it when it is done.
  void furnish(std::shared_ptr<const Showroom> room);
  [[nodiscard]] std::shared_ptr<const Showroom> room() const;

  bool cached(const http::Head& head, http::Ready& out) override;
  void handle(http::Exchange&& exchange) override;
  std::size_t body_limit(const http::Head& head) override;
  http::Response refuse(const http::Refusal& refusal, const http::Head* head) override;

 private:
  const WebSettings settings_;
  mutable std::mutex mutex_;  // guards the pointer: held for one copy. std::atomic<std::shared_ptr> locks as well in GCC 12, and TSan cannot follow it
  std::shared_ptr<const Showroom> room_;
};

}  // namespace hemicycle::web::gateway
