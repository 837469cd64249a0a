#include "kernel/packages/package.hpp"

#include <algorithm>

#include "kernel/core/elf_sections.hpp"
#include "kernel/packages/durable_file.hpp"
#include "kernel/packages/places.hpp"
#include "kernel/packages/refused.hpp"

namespace hemicycle::packages {
namespace {

namespace fs = std::filesystem;

const std::string& file_at(const Files& files, std::string_view path) {
  const auto found = files.find(std::string(path));
  if (found == files.end()) refuse_invalid("the package holds no " + std::string(path));
  return found->second;
}

Package made_of(Files files, bool installed) {
  Package out{.files = std::move(files), .signature = {}, .contract = {}, .installed = installed};
  static_cast<void>(file_at(out.files, kDigestsFile));
  out.signature = Signature::parse(file_at(out.files, kSignatureFile), std::string(kSignatureFile));
  try {
    out.contract = contract::read(file_at(out.files, kManifestFile), std::string(kManifestFile));
  } catch (const contract::Refused& error) {
    refuse_invalid(error.what());
  }
  const auto is_library = [](const auto& file) { return !architecture_of(file.first).empty(); };
  if (std::none_of(out.files.begin(), out.files.end(), is_library)) refuse_invalid("the package holds no library: lib/<architecture>/" + out.contract.name + ".so");
  return out;
}

}  // namespace

Package Package::open(const fs::path& file, const Limits& limits) { return made_of(read_archive(file, limits), false); }

Package Package::installed_in(const fs::path& folder, const Limits& limits) {
  const auto name = folder.filename().string();
  std::error_code error;
  if (!fs::exists(folder / kDigestsFile, error)) refuse_denied(folder.string() + " holds no signed package: it did not come by `hemicycle plugin install`");
  Files files;
  std::uint64_t total = 0;
  for (auto it = fs::recursive_directory_iterator(folder, error); !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    if (it->symlink_status(error).type() == fs::file_type::directory) continue;
    auto path = it->path().lexically_relative(folder).string();
    if (!architecture_of(path).empty()) refuse_invalid("the installed plugin holds '" + shown(path) + "': libraries lie in lib/ of a package alone");
    if (path == name + ".so") path = library_place(core::machine_name(core::this_machine()), name);
    if (const auto why = misplaced(path); !why.empty()) refuse_invalid("the installed plugin holds '" + shown(path) + "': " + why);
    auto content = read_file(it->path(), limits.total);
    total += content.size();
    if (total > limits.total || files.size() >= limits.entries) refuse_invalid(folder.string() + " holds more than a package may");
    files.emplace(std::move(path), std::move(content));
  }
  if (error) throw Refused(core::Status::unavailable, folder.string() + " cannot be read: " + error.message());
  auto out = made_of(std::move(files), true);
  if (out.contract.name != name) refuse_invalid("the package in " + folder.string() + " is named '" + out.contract.name + "'");
  return out;
}

}  // namespace hemicycle::packages
