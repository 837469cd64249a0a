#include "kernel/transfer/tar.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "kernel/transfer/transfer.hpp"

namespace hemicycle::transfer {
namespace {

constexpr std::size_t kPiece = std::size_t{256} << 10;

using Entry = std::unique_ptr<archive_entry, decltype(&archive_entry_free)>;

void must(archive* one, bool well, const std::string& what) {
  if (well) return;
  const char* why = archive_error_string(one);
  throw Refused(what + ": " + (why == nullptr ? "unknown" : why));
}

}  // namespace

struct TarWriter::State {
  std::filesystem::path file, unfinished;
  int descriptor = -1;
  archive* to = nullptr;
  ~State() {
    archive_write_free(to);
    if (descriptor >= 0) ::close(descriptor);
    std::error_code ignored;
    if (!unfinished.empty()) std::filesystem::remove(unfinished, ignored);
  }
};

TarWriter::TarWriter(std::filesystem::path file) : state_(std::make_unique<State>()) {
  if (std::filesystem::exists(file)) throw Refused(file.string() + " is there already: nothing is overwritten");
  state_->file = std::move(file);
  auto part = state_->file;
  part += ".part";
  state_->descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (state_->descriptor < 0) throw Refused(part.string() + " cannot be written: " + std::strerror(errno));
  state_->unfinished = std::move(part);
  auto* to = state_->to = archive_write_new();
  must(to, archive_write_set_format_pax_restricted(to) == ARCHIVE_OK, "tar");
  must(to, archive_write_open_fd(to, state_->descriptor) == ARCHIVE_OK, "tar");
}

TarWriter::~TarWriter() = default;

void TarWriter::begin(const std::string& name, std::uint64_t size) {
  const Entry entry(archive_entry_new(), &archive_entry_free);
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0600);
  archive_entry_set_mtime(entry.get(), 0, 0);
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
  must(state_->to, archive_write_header(state_->to, entry.get()) == ARCHIVE_OK, name);
}

void TarWriter::add(const std::string& name, std::string_view content) {
  begin(name, content.size());
  must(state_->to, archive_write_data(state_->to, content.data(), content.size()) == static_cast<la_ssize_t>(content.size()), name);
}

void TarWriter::add_file(const std::string& name, const std::filesystem::path& from) {
  begin(name, std::filesystem::file_size(from));
  std::ifstream in(from, std::ios::binary);
  std::string piece(kPiece, '\0');
  while (in) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    const auto had = static_cast<std::size_t>(in.gcount());
    if (had > 0) must(state_->to, archive_write_data(state_->to, piece.data(), had) == static_cast<la_ssize_t>(had), name);
  }
  if (in.bad()) throw Refused(from.string() + " cannot be read");
}

void TarWriter::finish() {
  must(state_->to, archive_write_close(state_->to) == ARCHIVE_OK, state_->file.string());
  if (::fsync(state_->descriptor) != 0) throw Refused(state_->file.string() + " cannot be written: " + std::strerror(errno));
  std::filesystem::rename(state_->unfinished, state_->file);
  state_->unfinished.clear();
}

namespace {

class Open final : public TarEntry {
 public:
  Open(archive* from, std::string name) : from_(from), name_(std::move(name)), piece_(kPiece, '\0') {}
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] std::string_view next() override {
    const auto had = archive_read_data(from_, piece_.data(), piece_.size());
    must(from_, had >= 0, name_);
    return std::string_view(piece_).substr(0, static_cast<std::size_t>(had));
  }

 private:
  archive* from_;
  std::string name_, piece_;
};

}  // namespace

void read_tar(const std::filesystem::path& file, const std::function<void(TarEntry&)>& take) {
  const std::unique_ptr<archive, decltype(&archive_read_free)> owner(archive_read_new(), &archive_read_free);
  auto* from = owner.get();
  archive_read_support_format_tar(from);
  must(from, archive_read_open_filename(from, file.c_str(), kPiece) == ARCHIVE_OK, file.string());
  archive_entry* entry = nullptr;
  int code = ARCHIVE_OK;
  while ((code = archive_read_next_header(from, &entry)) == ARCHIVE_OK) {
    const char* name = archive_entry_pathname(entry);
    if (name == nullptr || archive_entry_filetype(entry) != AE_IFREG) throw Refused(file.string() + " holds something that is no plain file");
    Open open(from, name);
    take(open);
  }
  must(from, code == ARCHIVE_EOF, file.string());
}

}  // namespace hemicycle::transfer
