#include "kernel/web/render/catalogue_file.hpp"

#include <cstdint>
#include <fstream>
#include <optional>

namespace hemicycle::web::render {

namespace {

constexpr std::uintmax_t kLargestFile = 4U << 20U;

[[noreturn]] void refuse(const std::string& file, std::size_t line, const std::string& reason) {
  throw Refused(file + ":" + std::to_string(line) + ": " + reason);
}

/// The numbers and strings of a .mo file (GNU gettext manual, "The Format of GNU MO Files"), each read checked against the size.
class MoFile {
 public:
  MoFile(std::string_view bytes, const std::string& file) : bytes_(bytes), file_(file) {
    if (bytes.size() < 20) refuse_all("is too short to be a compiled catalogue");
    if (number(0) == 0xde120495U)
      swapped_ = true;
    else if (number(0) != 0x950412deU)
      refuse_all("is not a compiled catalogue: make it again with msgfmt");
  }

  [[nodiscard]] std::uint32_t number(std::size_t at) const {
    if (at + 4 > bytes_.size()) refuse_all("is cut short: make it again with msgfmt");
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const auto byte = static_cast<std::uint32_t>(static_cast<unsigned char>(bytes_[at + i]));
      value |= byte << (8U * static_cast<unsigned>(swapped_ ? 3 - i : i));
    }
    return value;
  }

  /// The string whose length and offset stand at `at`.
  [[nodiscard]] std::string_view text(std::size_t at) const {
    const std::size_t length = number(at), offset = number(at + 4);
    if (offset > bytes_.size() || length > bytes_.size() - offset) refuse_all("is cut short: make it again with msgfmt");
    return bytes_.substr(offset, length);
  }

 private:
  [[noreturn]] void refuse_all(const std::string& reason) const { throw Refused(file_ + " " + reason); }

  std::string_view bytes_;
  const std::string& file_;
  bool swapped_ = false;
};

/// The text between the quotes of one .po line, its escapes resolved.
std::string quoted(std::string_view line, const std::string& file, std::size_t number) {
  const auto open = line.find('"');
  const auto close = line.rfind('"');
  if (open == std::string_view::npos || close == open) refuse(file, number, "a text must stand between quotes");
  std::string out;
  for (std::size_t i = open + 1; i < close; ++i) {
    if (line[i] != '\\') {
      out += line[i];
      continue;
    }
    switch (line[++i]) {
      case 'n':
        out += '\n';
        break;
      case 't':
        out += '\t';
        break;
      case '"':
        out += '"';
        break;
      case '\\':
        out += '\\';
        break;
      default:
        refuse(file, number, "unknown escape after a backslash");
    }
  }
  return out;
}

}  // namespace

std::string file_content(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) throw Refused(file.string() + " cannot be read: " + error.message());
  if (size > kLargestFile) throw Refused(file.string() + " is larger than 4 MiB");
  std::ifstream in(file, std::ios::binary);
  std::string content(static_cast<std::size_t>(size), '\0');
  if (!in.read(content.data(), static_cast<std::streamsize>(size))) throw Refused(file.string() + " cannot be read");
  return content;
}

Texts read_mo(std::string_view bytes, const std::string& file) {
  const MoFile mo(bytes, file);
  const std::size_t count = mo.number(8), keys = mo.number(12), texts = mo.number(16);
  if (count > bytes.size() / 16) throw Refused(file + " is cut short: make it again with msgfmt");
  Texts out;
  out.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto key = mo.text(keys + 8 * i), text = mo.text(texts + 8 * i);
    if (!key.empty() && !text.empty()) out.emplace(key, text);
  }
  return out;
}

Texts read_po(std::string_view text, const std::string& file) {
  Texts out;
  std::optional<std::string> key, value;
  const auto keep = [&] {
    if (key && value && !key->empty() && !value->empty()) out.insert_or_assign(*key, *value);
    key.reset();
    value.reset();
  };
  std::size_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    auto line = text.substr(at, end - at);
    at = end + 1;
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (line.empty() || line.starts_with('#')) continue;
    if (line.starts_with("msgid ")) {
      keep();
      key = quoted(line, file, number);
    } else if (line.starts_with("msgstr ") && key && !value) {
      value = quoted(line, file, number);
    } else if (line.starts_with('"') && key) {
      (value ? *value : *key) += quoted(line, file, number);
    } else {
      refuse(file, number, "expected msgid, msgstr or a text between quotes (plural forms and contexts are not used here)");
    }
  }
  keep();
  return out;
}

}  // namespace hemicycle::web::render
