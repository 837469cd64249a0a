// A worker process that speaks frames of its own: the server's settings name the lie.
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <string>
#include <string_view>

#include "kernel/wire/call_message.hpp"
#include "kernel/wire/channel.hpp"
#include "kernel/wire/inherited.hpp"

namespace {

using namespace hemicycle;
using wire::Kind;

void send_raw(int descriptor, std::string_view bytes, int carried = -1) {
  iovec part{const_cast<char*>(bytes.data()), bytes.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> space{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (carried >= 0) {
    message.msg_control = space.data();
    message.msg_controllen = space.size();
    auto* control = CMSG_FIRSTHDR(&message);
    control->cmsg_level = SOL_SOCKET;
    control->cmsg_type = SCM_RIGHTS;
    control->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(control), &carried, sizeof carried);
  }
  ::sendmsg(descriptor, &message, MSG_NOSIGNAL);
}

std::string datagram(Kind kind, std::uint64_t number, std::string_view body, std::uint32_t length, std::uint16_t flags = 0) {
  const wire::Header header{.kind = static_cast<std::uint16_t>(kind), .flags = flags, .length = length, .number = number};
  return std::string(reinterpret_cast<const char*>(&header), sizeof header) + std::string(body);
}

std::string reply(std::uint64_t number, wire::Fault fault, hmc_status status) {
  std::string body;
  wire::Writer(body).number(fault).number(status).text("{}");
  return datagram(Kind::reply, number, body, static_cast<std::uint32_t>(body.size()));
}

std::string request(Kind kind, std::uint64_t number, std::string_view body) { return datagram(kind, number, body, static_cast<std::uint32_t>(body.size())); }

/// Does one evil on the channel, for the call `number`.
void lie(const std::string& how, int channel, std::uint64_t number) {
  const std::string four("\x01\0\0\0", 4);
  if (how == "cut header") send_raw(channel, "abc");
  if (how == "longer") send_raw(channel, datagram(Kind::reply, number, "12345678", 4));
  if (how == "shorter") send_raw(channel, datagram(Kind::reply, number, "1234", 8));
  if (how == "oversized") send_raw(channel, std::string(100'000, 'x'));
  if (how == "trailing") {
    auto bytes = reply(number, wire::Fault::none, HMC_OK) + "x";
    const auto length = static_cast<std::uint32_t>(bytes.size() - sizeof(wire::Header));
    std::memcpy(bytes.data() + offsetof(wire::Header, length), &length, sizeof length);
    send_raw(channel, bytes);
  }
  if (how == "unknown request") send_raw(channel, request(static_cast<Kind>(99), number, {}));
  if (how == "server's frame") send_raw(channel, request(Kind::answer, number, {}));
  if (how == "cut field") send_raw(channel, request(Kind::exec, number, std::string("\xff\xff\xff\xff", 4)));
  if (how == "many parameters") {
    std::string body;
    wire::Writer(body).text("DELETE FROM trial_note").number(std::uint32_t{4'000'000'000U});
    send_raw(channel, request(Kind::exec, number, body));
  }
  if (how == "closed cursor") send_raw(channel, request(Kind::next, number, four));
  if (how == "another call") send_raw(channel, reply(number + 1, wire::Fault::none, HMC_OK));
  if (how == "unknown status") send_raw(channel, reply(number, wire::Fault::none, 77));
  if (how == "unknown fault") send_raw(channel, reply(number, static_cast<wire::Fault>(77), HMC_OK));
  if (how == "two answers") {
    send_raw(channel, reply(number, wire::Fault::none, HMC_OK));
    send_raw(channel, reply(number, wire::Fault::none, HMC_OK));
  }
  if (how == "request after reply") {
    send_raw(channel, reply(number, wire::Fault::none, HMC_OK));
    send_raw(channel, request(Kind::end_session, number, {}));
  }
  if (how == "closes") ::close(channel);
  if (how == "unsealed" || how == "small memory") {
    const int memory = ::memfd_create("lie", MFD_ALLOW_SEALING);
    const auto size = how == "unsealed" ? std::uint32_t{100'000} : std::uint32_t{10};
    if (::ftruncate(memory, size) == 0) send_raw(channel, datagram(Kind::reply, number, {}, size, wire::kInMemory), memory);
  }
  if (how == "stray descriptor") send_raw(channel, reply(number, wire::Fault::none, HMC_OK), 1);
  if (how == "asks for ever")
    for (;;) send_raw(channel, request(Kind::end_session, number, {}));
}

}  // namespace

int main() {
  wire::Channel control(wire::kControlDescriptor);
  wire::Frame frame;
  if (control.receive(frame) != wire::Transfer::done) return 1;
  wire::Reader hello(frame.body);
  static_cast<void>(hello.number<std::uint32_t>());
  static_cast<void>(hello.number<std::uint8_t>());
  static_cast<void>(hello.number<std::uint64_t>());
  const std::string how(hello.text());
  if (how == "started before loaded") {
    control.write(Kind::started, 0).text("");
    static_cast<void>(control.send());
    for (;;) ::pause();
  }
  control.write(Kind::loaded, 0).text("").number(std::uint32_t{0});
  static_cast<void>(control.send());
  static_cast<void>(control.receive(frame));
  control.write(Kind::started, 0).text("");
  static_cast<void>(control.send());
  wire::Channel channel(wire::kFirstChannel);
  while (channel.receive(frame) == wire::Transfer::done) lie(how, channel.descriptor(), frame.number);
  for (;;) ::pause();
}
