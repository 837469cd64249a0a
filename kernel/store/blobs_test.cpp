#include "kernel/store/blobs.hpp"

#include <catch2/catch.hpp>

#include "kernel/store/temporary_folder_test.hpp"

using namespace hemicycle;
using namespace hemicycle::store;

// FIPS 180-2, appendix B.1.
constexpr std::string_view kAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST_CASE("a file is found under the hash of what it holds, and is written once") {
  TemporaryFolder folder;
  const BlobStore blobs(folder.path() / "blobs");
  CHECK_FALSE(blobs.exists(kAbc));
  auto writer = blobs.writer();
  writer.add(std::as_bytes(std::span("ab", 2)));
  writer.add(std::as_bytes(std::span("c", 1)));
  CHECK(writer.size() == 3);
  CHECK(writer.keep() == kAbc);
  CHECK(blobs.put("abc") == kAbc);
  CHECK(blobs.exists(kAbc));
  CHECK(blobs.size(kAbc) == 3);
  CHECK(blobs.read(kAbc) == "abc");
  CHECK(blobs.path(kAbc) == folder.path() / "blobs" / "ba" / kAbc);
}

TEST_CASE("a file that was not kept leaves nothing") {
  TemporaryFolder folder;
  const BlobStore blobs(folder.path() / "blobs");
  { blobs.writer().add(std::as_bytes(std::span("half", 4))); }
  CHECK(std::filesystem::is_empty(folder.path() / "blobs" / "incoming"));
}

TEST_CASE("what is not a hash names no file, least of all one outside") {
  TemporaryFolder folder;
  const BlobStore blobs(folder.path() / "blobs");
  CHECK(blobs.put("abc") == kAbc);
  CHECK_FALSE(blobs.exists("../../etc/passwd"));
  CHECK_FALSE(blobs.exists(""));
  CHECK_FALSE(blobs.exists(std::string(kAbc).substr(0, 63) + "/"));
  CHECK_FALSE(blobs.exists("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"));
  CHECK_FALSE(blobs.read("incoming"));
}
