#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <set>

#include "kernel/packages/archive.hpp"
#include "kernel/packages/places.hpp"
#include "kernel/packages/refused.hpp"

namespace hemicycle::packages {
namespace {

using Reader = std::unique_ptr<archive, decltype(&archive_read_free)>;

constexpr std::size_t kBlock = 64U << 10U;

std::string said(archive* reader) {
  const char* text = archive_error_string(reader);
  return text == nullptr ? "damaged" : shown(text);
}

/// The compressed side. One filter exactly: libarchive would unwrap gzip in gzip in gzip, each a bomb's next stage.
class Unpacked final {
 public:
  Unpacked(const std::filesystem::path& file, const Limits& limits) : limits_(limits), fd_(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
    if (fd_ < 0 && errno == ENOENT) throw Refused(core::Status::not_found, file.string() + " is not there");
    if (fd_ < 0) throw Refused(core::Status::unavailable, file.string() + " cannot be read: " + std::strerror(errno));
    try {
      open_stream();
    } catch (...) {
      ::close(fd_);
      throw;
    }
  }
  ~Unpacked() {
    stream_.reset();
    ::close(fd_);
  }
  Unpacked(const Unpacked&) = delete;
  Unpacked& operator=(const Unpacked&) = delete;

  /// Bytes read into the block; 0 at the end, -1 with `why` set. Called from C: throws nothing.
  la_ssize_t next() {
    const auto got = archive_read_data(stream_.get(), block_.data(), block_.size());
    if (got < 0) {
      why_ = "is damaged: " + said(stream_.get());
      return -1;
    }
    // At the end the last block stays what it was: some of it may not have been read yet.
    if (got > 0) last_ = static_cast<std::size_t>(got);
    produced_ += static_cast<std::uint64_t>(got);
    const auto consumed = static_cast<std::uint64_t>(std::max<la_int64_t>(0, archive_filter_bytes(stream_.get(), -1)));
    if (produced_ > limits_.slack + limits_.ratio * consumed) why_ = "becomes more than " + std::to_string(limits_.ratio) + " times its size when unpacked";
    if (produced_ > limits_.total + limits_.slack) why_ = "becomes larger than " + std::to_string(limits_.total) + " bytes when unpacked";
    return why_.empty() ? got : -1;
  }
  [[nodiscard]] const char* block() const { return block_.data(); }
  [[nodiscard]] const std::string& why() const { return why_; }

  /// After the archive's end there are only tar's zeros, and after these nothing. `read` bytes are all that the archive took of what was
  /// unpacked: the rest of the last block belongs to what follows it.
  void must_end(std::uint64_t read) {
    const auto left = produced_ - read;
    if (left > last_) refuse_invalid("the package is damaged: its end is not where it should be");
    must_be_zeros(last_ - left, last_);
    for (auto got = next(); got != 0; got = next()) {
      if (got < 0) refuse_invalid("the package " + why_);
      must_be_zeros(0, last_);
    }
    if (archive_filter_bytes(stream_.get(), -1) != size_) refuse_invalid("the package goes on after its end");
  }

 private:
  void must_be_zeros(std::size_t from, std::size_t to) const {
    if (std::any_of(block_.data() + from, block_.data() + to, [](char c) { return c != 0; })) refuse_invalid("the package goes on after its end");
  }

  void open_stream() {
    struct stat facts {};
    if (::fstat(fd_, &facts) != 0 || !S_ISREG(facts.st_mode)) refuse_invalid("the package is not a file");
    size_ = facts.st_size;
    if (static_cast<std::uint64_t>(size_) > limits_.total) refuse_invalid("the package is larger than " + std::to_string(limits_.total) + " bytes");
    archive_read_support_filter_gzip(stream_.get());
    archive_read_support_filter_zstd(stream_.get());
    archive_read_support_format_raw(stream_.get());
    archive_entry* entry = nullptr;
    if (archive_read_open_fd(stream_.get(), fd_, kBlock) != ARCHIVE_OK || archive_read_next_header(stream_.get(), &entry) != ARCHIVE_OK)
      refuse_invalid("not a package: " + said(stream_.get()));
    const auto filter = archive_filter_code(stream_.get(), 0);
    if (archive_filter_count(stream_.get()) != 2 || (filter != ARCHIVE_FILTER_GZIP && filter != ARCHIVE_FILTER_ZSTD))
      refuse_invalid("not a package: a tar archive is wanted, compressed once, with gzip or zstd");
  }

