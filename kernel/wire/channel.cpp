#include "kernel/wire/channel.hpp"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "kernel/wire/memory_body.hpp"

namespace hemicycle::wire {
namespace {

constexpr std::size_t kDatagram = sizeof(Header) + kLargestInline;
// A peer may send more descriptors than the one that a frame can need: these are received, closed and told; the system drops what is above.
constexpr std::size_t kMostDescriptors = 4;
// Beyond this a buffer is given back after use: one large payload must not stay with each channel for ever.
constexpr std::size_t kKeptCapacity = std::size_t{256} << 10;
constexpr timeval kTick{.tv_sec = 0, .tv_usec = 20'000};

/// Descriptors that came with a datagram; closed at the end of the scope.
struct Descriptors {
  std::array<int, kMostDescriptors> all{};
  std::size_t count = 0;

  explicit Descriptors(msghdr& message) {
    for (auto* control = CMSG_FIRSTHDR(&message); control != nullptr; control = CMSG_NXTHDR(&message, control)) {
      if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_RIGHTS) continue;
      const auto received = (control->cmsg_len - CMSG_LEN(0)) / sizeof(int);
      for (std::size_t i = 0; i < received && count < all.size(); ++i)
        std::memcpy(&all[count++], CMSG_DATA(control) + i * sizeof(int), sizeof(int));
    }
  }
  ~Descriptors() {
    for (std::size_t i = 0; i < count; ++i) ::close(all[i]);
  }
  Descriptors(const Descriptors&) = delete;
  Descriptors& operator=(const Descriptors&) = delete;
};

bool passed(Deadline deadline) { return deadline != kNever && std::chrono::steady_clock::now() >= deadline; }

bool peer_gone(int error) { return error == EPIPE || error == ECONNRESET || error == ENOTCONN || error == ESHUTDOWN; }

}  // namespace

Channel::Channel(int descriptor) : descriptor_(descriptor), in_(std::make_unique_for_overwrite<char[]>(kDatagram)) {}

Channel::~Channel() { ::close(descriptor_); }

void Channel::watch_deadlines() {
  ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &kTick, sizeof kTick);
  ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &kTick, sizeof kTick);
}

void Channel::shut() { ::shutdown(descriptor_, SHUT_RDWR); }

Transfer Channel::wrong(std::string why) {
  why_ = std::move(why);
  return Transfer::wrong;
}

Writer Channel::write(Kind kind, std::uint64_t number) {
  const Header header{.kind = static_cast<std::uint16_t>(kind), .flags = 0, .length = 0, .number = number};
  out_.assign(reinterpret_cast<const char*>(&header), sizeof header);
  return Writer(out_);
}

Transfer Channel::send(Deadline deadline) {
  const auto size = out_.size() - sizeof(Header);
  if (size > kLargestBody) return wrong("a body is larger than 64 MiB");
  const auto length = static_cast<std::uint32_t>(size);
  std::memcpy(out_.data() + offsetof(Header, length), &length, sizeof length);
  if (size <= kLargestInline) return transmit(out_, -1, deadline);

  std::memcpy(out_.data() + offsetof(Header, flags), &kInMemory, sizeof kInMemory);
  const std::string_view whole = out_;
  const int memory = seal_body(whole.substr(sizeof(Header)), why_);
  if (memory < 0) return Transfer::wrong;
  const auto sent = transmit(whole.substr(0, sizeof(Header)), memory, deadline);
  ::close(memory);
  if (out_.capacity() > kKeptCapacity) std::string().swap(out_);
  return sent;
}

Transfer Channel::transmit(std::string_view datagram, int memory, Deadline deadline) {
  for (;;) {
    ssize_t sent = 0;
    if (memory < 0) {
      sent = ::send(descriptor_, datagram.data(), datagram.size(), MSG_NOSIGNAL);
    } else {
      iovec part{const_cast<char*>(datagram.data()), datagram.size()};
      alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> space{};
      msghdr message{};
      message.msg_iov = &part;
      message.msg_iovlen = 1;
      message.msg_control = space.data();
      message.msg_controllen = space.size();
      auto* control = CMSG_FIRSTHDR(&message);
      control->cmsg_level = SOL_SOCKET;
      control->cmsg_type = SCM_RIGHTS;
      control->cmsg_len = CMSG_LEN(sizeof(int));
      std::memcpy(CMSG_DATA(control), &memory, sizeof memory);
      sent = ::sendmsg(descriptor_, &message, MSG_NOSIGNAL);
    }
    if (sent >= 0) return Transfer::done;
    if (peer_gone(errno)) return Transfer::closed;
    if (errno == EAGAIN && passed(deadline)) return Transfer::late;
    if (errno != EINTR && errno != EAGAIN) return wrong("a frame could not be sent: " + std::string(std::strerror(errno)));
  }
}

Transfer Channel::receive(Frame& frame, Deadline deadline) {
  large_.reset();
  iovec part{in_.get(), kDatagram};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kMostDescriptors)> space;
  msghdr message{};
  ssize_t received = 0;
  for (;;) {
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = space.data();
    message.msg_controllen = space.size();
    received = ::recvmsg(descriptor_, &message, MSG_CMSG_CLOEXEC);
    if (received >= 0) break;
    if (peer_gone(errno)) return Transfer::closed;
    if (errno == EAGAIN && passed(deadline)) return Transfer::late;
    if (errno != EINTR && errno != EAGAIN) return wrong("a frame could not be received: " + std::string(std::strerror(errno)));
  }
  const Descriptors descriptors(message);
  if (received == 0) return Transfer::closed;
  if ((message.msg_flags & MSG_TRUNC) != 0) return wrong("a datagram is longer than a frame may be");
  if ((message.msg_flags & MSG_CTRUNC) != 0) return wrong("a frame came with more descriptors than one");
  Header header;
  const std::string_view datagram(in_.get(), static_cast<std::size_t>(received));
  if (const auto why = decode(datagram, descriptors.count, header); !why.empty()) return wrong(std::string(why));
  body_ = datagram.substr(sizeof header);
  if (header.flags == kInMemory) {
    if (auto why = open_body(descriptors.all[0], header.length, large_); !why.empty()) return wrong(std::move(why));
    body_ = {large_.get(), header.length};
  }
  frame = {static_cast<Kind>(header.kind), header.number, body_};
  return Transfer::done;
}

Kept Channel::keep() {
  if (large_ != nullptr) return {std::move(large_), body_};
  auto bytes = std::make_unique_for_overwrite<char[]>(body_.size());
  std::memcpy(bytes.get(), body_.data(), body_.size());
  const std::string_view body(bytes.get(), body_.size());
  return {std::move(bytes), body};
}

}  // namespace hemicycle::wire
