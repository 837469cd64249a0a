#include "kernel/worker/confine.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <thread>
#include <vector>

#include "kernel/worker/confine_parts.hpp"
#include "kernel/worker/confined_child_test.hpp"

namespace hemicycle::worker {
namespace {

Ended confined(const Confinement& limits, const std::function<int()>& deed) {
  return in_child([&] {
    for (const auto& sentence : confine(limits)) std::fprintf(stderr, "missing: %s\n", sentence.c_str());
    return deed();
  });
}

/// Chunks of 1 MiB, written, until there are no more; the number of them.
std::size_t megabytes_to_be_had(std::size_t most) {
  std::size_t count = 0;
  for (; count < most; ++count) {
    void* chunk = ::mmap(nullptr, std::size_t{1} << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (chunk == MAP_FAILED) break;
    static_cast<char*>(chunk)[0] = 1;
  }
  return count;
}

}  // namespace

TEST_CASE("a worker that leaks is stopped at its memory limit, not at the machine's") {
  if (kSanitized) return;
  Confinement limits;
  limits.memory_bytes = std::uint64_t{128} << 20;
  const auto ended = confined(limits, [] {
    const auto had = megabytes_to_be_had(1000);
    return had > 60 && had < 128 ? 0 : 1;
  });
  INFO(ended.said);
  CHECK(ended.code == 0);
}

TEST_CASE("a worker cannot take more descriptors than it was given, nor write a larger file, nor leave a core") {
  Confinement limits;
  limits.files = 40;
  limits.file_size = 4096;
  const auto ended = confined(limits, [] {
    int last = 0;
    for (int next = 0; (next = ::dup(STDERR_FILENO)) >= 0;) last = next;
    if (errno != EMFILE || last != 39) return 1;
    ::close(last);
    std::signal(SIGXFSZ, SIG_IGN);
    const int memory = ::memfd_create("large", MFD_CLOEXEC);
    if (::ftruncate(memory, 5000) == 0 || errno != EFBIG) return 2;
    rlimit core{};
    return ::getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0 ? 0 : 3;
  });
  INFO(ended.said);
  CHECK(ended.code == 0);
}

TEST_CASE("a worker has a process group of its own, gains no rights, and dies with the server") {
  const auto ended = confined({}, [] {
    if (::getpgrp() != ::getpid()) return 1;
    if (::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1) return 2;
    int signal = 0;
    ::prctl(PR_GET_PDEATHSIG, &signal, 0, 0, 0);
    return signal == SIGKILL ? 0 : 3;
  });
  INFO(ended.said);
  CHECK(ended.code == 0);
}

TEST_CASE("ten thousand threads are ended by the limits of a worker, in either mode") {
  if (kSanitized) return;
  for (const bool sandboxed : {false, true}) {
    Confinement limits;
    limits.sandboxed = sandboxed;
    limits.threads = 50;
    limits.memory_bytes = std::uint64_t{128} << 20;
    const auto ended = confined(limits, [sandboxed] {
      std::vector<std::thread> threads;
      int most = 0;
      try {
        for (; most < 10000; ++most) threads.emplace_back([] { ::pause(); });
      } catch (const std::exception&) {
        ::_exit(most > 10 && most <= (sandboxed ? 50 : 128) ? 0 : 1);
      }
      ::_exit(2);
      return 3;
    });
    INFO(sandboxed << ' ' << ended.said);
    CHECK(ended.code == 0);
  }
}

TEST_CASE("where there is no control group to be had, the worker says so and goes on") {
  Sentences missing;
  enter_control_group({}, std::filesystem::temp_directory_path().string(), missing);
  REQUIRE(missing.size() == 1);
  CHECK(missing[0].starts_with("no control group"));
}

}  // namespace hemicycle::worker
