#include "kernel/store/blobs.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include "kernel/core/store.hpp"

namespace hemicycle::store {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kIncoming = "incoming";

[[noreturn]] void fail(const fs::path& path, int error) {
  const auto status = error == ENOSPC || error == EDQUOT ? core::Status::overloaded : core::Status::unavailable;
  throw core::StoreError(status, path.string() + ": " + std::system_category().message(error));
}

void make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) fail(path, error.value());
  fs::permissions(path, fs::perms::owner_all, error);
}

// A file's name is a record of its folder: without this the file may be on the disk and its name not.
void sync_folder(const fs::path& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) fail(path, errno);
  const int result = ::fsync(folder);
  const int error = errno;
  ::close(folder);
  if (result != 0) fail(path, error);
}

}  // namespace

BlobStore::BlobStore(fs::path root) : root_(std::move(root)) {
  make_folder(root_ / kIncoming);
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(root_ / kIncoming, error)) {
    const auto written = entry.last_write_time(error);
    if (!error && fs::file_time_type::clock::now() - written > std::chrono::hours(24)) fs::remove(entry.path(), error);
  }
}

BlobStore::Writer::Writer(const fs::path& root) : root_(root) {
  std::string name = (root / kIncoming / "XXXXXX").string();
  file_ = ::mkostemp(name.data(), O_CLOEXEC);  // 0600
  if (file_ < 0) fail(name, errno);
  temporary_ = name;
}

BlobStore::Writer::Writer(Writer&& other) noexcept
    : root_(std::move(other.root_)),
      temporary_(std::exchange(other.temporary_, {})),
      file_(std::exchange(other.file_, -1)),
      size_(other.size_),
      hash_(std::move(other.hash_)) {}

BlobStore::Writer::~Writer() { close(); }

void BlobStore::Writer::close() noexcept {
  if (file_ >= 0) ::close(std::exchange(file_, -1));
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
  temporary_.clear();
}

void BlobStore::Writer::add(std::span<const std::byte> bytes) {
  hash_.add(bytes);
  size_ += bytes.size();
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(temporary_, errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

std::string BlobStore::Writer::keep() {
  std::string hash = hash_.finish();
  if (::fsync(file_) != 0) fail(temporary_, errno);
  const fs::path folder = root_ / hash.substr(0, 2);
  if (std::error_code error; !fs::exists(folder, error)) {
    make_folder(folder);
    sync_folder(root_);
  }
  // Over a file of the same name the bytes are the same; and its name may still wait for its fsync, so this one is synced all the same.
  if (::rename(temporary_.c_str(), (folder / hash).c_str()) != 0) fail(folder / hash, errno);
  temporary_.clear();
  sync_folder(folder);
  close();
  return hash;
}

std::string BlobStore::put(std::string_view bytes) const {
  Writer incoming = writer();
  incoming.add(std::as_bytes(std::span(bytes)));
  return incoming.keep();
}

bool BlobStore::well_formed(std::string_view hash) {
  return hash.size() == 64 &&
         std::all_of(hash.begin(), hash.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::optional<fs::path> BlobStore::path(std::string_view hash) const {
  if (!well_formed(hash)) return std::nullopt;
  fs::path found = root_ / hash.substr(0, 2) / hash;
  std::error_code error;
  if (!fs::is_regular_file(found, error)) return std::nullopt;
  return found;
}

std::optional<std::uint64_t> BlobStore::size(std::string_view hash) const {
  const auto found = path(hash);
  if (!found) return std::nullopt;
  std::error_code error;
  const auto bytes = fs::file_size(*found, error);
  return error ? std::nullopt : std::optional<std::uint64_t>(bytes);
}

std::optional<std::string> BlobStore::read(std::string_view hash) const {
  const auto found = path(hash);
  if (!found) return std::nullopt;
  std::ifstream file(*found, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  if (file.bad()) fail(*found, EIO);
  return std::move(bytes).str();
}

}  // namespace hemicycle::store
