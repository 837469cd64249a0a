#include "kernel/packages/pack.hpp"

#include <set>

#include "kernel/packages/archive.hpp"
#include "kernel/packages/digests.hpp"
#include "kernel/packages/durable_file.hpp"
#include "kernel/packages/library.hpp"
#include "kernel/packages/places.hpp"
#include "kernel/packages/refused.hpp"
#include "kernel/packages/sbom.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::packages {
namespace {

namespace fs = std::filesystem;

/// What is made here, and is not taken from the folder when an installed plugin is packed again.
bool is_made(const std::string& path) { return path == kManifestFile || path == kDigestsFile || path == kSignatureFile; }

Files files_in(const fs::path& folder, const std::string& own_library) {
  const Limits limits;
  Files out;
  std::uint64_t total = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.symlink_status().type() == fs::file_type::directory) continue;
    auto path = entry.path().lexically_relative(folder).string();
    if (is_made(path)) continue;
    auto content = read_file(entry.path(), limits.total);
    if (path == own_library) path = library_place(read_library(content, path).architecture, fs::path(own_library).stem().string());
    if (const auto why = misplaced(path); !why.empty()) refuse_invalid(folder.string() + " holds '" + shown(path) + "': " + why);
    total += content.size();
    if (total > limits.total || out.size() >= limits.entries) refuse_invalid(folder.string() + " holds more than a package may");
    if (!out.emplace(path, std::move(content)).second) refuse_invalid(folder.string() + " holds '" + path + "' and " + own_library + ", for the same machine");
  }
  return out;
}

}  // namespace

Packed pack(const fs::path& folder, const fs::path& file, const SigningKey& key) {
  const auto whole = fs::weakly_canonical(folder);  // "." and "club/" have a name too
  const auto name = whole.filename().string();
  std::error_code error;
  if (!fs::is_directory(whole, error)) throw Refused(core::Status::not_found, folder.string() + " is not a folder");
  auto files = files_in(whole, name + ".so");

  std::string manifest;
  std::set<std::string> sonames;
  for (const auto& [path, content] : files) {
    if (architecture_of(path).empty()) continue;
    const auto library = read_library(content, path);
    if (path != library_place(library.architecture, name)) refuse_invalid("'" + path + "' would be " + library_place(library.architecture, name));
    if (!manifest.empty() && manifest != library.manifest) refuse_invalid("the contract inside '" + path + "' differs from the one inside the others: build all from one source");
    manifest = library.manifest;
    sonames.insert(library.needed.begin(), library.needed.end());
  }
  if (manifest.empty()) refuse_invalid(folder.string() + " holds no " + name + ".so");
  contract::Plugin contract;
  try {
    contract = contract::read(manifest, name + ".so(plugin.json)", whole / "views");
  } catch (const contract::Refused& refused) {
    refuse_invalid(refused.what());
  }
  if (contract.name != name) refuse_invalid("the contract inside " + name + ".so is named '" + contract.name + "'; folder and library bear that name");

  files.emplace(kManifestFile, manifest);
  files.emplace(kSbomFile, sbom(contract.name, contract.version, sonames));  // stays out when the folder brought its own
  const auto digests = write_digests(files);
  const auto comment = "plugin:" + contract.name + " version:" + contract.version + " abi:1";
  files.emplace(kDigestsFile, digests);
  files.emplace(kSignatureFile, Signature::make(key, digests, comment).file_text());
  write_archive(file, files);
  return {.name = contract.name, .version = contract.version, .trusted_comment = comment, .files = files.size()};
}

}  // namespace hemicycle::packages
