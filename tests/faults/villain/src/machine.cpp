#include "machine.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

namespace villain {
namespace {

int told(long result) { return result < 0 ? errno : 0; }

void sleep_for_a_minute() { std::this_thread::sleep_for(std::chrono::minutes(1)); }

int crash() {
  volatile std::uintptr_t nowhere = 8;
  *reinterpret_cast<volatile int*>(nowhere) = 1;
  return 0;
}

[[noreturn]] int loop() {
  for (volatile bool for_ever = true; for_ever;) continue;
  std::abort();
}

/// Memory that is touched and never given back, in pieces of 1 MiB; how many there were.
int leak() {
  constexpr std::size_t kPiece = std::size_t{1} << 20;
  for (int count = 0; count < 20000; ++count) {
    void* piece = ::mmap(nullptr, kPiece, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (piece == MAP_FAILED) return count;
    for (std::size_t at = 0; at < kPiece; at += 4096) static_cast<char*>(piece)[at] = 1;
  }
  return 20000;
}

int threads() {
  int count = 0;
  try {
    for (; count < 10000; ++count) std::thread(sleep_for_a_minute).detach();
  } catch (const std::system_error&) {
    return count;
  }
  return count;
}

int descriptors() {
  int count = 0;
  while (count < 1 << 20 && ::open("/dev/null", O_RDONLY) >= 0) ++count;
  return count;
}

/// The writing end of a connection to the outside.
int reach(const std::string& port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0) return errno;
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(std::atoi(port.c_str())));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int result = told(::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to));
  ::close(fd);
  return result;
}

/// Each child forks no further and leaves after three seconds: outside the sandbox the machine has to live on.
int fork_bomb() {
  for (int count = 0; count < 200; ++count) {
    const auto child = ::fork();
    if (child < 0) return errno;
    if (child == 0) {
      ::sleep(3);
      ::_exit(0);
    }
  }
  return 0;
}

int run_a_program() {
  char name[] = "true";
  char* arguments[] = {name, nullptr};
  return told(::execve("/usr/bin/true", arguments, nullptr));
}

/// Rubbish on every descriptor that it has: one of them leads to the server.
int garble() {
  char rubbish[512];
  for (std::size_t i = 0; i < sizeof rubbish; ++i) rubbish[i] = static_cast<char>(i * 31 + 7);
  for (int fd = 3; fd < 64; ++fd) {
    if (::write(fd, rubbish, sizeof rubbish) < 0) continue;
  }
  return 0;
}

int touch(const std::string& path, int how) {
  const int fd = ::open(path.c_str(), how | O_CLOEXEC, 0666);
  if (fd < 0) return errno;
  ::close(fd);
  return 0;
}

int ends_itself(std::string_view how) {
  if (how == "segfault") return crash();
  if (how == "abort") std::abort();
  if (how == "exit") std::_Exit(0);
  if (how == "loop") loop();
  if (how == "throw") throw std::runtime_error("across the boundary");
  if (how == "sleep") return sleep_for_a_minute(), 0;
  return -1;
}

int takes(std::string_view how) {
  if (how == "leak") return leak();
  if (how == "threads") return threads();
  if (how == "descriptors") return descriptors();
  if (how == "garble") return garble();
  return -1;
}

}  // namespace

int evil(std::string_view how, const std::string& where) {
  if (how == "write") return touch(where, O_WRONLY | O_CREAT);
  if (how == "read") return touch(where, O_RDONLY);
  if (how == "socket") return reach(where);
  if (how == "ptrace") return told(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr));
  if (how == "execve") return run_a_program();
  if (how == "fork_bomb") return fork_bomb();
  // Signal 0 is the question whether it could: outside the sandbox the answer is yes, and a test needs its server.
  if (how == "kill") return told(::kill(::getppid() == 0 ? -1 : ::getppid(), 0));
  if (const int count = takes(how); count >= 0) return count;
  return ends_itself(how);
}

}  // namespace villain
