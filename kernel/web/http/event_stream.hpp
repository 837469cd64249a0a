#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

#include "kernel/web/http/response.hpp"

namespace hemicycle::web::http {

class Connection;
struct Loop;

/// An answer that stays open and is written to as things happen (text/event-stream). The connection owns it and lets it go when it ends: whoever
/// tells holds a weak pointer, and knows by it that the reader has left. Any thread.
class EventStream final {
 public:
  /// `place` is given back when the connection has ended: what bounds the number of readers.
  explicit EventStream(std::shared_ptr<void> place = nullptr) : place_(std::move(place)) {}
  EventStream(const EventStream&) = delete;
  EventStream& operator=(const EventStream&) = delete;

  /// One or several whole events, each ended by an empty line. A reader that is kMostWaiting behind is dropped.
  void tell(SharedBytes bytes);
  /// After what was told before.
  void end();

 private:
  friend class Connection;
  static constexpr std::size_t kMostWaiting = 16;
  struct Told {
    std::vector<SharedBytes> bytes;
    bool ended = false;
  };
  /// From here on the connection is woken when there is something to write. [on the loop's thread]
  void carried_by(std::weak_ptr<Loop> loop, std::weak_ptr<Connection> connection);
  [[nodiscard]] Told take();
  void wake();  // with the lock held

  std::mutex mutex_;
  Told told_;
  bool woken_ = false;
  std::weak_ptr<Loop> loop_;
  std::weak_ptr<Connection> connection_;
  std::shared_ptr<void> place_;
};

/// The answer: `head` without Content-Length, then what the stream tells until it ends. The connection ends with it.
struct Streaming {
  Response head;
  std::shared_ptr<EventStream> stream;
};

/// What a handler may answer with: made for the occasion, ready-made, or kept open.
using Answer = std::variant<Response, Ready, Streaming>;

}  // namespace hemicycle::web::http
