#include "kernel/packages/places.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace hemicycle::packages {
namespace {

constexpr std::size_t kLongestPath = 200;
constexpr std::array<std::string_view, 4> kSingle{kManifestFile, kSbomFile, kDigestsFile, kSignatureFile};

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool is_name(std::string_view part) {
  return is_letter_or_digit(part.front()) || part.front() == '_'
             ? std::all_of(part.begin(), part.end(), [](char c) { return is_letter_or_digit(c) || std::string_view("._+@-").find(c) != std::string_view::npos; })
             : false;
}

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at <= path.size();) {
    const auto end = std::min(path.find('/', at), path.size());
    out.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

}  // namespace

std::string misplaced(std::string_view path) {
  if (path.starts_with('/')) return "its path is absolute";
  if (path.size() > kLongestPath) return "its path is longer than 200 characters";
  const auto parts = parts_of(path);
  for (const auto part : parts) {
    if (part == "..") return "its path leaves the package";
    if (part.empty() || !is_name(part)) return "its name is not made of letters, digits and . _ + @ - alone";
  }
  if (parts.size() == 1) return std::find(kSingle.begin(), kSingle.end(), path) != kSingle.end() ? "" : "it has no place in a package";
  const auto first = parts.front();
  if (first == "assets") return {};
  if ((first == "views" || first == "migrations") && parts.size() == 2) return {};
  if (first == "locales" && parts.size() == 2 && path.ends_with(".mo")) return {};
  if (first == "lib" && parts.size() == 3 && path.ends_with(".so")) return {};
  return "it has no place in a package";
}

std::string library_place(std::string_view architecture, std::string_view plugin) {
  return std::string("lib/").append(architecture).append("/").append(plugin).append(".so");
}

std::string_view architecture_of(std::string_view path) {
  if (!path.starts_with("lib/")) return {};
  path.remove_prefix(4);
  return path.substr(0, path.find('/'));
}

std::string shown(std::string_view path) {
  std::string out;
  for (const char c : path.substr(0, 80)) out += c >= ' ' && c <= '~' ? c : '?';
  return path.size() > 80 ? out + "…" : out;
}

std::string lower_case(std::string_view path) {
  std::string out(path);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

}  // namespace hemicycle::packages
