// The list of what was signed: one line "<sha256>  <path>" per file, sorted by path, as sha256sum writes and checks it.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "kernel/packages/archive.hpp"

namespace hemicycle::packages {

/// Of every file but the list itself and its signature.
[[nodiscard]] std::string write_digests(const Files& files);

/// Path -> sha256. Throws Refused (invalid) for a list that write_digests would not have written so.
[[nodiscard]] std::map<std::string, std::string> read_digests(std::string_view text);

/// Throws Refused (denied) and names the file: changed, not in the list, or in the list and not there. `may_lack` says which may be absent.
void must_match(const Files& files, const std::map<std::string, std::string>& digests, const std::function<bool(const std::string& path)>& may_lack);

}  // namespace hemicycle::packages
