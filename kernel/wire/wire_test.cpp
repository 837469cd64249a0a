// What a receiver accepts, and the sentence for each thing that it refuses.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "kernel/wire/call_message.hpp"
#include "kernel/wire/channel.hpp"
#include "kernel/wire/values.hpp"

using namespace hemicycle;
using namespace std::chrono_literals;
using wire::Kind;
using wire::Transfer;

namespace {

std::array<int, 2> sockets() {
  std::array<int, 2> ends{};
  REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) == 0);
  return ends;
}

struct Pair {
  std::array<int, 2> ends = sockets();
  wire::Channel near{ends[0]}, far{ends[1]};
};

std::string header(std::uint32_t length, std::uint16_t flags = 0) {
  const wire::Header made{.kind = 16, .flags = flags, .length = length, .number = 7};
  return {reinterpret_cast<const char*>(&made), sizeof made};
}

/// Sends bytes as they are, with descriptors.
void send_raw(int socket, std::string bytes, const std::vector<int>& descriptors = {}) {
  iovec part{bytes.data(), bytes.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * 8)> space{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (!descriptors.empty()) {
    message.msg_control = space.data();
    message.msg_controllen = CMSG_SPACE(sizeof(int) * descriptors.size());
    auto* control = CMSG_FIRSTHDR(&message);
    control->cmsg_level = SOL_SOCKET;
    control->cmsg_type = SCM_RIGHTS;
    control->cmsg_len = CMSG_LEN(sizeof(int) * descriptors.size());
    std::memcpy(CMSG_DATA(control), descriptors.data(), sizeof(int) * descriptors.size());
  }
  REQUIRE(::sendmsg(socket, &message, 0) >= 0);
}

/// What a receiver says of these bytes; empty when it takes them.
std::string refusal(const std::string& bytes, const std::vector<int>& descriptors = {}) {
  Pair pair;
  send_raw(pair.near.descriptor(), bytes, descriptors);
  wire::Frame frame;
  const auto received = pair.far.receive(frame);
  CHECK(received == (pair.far.why().empty() ? Transfer::done : Transfer::wrong));
  return pair.far.why();
}

int memory(std::size_t size, int seals) {
  const int descriptor = ::memfd_create("test", MFD_ALLOW_SEALING | MFD_CLOEXEC);
  REQUIRE(::ftruncate(descriptor, static_cast<off_t>(size)) == 0);
  REQUIRE(::fcntl(descriptor, F_ADD_SEALS, seals) == 0);
  return descriptor;
}

std::size_t open_descriptors() {
  std::size_t count = 0;
  for (int descriptor = 0; descriptor < 256; ++descriptor)
    if (::fcntl(descriptor, F_GETFD) >= 0) ++count;
  return count;
}

constexpr int kAllSeals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW;

}  // namespace

TEST_CASE("a frame arrives as it was sent, small, at the limit and beyond it") {
  Pair pair;
  const auto size = GENERATE(0U, 1U, 1000U, 65531U, 65532U, 65533U, 1U << 20U);
  const std::string text(size, 'x');
  pair.near.write(Kind::call, 7).text(text);
  REQUIRE(pair.near.send() == Transfer::done);
  wire::Frame frame;
  REQUIRE(pair.far.receive(frame) == Transfer::done);
  CHECK(frame.kind == Kind::call);
  CHECK(frame.number == 7);
  wire::Reader in(frame.body);
  CHECK((in.text() == text));
  CHECK(in.wrong().empty());
}

