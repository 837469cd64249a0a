#include "kernel/web/http/static_files.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "kernel/web/http/url.hpp"

namespace hemicycle::web::http {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kTypes{{
    {"css", "text/css; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"svg", "image/svg+xml"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"webp", "image/webp"},
    {"ico", "image/x-icon"},
    {"woff2", "font/woff2"},
    {"txt", "text/plain; charset=utf-8"},
    {"json", "application/json"},
    {"webmanifest", "application/manifest+json"},
}};

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) throw std::runtime_error("asset cannot be read: " + path.string());
  return bytes;
}

std::string encoded_path(std::string_view name) {
  std::string out;
  for (const char c : name) out += c == '/' ? std::string("/") : percent_encode({&c, 1});
  return out;
}

}  // namespace

std::string_view asset_media_type(std::string_view file_name) noexcept {
  const auto dot = file_name.rfind('.');
  if (dot == std::string_view::npos) return {};
  const auto extension = file_name.substr(dot + 1);
  const auto* found = std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& type) { return type.first == extension; });
  return found == kTypes.end() ? std::string_view{} : found->second;
}

StaticFiles::StaticFiles(std::string fixed_headers, const StaticFiles* former) : fixed_headers_(std::move(fixed_headers)) {
  if (former == nullptr) return;
  for (const auto& [url, kept] : former->files_)
    if (kept.age < kRemembered) files_.emplace(url, Kept{kept.page, kept.age + 1});
}

std::vector<fs::path> StaticFiles::add_folder(std::string_view owner, const fs::path& folder) {
  if (!fs::is_directory(folder)) throw std::runtime_error("asset folder cannot be read: " + folder.string());
  std::vector<fs::path> left_out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_directory() && !entry.is_symlink()) continue;
    const auto name = entry.path().lexically_relative(folder).generic_string();
    // A link could lead out of the folder, a hidden file is seldom meant for the world.
    const bool hidden = name.front() == '.' || name.find("/.") != std::string::npos;
    if (entry.is_symlink() || !entry.is_regular_file() || hidden || asset_media_type(name).empty()) {
      left_out.push_back(entry.path());
      continue;
    }
    add(owner, name, read_file(entry.path()));
  }
  return left_out;
}

void StaticFiles::add(std::string_view owner, std::string_view name, std::string_view bytes) {
  const auto type = asset_media_type(name);
  if (type.empty()) throw std::invalid_argument("asset of unknown type: " + std::string(name));
  const auto dot = name.rfind('.');
  const auto url = "/assets/" + percent_encode(owner) + "/" + encoded_path(name.substr(0, dot)) + "." + content_tag(bytes) +
                   std::string(name.substr(dot));
  urls_[std::string(owner) + "/" + std::string(name)] = url;
  if (const auto known = files_.find(url); known != files_.end()) {  // the URL holds the content's hash: the same bytes, compressed already
    known->second.age = 0;
    return;
  }
  Headers headers{{"Content-Type", std::string(type)}, {"Cache-Control", "public, max-age=31536000, immutable"}};
  if (fixed_headers_.find("X-Content-Type-Options") == std::string::npos) headers.emplace_back("X-Content-Type-Options", "nosniff");
  files_[url] = {std::make_shared<const ReadyPage>(200, headers, bytes, fixed_headers_)};
}

std::optional<std::string> StaticFiles::url(std::string_view owner, std::string_view name) const {
  const auto found = urls_.find(std::string(owner) + "/" + std::string(name));
  return found == urls_.end() ? std::nullopt : std::optional<std::string>(found->second);
}

std::vector<std::pair<std::string, std::string>> StaticFiles::of(std::string_view owner) const {
  const auto prefix = std::string(owner) + "/";
  std::vector<std::pair<std::string, std::string>> out;
  for (auto it = urls_.lower_bound(prefix); it != urls_.end() && it->first.starts_with(prefix); ++it) out.emplace_back(it->first.substr(prefix.size()), it->second);
  return out;
}

std::optional<Ready> StaticFiles::find(std::string_view path, std::string_view accept_encoding, std::string_view if_none_match,
                                       bool is_head) const {
  const auto found = files_.find(path);
  if (found == files_.end()) return std::nullopt;
  return found->second.page->choose(accept_encoding, if_none_match, is_head);
}

}  // namespace hemicycle::web::http