  const Limits& limits_;
  int fd_;
  la_int64_t size_ = 0;
  Reader stream_{archive_read_new(), &archive_read_free};
  std::array<char, kBlock> block_{};
  std::size_t last_ = 0;  ///< bytes of the block that are in use
  std::uint64_t produced_ = 0;
  std::string why_;
};

la_ssize_t read_block(archive*, void* context, const void** block) {
  auto* unpacked = static_cast<Unpacked*>(context);
  *block = unpacked->block();
  return unpacked->next();
}

std::string kind_of(archive_entry* entry) {
  if (archive_entry_hardlink(entry) != nullptr || archive_entry_filetype(entry) == AE_IFLNK) return "a link";
  if (archive_entry_filetype(entry) == AE_IFDIR) return "a folder";
  if (archive_entry_filetype(entry) != AE_IFREG) return "a device";
  return archive_entry_sparse_count(entry) > 0 ? "a file with holes" : "";
}

class Tar final {
 public:
  Tar(Unpacked& unpacked, const Limits& limits) : unpacked_(unpacked), limits_(limits) {
    archive_read_support_format_tar(reader_.get());
    if (archive_read_open(reader_.get(), &unpacked_, nullptr, &read_block, nullptr) != ARCHIVE_OK) refuse();
  }

  /// Everything, up to the very end of the file.
  Files all() {
    Files out;
    archive_entry* entry = nullptr;
    while (true) {
      const auto code = archive_read_next_header(reader_.get(), &entry);
      if (code == ARCHIVE_EOF) {
        unpacked_.must_end(static_cast<std::uint64_t>(archive_filter_bytes(reader_.get(), 0)));
        return out;
      }
      if (code != ARCHIVE_OK) refuse();
      if (++entries_ > limits_.entries) refuse_invalid("the package holds more than " + std::to_string(limits_.entries) + " files");
      auto path = checked_path(entry);
      out.emplace(std::move(path), content(entry));
    }
  }

 private:
  [[noreturn]] void refuse() { refuse_invalid("the package " + (unpacked_.why().empty() ? "is damaged: " + said(reader_.get()) : unpacked_.why())); }

  std::string checked_path(archive_entry* entry) {
    const char* name = archive_entry_pathname(entry);
    const std::string path = name == nullptr ? "" : name;
    if (const auto why = misplaced(path); !why.empty()) refuse_invalid("the package holds '" + shown(path) + "': " + why);
    if (const auto kind = kind_of(entry); !kind.empty()) refuse_invalid("the package holds '" + shown(path) + "', " + kind + "; plain files alone are allowed");
    if (!seen_.insert(lower_case(path)).second) refuse_invalid("the package holds '" + shown(path) + "' twice, or under names that differ in case alone");
    return path;
  }

  std::string content(archive_entry* entry) {
    const auto size = archive_entry_size(entry);
    if (size < 0 || static_cast<std::uint64_t>(size) > limits_.total - total_)
      refuse_invalid("the package holds more than " + std::to_string(limits_.total) + " bytes");
    // Grows with what comes, never with what is claimed.
    std::string out;
    const void* block = nullptr;
    std::size_t length = 0;
    la_int64_t offset = 0;
    while (true) {
      const auto code = archive_read_data_block(reader_.get(), &block, &length, &offset);
      if (code == ARCHIVE_EOF) break;
      if (code != ARCHIVE_OK) refuse();
      if (offset != static_cast<la_int64_t>(out.size())) refuse_invalid("the package holds a file with holes; plain files alone are allowed");
      out.append(static_cast<const char*>(block), length);
    }
    if (out.size() != static_cast<std::size_t>(size)) refuse();
    total_ += out.size();
    return out;
  }

  Unpacked& unpacked_;
  const Limits& limits_;
  Reader reader_{archive_read_new(), &archive_read_free};
  std::set<std::string> seen_;
  std::uint64_t entries_ = 0, total_ = 0;
};

}  // namespace

Files read_archive(const std::filesystem::path& file, const Limits& limits) {
  Unpacked unpacked(file, limits);
  auto files = Tar(unpacked, limits).all();
  for (const auto& [path, content] : files)
    for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
      if (files.contains(path.substr(0, slash))) refuse_invalid("the package holds '" + path + "' under a file");
  return files;
}

}  // namespace hemicycle::packages