TEST_CASE("what is kept outlives the next frame") {
  Pair pair;
  const auto size = GENERATE(10U, 100'000U);
  pair.near.write(Kind::call, 1).text(std::string(size, 'a'));
  REQUIRE(pair.near.send() == Transfer::done);
  pair.near.write(Kind::call, 2).text(std::string(size, 'b'));
  REQUIRE(pair.near.send() == Transfer::done);
  wire::Frame frame;
  REQUIRE(pair.far.receive(frame) == Transfer::done);
  const auto kept = pair.far.keep();
  REQUIRE(pair.far.receive(frame) == Transfer::done);
  CHECK((wire::Reader(kept.body).text() == std::string(size, 'a')));
  CHECK((wire::Reader(frame.body).text() == std::string(size, 'b')));
}

TEST_CASE("a body beyond 64 MiB is not sent, and the channel goes on") {
  Pair pair;
  pair.near.write(Kind::reply, 1).text(std::string(wire::kLargestBody, 'x'));
  CHECK(pair.near.send() == Transfer::wrong);
  CHECK(pair.near.why() == "a body is larger than 64 MiB");
  pair.near.write(Kind::reply, 1).text("small");
  CHECK(pair.near.send() == Transfer::done);
}

TEST_CASE("each malformed frame has its sentence") {
  CHECK(refusal(header(4) + "1234").empty());
  CHECK(refusal("abc") == "a frame was cut inside its header");
  CHECK(refusal(header(8) + "1234") == "a frame is shorter than it says");
  CHECK(refusal(header(4) + "12345678") == "a frame is longer than it says");
  CHECK(refusal(header(70'000) + "1234") == "a frame says that it is longer than a datagram may be");
  CHECK(refusal(header(70'000) + std::string(70'000, 'x')) == "a datagram is longer than a frame may be");
  CHECK(refusal(header(4, 2) + "1234") == "a frame has flags that nobody knows");
  CHECK(refusal(header(70'000, wire::kInMemory)) == "a frame whose body is in memory came without exactly one descriptor");
}

TEST_CASE("each malformed body in memory has its sentence") {
  const int good = memory(70'000, kAllSeals), unsealed = memory(70'000, 0), growing = memory(70'000, F_SEAL_WRITE | F_SEAL_SHRINK);
  CHECK(refusal(header(70'000, wire::kInMemory), {good}).empty());
  CHECK(refusal(header(70'000, wire::kInMemory), {good, good}) == "a frame whose body is in memory came without exactly one descriptor");
  CHECK(refusal(header(70'000, wire::kInMemory), {good, good, good, good, good, good}) == "a frame came with more descriptors than one");
  CHECK(refusal(header(70'000, wire::kInMemory) + "x", {good}) == "a frame has its body in two places");
  CHECK(refusal(header(70'000, wire::kInMemory), {unsealed}) == "a memfd is not sealed against writing and resizing");
  CHECK(refusal(header(70'000, wire::kInMemory), {growing}) == "a memfd is not sealed against writing and resizing");
  CHECK(refusal(header(70'001, wire::kInMemory), {good}) == "a memfd has another size than its frame says");
  CHECK(refusal(header(70'000, wire::kInMemory), {STDERR_FILENO}) == "a descriptor is no memfd");
  CHECK(refusal(header(10, wire::kInMemory), {good}) == "a frame has a small body in memory");
  CHECK(refusal(header((64U << 20U) + 1, wire::kInMemory), {good}) == "a frame is larger than 64 MiB");
  CHECK(refusal(header(4) + "1234", {good}) == "a frame came with a descriptor that it does not need");
  for (const int descriptor : {good, unsealed, growing}) ::close(descriptor);
}

TEST_CASE("no descriptor that came with a frame stays open, taken or refused") {
  const int good = memory(70'000, kAllSeals);
  const auto before = open_descriptors();
  for (const auto& with : {std::vector<int>{good}, {good, good}, {good, good, good, good, good, good}}) static_cast<void>(refusal(header(70'000, wire::kInMemory), with));
  CHECK(open_descriptors() == before);
  ::close(good);
}

TEST_CASE("a receiver gives up at its deadline, and sees an end at once") {
  Pair pair;
  pair.far.watch_deadlines();
  wire::Frame frame;
  const auto begun = std::chrono::steady_clock::now();
  CHECK(pair.far.receive(frame, begun + 50ms) == Transfer::late);
  CHECK(std::chrono::steady_clock::now() - begun >= 50ms);
  std::thread closer([&] { pair.near.shut(); });
  CHECK(pair.far.receive(frame) == Transfer::closed);
  closer.join();
  static_cast<void>(pair.far.write(Kind::reply, 1));
  CHECK(pair.far.send() == Transfer::closed);
}

TEST_CASE("a sender whose peer does not read gives up at its deadline") {
  Pair pair;
  pair.near.watch_deadlines();
  const auto deadline = std::chrono::steady_clock::now() + 100ms;
  auto sent = Transfer::done;
  while (sent == Transfer::done) {
    pair.near.write(Kind::answer, 1).text(std::string(60'000, 'x'));
    sent = pair.near.send(deadline);
  }
  CHECK(sent == Transfer::late);
}

TEST_CASE("fields read back as they were written, and never past the end") {
  std::string body;
  wire::Writer(body).number(std::int64_t{-5}).number(2.5).text("é").text("");
  wire::Reader in(body);
  CHECK(in.number<std::int64_t>() == -5);
  CHECK(in.number<double>() == 2.5);
  CHECK(in.text() == "é");
  CHECK(in.text().empty());
  CHECK(in.wrong().empty());
  for (std::size_t size = 0; size < body.size(); ++size) {
    wire::Reader cut(std::string_view(body).substr(0, size));
    static_cast<void>(cut.number<std::int64_t>());
    static_cast<void>(cut.number<double>());
    static_cast<void>(cut.text());
    static_cast<void>(cut.text());
    CHECK(cut.wrong() == "a field of a frame is cut");
  }
  CHECK(wire::Reader("x").wrong() == "bytes follow the last field of a frame");
}

TEST_CASE("parameters of every type pass, and a type that does not exist is refused") {
  std::vector<hmc_param> params(5);
  const std::array<std::string_view, 5> names{"nothing", "number", "real", "text", "bytes"};
  for (std::uint32_t type = HMC_NULL; type <= HMC_BLOB; ++type) {
    params[type].name = wire::span(names[type]);
    params[type].value.type = type;
  }
  params[HMC_INTEGER].value.as.integer = INT64_MIN;
  params[HMC_REAL].value.as.real = -0.5;
  params[HMC_TEXT].value.as.bytes = wire::span("é");
  params[HMC_BLOB].value.as.bytes = wire::span(std::string_view("\0x", 2));
  std::string body;
  wire::write_params(wire::Writer(body), params);
  wire::Reader in(body);
  const auto read = wire::read_params(in);
  REQUIRE(in.wrong().empty());
  REQUIRE(read.size() == 5);
  for (std::size_t i = 0; i < 5; ++i) CHECK(wire::view(read[i].name) == names[i]);
  CHECK(read[HMC_NULL].value.type == HMC_NULL);
  CHECK(read[HMC_INTEGER].value.as.integer == INT64_MIN);
  CHECK(read[HMC_REAL].value.as.real == -0.5);
  CHECK(wire::view(read[HMC_TEXT].value.as.bytes) == "é");
  CHECK(wire::view(read[HMC_BLOB].value.as.bytes) == std::string_view("\0x", 2));
  wire::Reader wrong("\x09");
  static_cast<void>(wire::read_value(wrong));
  CHECK(wrong.wrong() == "a value has a type that does not exist");
}

TEST_CASE("an envelope passes whole") {
  hmc_message_v1 sent{};
  sent.kind = HMC_JOB;
  sent.major = 3;
  sent.time_ns = 5;
  sent.budget_ns = 6;
  sent.id = wire::span("the id");
  sent.prepared = wire::span("what was prepared");
  std::string body;
  wire::write_message(wire::Writer(body), sent);
  wire::Reader in(body);
  const auto got = wire::read_message(in);
  CHECK(in.wrong().empty());
  CHECK(got.struct_size == sizeof got);
  CHECK(got.kind == HMC_JOB);
  CHECK(got.major == 3);
  CHECK(got.time_ns == 5);
  CHECK(got.budget_ns == 6);
  CHECK(wire::view(got.id) == "the id");
  CHECK(wire::view(got.subject).empty());
  CHECK(wire::view(got.prepared) == "what was prepared");
}
