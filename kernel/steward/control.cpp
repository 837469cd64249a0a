#include "kernel/steward/control.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <system_error>
#include <utility>

#include "kernel/steward/line_socket.hpp"
#include "kernel/steward/tenancy.hpp"

namespace hemicycle::steward {
namespace {

using core::Status;
using nlohmann::json;
using std::chrono::steady_clock;

constexpr std::chrono::seconds kIdle{10};  ///< between two requests, and for a request or an answer to cross
constexpr std::size_t kMostTalks = 16;
constexpr int kLook = 5;  ///< milliseconds between two looks whether a talk is over
constexpr std::size_t kLongestAnswer = std::size_t{16} * 1024 * 1024;

class Socket final {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  ~Socket() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }
  [[nodiscard]] int release() { return std::exchange(descriptor_, -1); }

 private:
  int descriptor_;
};

/// What operators and plugins wrote may be no UTF-8; an answer is.
std::string line_of(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace) + "\n"; }

bool may_ask(int socket) {
  ucred peer{};
  socklen_t size = sizeof(peer);
  return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && (peer.uid == 0 || peer.uid == ::geteuid());
}

}  // namespace

json refusal(Status status, const std::string& why) { return {{"ok", false}, {"status", std::string(core::name(status))}, {"error", why}}; }

struct Control::Talk {
  std::atomic<bool> over = false;
  std::thread thread;
};

Control::Control(const std::filesystem::path& socket, std::function<json(const json&)> answer) : path_(socket), answer_(std::move(answer)) {
  const auto fail = [&](int error) { throw std::system_error(error, std::generic_category(), path_.string()); };
  const SocketAddress address(path_);
  {
    const Socket living(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const int error = address.connect(living.get());
    if (error == 0 || error == EAGAIN)  // EAGAIN: it listens, and many wait
      throw Occupied("a server already answers on " + path_.string() + "; stop it first, or give this one a data.dir of its own");
  }
  if (::unlink(path_.c_str()) != 0 && errno != ENOENT) fail(errno);
  Socket listening(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  // The mode of the socket before it has a name: there is no moment at which others could reach it.
  if (listening.get() < 0 || ::fchmod(listening.get(), S_IRUSR | S_IWUSR) != 0) fail(errno);
  if (const int error = address.bind(listening.get()); error != 0) fail(error);
  if (::listen(listening.get(), static_cast<int>(kMostTalks)) != 0) fail(errno);
  stopping_ = ::eventfd(0, EFD_CLOEXEC);
  if (stopping_ < 0) fail(errno);
  listening_ = listening.release();
  thread_ = std::thread([this] { listen(); });
}

Control::~Control() { stop(); }

void Control::stop() {
  if (listening_ < 0) return;
  ::eventfd_write(stopping_, 1);
  thread_.join();
  for (const auto& talk : talks_) talk->thread.join();
  talks_.clear();
  ::unlink(path_.c_str());
  ::close(std::exchange(listening_, -1));
  ::close(std::exchange(stopping_, -1));
}

void Control::listen() {
  while (true) {
    std::erase_if(talks_, [](const auto& talk) {
      const bool over = talk->over;
      if (over) talk->thread.join();
      return over;
    });
    // With as many talks as there may be, the next callers wait in the socket's queue.
    const bool full = talks_.size() >= kMostTalks;
    std::array<pollfd, 2> waiting{pollfd{full ? -1 : listening_, POLLIN, 0}, pollfd{stopping_, POLLIN, 0}};
    if (::poll(waiting.data(), waiting.size(), full ? kLook : -1) < 0 && errno != EINTR) return;
    if (waiting[1].revents != 0) return;
    if (waiting[0].revents == 0) continue;
    Socket caller(::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC));
    if (caller.get() < 0) continue;
    auto talk = std::make_unique<Talk>();
    talk->thread = std::thread([this, &over = talk->over, descriptor = caller.release()] {
      const Socket own(descriptor);
      converse(own.get());
      over = true;
    });
    talks_.push_back(std::move(talk));
  }
}

void Control::converse(int socket) const {
  LineSocket lines(socket, kLongestRequest, stopping_);
  const auto soon = [] { return steady_clock::now() + kIdle; };
  if (!may_ask(socket)) {
    static_cast<void>(lines.write(line_of(refusal(Status::denied, "the server answers its own user and root")), soon()));
    return;
  }
  for (std::string line;;) {
    switch (lines.read(line, soon())) {
      case LineSocket::Read::line: break;
      case LineSocket::Read::too_long:
        static_cast<void>(lines.write(line_of(refusal(Status::invalid, "a request has at most " + std::to_string(kLongestRequest) + " bytes")), soon()));
        return;
      case LineSocket::Read::end:
      case LineSocket::Read::late: return;
    }
    if (!lines.write(line_of(answer_to(line)), soon())) return;
  }
}

json Control::answer_to(const std::string& line) const {
  const auto request = json::parse(line, nullptr, false);
  if (!request.is_object() || !request.contains("do") || !request["do"].is_string())
    return refusal(Status::invalid, R"(a request is one JSON object on one line with the key "do")");
  try {
    return answer_(request);
  } catch (const std::exception& error) {
    return refusal(Status::internal, error.what());
  }
}

std::optional<json> ask_running(const std::filesystem::path& data_dir, const json& request, std::chrono::milliseconds timeout) {
  const auto path = data_dir / kControlSocket;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::nullopt;
  const Socket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  // A server that was halted takes no more callers: connecting waits no longer than the rest.
  const timeval patience{.tv_sec = timeout.count() / 1000, .tv_usec = timeout.count() % 1000 * 1000};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
  if (const int refused = SocketAddress(path).connect(socket.get()); refused != 0) {
    if (refused == EAGAIN) return refusal(Status::deadline, "the server takes no calls on " + path.string());
    if (refused == EACCES || refused == EPERM) return refusal(Status::denied, path.string() + " is for the server's own user and root");
    return std::nullopt;
  }
  const auto end = steady_clock::now() + timeout;
  LineSocket lines(socket.get(), kLongestAnswer);
  std::string line;
  // A server that closes before it has read everything may have said why: what came is read even when not all could be sent.
  static_cast<void>(lines.write(line_of(request), end));
  switch (lines.read(line, end)) {
    case LineSocket::Read::line: break;
    case LineSocket::Read::late: return refusal(Status::deadline, "the server did not answer in " + std::to_string(timeout.count() / 1000) + " s; what was asked may still be done");
    case LineSocket::Read::end:
    case LineSocket::Read::too_long: return refusal(Status::unavailable, "the server stopped before it answered");
  }
  auto answer = json::parse(line, nullptr, false);
  if (!answer.is_object() || !answer.contains("ok")) return refusal(Status::internal, "the server's answer is not understood");
  return answer;
}

}  // namespace hemicycle::steward
