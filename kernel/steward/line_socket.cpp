#include "kernel/steward/line_socket.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace hemicycle::steward {
namespace {

sockaddr_un address_of(int folder, const std::string& name) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto path = "/proc/self/fd/" + std::to_string(folder) + "/" + name;
  std::memcpy(address.sun_path, path.data(), std::min(path.size(), sizeof(address.sun_path) - 1));
  return address;
}

}  // namespace

SocketAddress::SocketAddress(const std::filesystem::path& path) : name_(path.filename().string()) {
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  folder_ = ::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder_ < 0) throw std::system_error(errno, std::generic_category(), folder.string());
}

SocketAddress::~SocketAddress() { ::close(folder_); }

int SocketAddress::bind(int socket) const {
  const auto address = address_of(folder_, name_);
  return ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 ? 0 : errno;
}

int SocketAddress::connect(int socket) const {
  const auto address = address_of(folder_, name_);
  return ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 ? 0 : errno;
}

bool LineSocket::wait(short events, int interrupt, Instant end) const {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    std::array<pollfd, 2> waiting{pollfd{socket_, events, 0}, pollfd{interrupt, POLLIN, 0}};  // a descriptor of -1 is passed over
    const int ready = ::poll(waiting.data(), waiting.size(), static_cast<int>(std::clamp<long>(left, 0, 3'600'000)));
    if (ready < 0 && errno == EINTR) continue;
    return ready > 0 && waiting[1].revents == 0;
  }
}

LineSocket::Read LineSocket::read(std::string& line, Instant end) {
  std::size_t searched = 0;
  while (true) {
    if (const auto found = received_.find('\n', searched); found != std::string::npos) {
      if (found > longest_) return Read::too_long;
      line = received_.substr(0, found);
      received_.erase(0, found + 1);
      return Read::line;
    }
    searched = received_.size();
    if (searched > longest_) return Read::too_long;
    if (!wait(POLLIN, interrupt_, end)) return Read::late;
    std::array<char, 16'384> bytes{};
    const auto size = ::recv(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (size <= 0) return Read::end;
    received_.append(bytes.data(), static_cast<std::size_t>(size));
  }
}

bool LineSocket::write(std::string_view bytes, Instant end) const {
  while (!bytes.empty()) {
    if (!wait(POLLOUT, -1, end)) return false;
    const auto size = ::send(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

}  // namespace hemicycle::steward
