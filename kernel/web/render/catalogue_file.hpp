// Reads translators' files: compiled (.mo) as the build writes them, and plain (.po) as a council may put them in its theme folder.
// Boost.Locale reads only .mo, in a folder layout of its own, and keeps ICU's objects; both formats in one map are shorter.
#pragma once

#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

namespace hemicycle::web::render {

struct TextHash {
  using is_transparent = void;
  [[nodiscard]] std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

/// Key to text. An untranslated entry (empty text) is left out.
using Texts = std::unordered_map<std::string, std::string, TextHash, std::equal_to<>>;

/// A file of a plugin or a theme that cannot be used; the message names the file, the line where there is one, and the reason.
class Refused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws Refused when the file cannot be read whole, is larger than 4 MiB or is not what it says.
[[nodiscard]] std::string file_content(const std::filesystem::path& file);
[[nodiscard]] Texts read_mo(std::string_view bytes, const std::string& file);
[[nodiscard]] Texts read_po(std::string_view text, const std::string& file);

}  // namespace hemicycle::web::render
