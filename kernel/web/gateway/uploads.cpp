#include "kernel/web/gateway/uploads.hpp"

#include <iconv.h>
#include <magic.h>

#include <algorithm>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>

#include "kernel/web/http/multipart.hpp"

namespace hemicycle::web::gateway {
namespace {

struct Allowed {
  std::string_view media_type, ending;
};

constexpr std::array kAllowed{
    Allowed{"application/pdf", ".pdf"},
    Allowed{"application/vnd.oasis.opendocument.text", ".odt"},
    Allowed{"application/vnd.oasis.opendocument.spreadsheet", ".ods"},
    Allowed{"application/vnd.oasis.opendocument.presentation", ".odp"},
    Allowed{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"},
    Allowed{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"},
    Allowed{"application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx"},
    Allowed{"image/png", ".png"},
    Allowed{"image/jpeg", ".jpg"},
    Allowed{"text/plain", ".txt"},
    Allowed{"text/csv", ".csv"},
};

std::string magic_of(std::string_view bytes) {
  const std::unique_ptr<magic_set, decltype(&magic_close)> magic(magic_open(MAGIC_MIME_TYPE), &magic_close);
  if (!magic || magic_load(magic.get(), nullptr) != 0) return {};
  const auto* found = magic_buffer(magic.get(), bytes.data(), bytes.size());
  return found == nullptr ? std::string() : std::string(found);
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  return out;
}

/// Nothing where the bytes are not of that encoding.
std::optional<std::string> to_utf8(std::string_view bytes, const char* encoding) {
  const auto converter = iconv_open("UTF-8", encoding);
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string out(3 * bytes.size() + 4, '\0');
  std::string in(bytes);  // iconv wants it writable
  char* from = in.data();
  char* to = out.data();
  std::size_t left = in.size(), room = out.size();
  const auto failed = iconv(converter, &from, &left, &to, &room) == static_cast<std::size_t>(-1);
  iconv_close(converter);
  if (failed) return std::nullopt;
  out.resize(out.size() - room);
  return out;
}

}  // namespace

std::optional<std::string> table_text(std::string_view bytes) {
  if (!magic_of(bytes).starts_with("text/")) return std::nullopt;
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return to_utf8(bytes, "UTF-16");
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const auto text = to_utf8(bytes, "UTF-8");
  return text ? text : to_utf8(bytes, "WINDOWS-1252");
}

std::optional<std::string> allowed_media_type(std::string_view bytes, std::string_view name) {
  const auto found = magic_of(bytes);
  const auto ending = lower(name);
  for (const auto& [media_type, wanted] : kAllowed) {
    const bool same = found == media_type || (media_type == "text/csv" && found == "text/plain");
    // An office document that some other tool wrote is to libmagic a ZIP container; the ending then says which.
    const bool office = media_type.find("opendocument") != media_type.npos || media_type.find("openxml") != media_type.npos;
    const bool container = office && found == "application/zip";
    const bool fits = ending.ends_with(wanted) || (media_type == "image/jpeg" && ending.ends_with(".jpeg"));
    // libmagic finds a PDF's mark further in too: what stands before it would be another kind of file for another program.
    const bool begins = media_type != "application/pdf" || bytes.starts_with("%PDF-");
    if ((same || container) && fits && begins) return std::string(media_type);
  }
  return std::nullopt;
}

std::variant<std::string, core::FieldError> keep_upload(const core::Blobs& blobs, const std::string& field, const std::string& name,
                                                        std::string_view bytes) {
  const auto media_type = allowed_media_type(bytes, name);
  if (!media_type) return core::FieldError{field, "file_type_refused"};
  return nlohmann::json({{"blob", blobs.put(bytes)}, {"name", http::safe_file_name(name)}, {"media_type", *media_type}, {"size", bytes.size()}}).dump();
}

core::FindFile find_in(const core::Blobs& blobs) {
  return [&blobs](std::string_view blob, std::string_view name) -> std::optional<core::FileFacts> {
    const auto bytes = blobs.read(blob);
    if (!bytes) return std::nullopt;
    return core::FileFacts{.media_type = allowed_media_type(*bytes, name).value_or(""), .size = bytes->size()};
  };
}

}  // namespace hemicycle::web::gateway
