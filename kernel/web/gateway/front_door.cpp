#include "kernel/web/gateway/front_door.hpp"

#include <chrono>
#include <thread>
#include <utility>

namespace hemicycle::web::gateway {
namespace {

constexpr std::chrono::milliseconds kMoment{100}, kStep{1};

}  // namespace

FrontDoor::FrontDoor(WebSettings settings, std::shared_ptr<const Showroom> room) : settings_(std::move(settings)), room_(std::move(room)) {}

std::shared_ptr<const Showroom> FrontDoor::room() const {
  const std::lock_guard lock(mutex_);
  return room_;
}

void FrontDoor::furnish(std::shared_ptr<const Showroom> room) {
  {
    const std::lock_guard lock(mutex_);
    room_.swap(room);
  }
  // `room` is the old one now, and nobody can enter it any more: its count only falls.
  for (auto waited = kStep; room.use_count() > 1 && waited < kMoment; waited += kStep) std::this_thread::sleep_for(kStep);
}

bool FrontDoor::cached(const http::Head& head, http::Ready& out) { return room()->gateway().cached(head, out); }

void FrontDoor::handle(http::Exchange&& exchange) {
  const auto here = room();
  here->gateway().handle(std::move(exchange), here);
}

std::size_t FrontDoor::body_limit(const http::Head& head) { return Gateway::body_limit(head, settings_); }

http::Response FrontDoor::refuse(const http::Refusal& refusal, const http::Head* head) { return room()->gateway().refuse(refusal, head); }

}  // namespace hemicycle::web::gateway
