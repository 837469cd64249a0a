#include "kernel/packages/digests.hpp"

#include <algorithm>

#include "kernel/core/sha256.hpp"
#include "kernel/packages/places.hpp"
#include "kernel/packages/refused.hpp"

namespace hemicycle::packages {
namespace {

constexpr std::size_t kDigits = 64, kGap = 2;

bool is_listed(const std::string& path) { return path != kDigestsFile && path != kSignatureFile; }

bool is_digest(std::string_view text) {
  return text.size() == kDigits && std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

std::string write_digests(const Files& files) {
  std::string out;
  for (const auto& [path, content] : files)
    if (is_listed(path)) out.append(core::sha256(content)).append(kGap, ' ').append(path).append("\n");
  return out;
}

std::map<std::string, std::string> read_digests(std::string_view text) {
  std::map<std::string, std::string> out;
  std::string last;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    const auto path = line.size() > kDigits + kGap ? line.substr(kDigits + kGap) : std::string_view();
    if (end == std::string_view::npos || path.empty() || !is_digest(line.substr(0, kDigits)) || line.substr(kDigits, kGap) != "  " ||
        !misplaced(path).empty() || !is_listed(std::string(path)) || (!last.empty() && path <= last))
      refuse_invalid("the file 'digests' is damaged at '" + shown(line) + "'");
    out.emplace(path, line.substr(0, kDigits));
    last = path;
    text.remove_prefix(end + 1);
  }
  return out;
}

void must_match(const Files& files, const std::map<std::string, std::string>& digests, const std::function<bool(const std::string& path)>& may_lack) {
  for (const auto& [path, content] : files) {
    if (!is_listed(path)) continue;
    const auto found = digests.find(path);
    if (found == digests.end()) refuse_denied("'" + path + "' was added after the package was signed");
    if (core::sha256(content) != found->second) refuse_denied("'" + path + "' was changed after the package was signed");
  }
  for (const auto& [path, digest] : digests)
    if (!files.contains(path) && !may_lack(path)) refuse_denied("'" + path + "' was taken away after the package was signed");
}

}  // namespace hemicycle::packages
