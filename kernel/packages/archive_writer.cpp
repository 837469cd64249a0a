#include <archive.h>
#include <archive_entry.h>

#include <memory>

#include "kernel/packages/archive.hpp"
#include "kernel/packages/durable_file.hpp"
#include "kernel/packages/refused.hpp"

namespace hemicycle::packages {
namespace {

using Writer = std::unique_ptr<archive, decltype(&archive_write_free)>;
using Entry = std::unique_ptr<archive_entry, decltype(&archive_entry_free)>;

la_ssize_t append(archive*, void* context, const void* bytes, std::size_t size) {
  static_cast<std::string*>(context)->append(static_cast<const char*>(bytes), size);
  return static_cast<la_ssize_t>(size);
}

void must(archive* writer, bool well) {
  if (well) return;
  const char* why = archive_error_string(writer);
  throw Refused(core::Status::unavailable, "the package cannot be made: " + std::string(why == nullptr ? "unknown" : why));
}

}  // namespace

void write_archive(const std::filesystem::path& file, const Files& files) {
  std::string out;
  const Writer writer(archive_write_new(), &archive_write_free);
  auto* to = writer.get();
  // ustar holds every path that misplaced() lets pass; it has no room for times below the second or for attributes.
  must(to, archive_write_set_format_ustar(to) == ARCHIVE_OK && archive_write_add_filter_gzip(to) == ARCHIVE_OK);
  must(to, archive_write_set_options(to, "gzip:!timestamp,gzip:compression-level=9") == ARCHIVE_OK);
  must(to, archive_write_set_bytes_in_last_block(to, 1) == ARCHIVE_OK);  // no zeros after the compressed stream: tapes are gone
  must(to, archive_write_open(to, &out, nullptr, &append, nullptr) == ARCHIVE_OK);
  for (const auto& [path, content] : files) {
    const Entry entry(archive_entry_new(), &archive_entry_free);
    archive_entry_set_pathname(entry.get(), path.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_mtime(entry.get(), 0, 0);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
    must(to, archive_write_header(to, entry.get()) == ARCHIVE_OK);
    must(to, archive_write_data(to, content.data(), content.size()) == static_cast<la_ssize_t>(content.size()));
  }
  must(to, archive_write_close(to) == ARCHIVE_OK);
  replace_file(file, out, 0644);
}

}  // namespace hemicycle::packages
