// The child takes what the library does; the parent only reads how it ended.
#include "kernel/host/probe.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <stdexcept>

#include "kernel/store/temporary_folder_test.hpp"

using hemicycle::host::probe;

namespace {

struct Proof {
  hemicycle::store::TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "library.proven";
  [[nodiscard]] bool kept() const { return std::filesystem::exists(file); }
};

}  // namespace

TEST_CASE("what ended well is proven, and is not tried again") {
  const Proof proof;
  CHECK(probe(proof.file, 5, [] {}).empty());
  CHECK(proof.kept());
  CHECK(probe(proof.file, 5, [] { std::raise(SIGSEGV); }).empty());
}

TEST_CASE("a crash is named by its signal, and proves nothing") {
  const Proof proof;
  // The system's own handler, not a sanitizer's or the test program's: that of a server.
  CHECK(probe(proof.file, 5, [] { std::raise(SIGSEGV); }) == "was killed by signal 11 (Segmentation fault) while loading");
  CHECK(probe(proof.file, 5, [] { std::abort(); }) == "was killed by signal 6 (Aborted) while loading");
  CHECK_FALSE(proof.kept());
}

TEST_CASE("a library that ends the process has not loaded well, even with exit code 0") {
  const Proof proof;
  CHECK(probe(proof.file, 5, [] { ::_exit(0); }) == "ended the process with exit code 0 while loading");
  CHECK(probe(proof.file, 5, [] { ::_exit(3); }) == "ended the process with exit code 3 while loading");
  CHECK_FALSE(proof.kept());
}

TEST_CASE("a library that never ends is given up after its seconds") {
  const Proof proof;
  CHECK(probe(proof.file, 1, [] {
          for (;;) ::pause();
        }) == "did not finish loading within 1 s");
  CHECK_FALSE(proof.kept());
}

TEST_CASE("what threw is left to the caller, who meets the exception itself") {
  const Proof proof;
  CHECK(probe(proof.file, 5, [] { throw std::runtime_error("no"); }).empty());
  CHECK_FALSE(proof.kept());
}
