#include "kernel/packages/install.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <set>

#include "kernel/core/elf_sections.hpp"
#include "kernel/packages/durable_file.hpp"
#include "kernel/packages/places.hpp"
#include "kernel/packages/refused.hpp"
#include "kernel/packages/versions.hpp"

namespace hemicycle::packages {
namespace {

namespace fs = std::filesystem;

// Whoever installs may be another user than the server's, with another umask.
constexpr auto kForAllToRead = fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec | fs::perms::others_read | fs::perms::others_exec;

void must(bool well, const fs::path& path, const char* what) {
  if (!well) throw Refused(core::Status::unavailable, path.string() + " " + what + ": " + std::strerror(errno));
}

/// `<plugins>.staging/`, for one at a time. What an interrupted one left there goes at the beginning, what this one leaves at the end.
class Staging final {
 public:
  explicit Staging(const fs::path& plugins) : folder_(plugins) {
    folder_ += ".staging";
    std::error_code error;
    if (fs::create_directories(plugins, error)) fs::permissions(plugins, kForAllToRead, error);
    fs::create_directories(folder_, error);
    fd_ = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    must(fd_ >= 0, folder_, "cannot be used");
    if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
      ::close(fd_);
      throw Refused(core::Status::overloaded, "another installation is going on in " + plugins.string() + ": try again when it is done");
    }
    empty();
  }
  ~Staging() {
    empty();
    ::close(fd_);
  }
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;
  [[nodiscard]] const fs::path& folder() const { return folder_; }

 private:
  void empty() const {
    std::error_code error;
    for (auto it = fs::directory_iterator(folder_, error); !error && it != fs::directory_iterator(); it.increment(error)) {
      std::error_code ignored;
      fs::remove_all(it->path(), ignored);
    }
  }
  fs::path folder_;
  int fd_ = -1;
};

void unpack(const Package& package, const fs::path& folder) {
  fs::create_directory(folder);
  std::set<fs::path> folders{folder};
  for (const auto& [path, content] : package.files) {
    auto target = folder / path;
    if (const auto architecture = architecture_of(path); !architecture.empty()) {
      if (architecture != core::machine_name(core::this_machine())) continue;
      target = folder / (package.contract.name + ".so");
    }
    for (auto parent = target.parent_path(); folders.insert(parent).second; parent = parent.parent_path()) fs::create_directories(parent);
    write_new(target, content, 0644);
  }
  for (const auto& each : folders) {
    fs::permissions(each, kForAllToRead);
    sync_folder(each);
  }
}

void must_read(const Package& package, const fs::path& folder) {
  try {
    static_cast<void>(contract::read(package.files.at(std::string(kManifestFile)), std::string(kManifestFile), folder / "views"));
  } catch (const contract::Refused& error) {
    refuse_invalid(error.what());
  }
}

}  // namespace

fs::path install(const Verified& verified, const fs::path& plugins) {
  const auto& contract = verified.contract();
  const Staging staging(plugins);
  const auto fresh = staging.folder() / contract.name, place = plugins / contract.name;
  try {
    unpack(verified.package(), fresh);
  } catch (const fs::filesystem_error& error) {
    throw Refused(core::Status::unavailable, "'" + contract.name + "' cannot be unpacked: " + error.what());
  }
  must_read(verified.package(), fresh);
  const bool replaces = ::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, place.c_str(), RENAME_EXCHANGE) == 0;
  if (!replaces) {
    must(errno == ENOENT, place, "cannot be replaced");
    must(::rename(fresh.c_str(), place.c_str()) == 0, place, "cannot be put in place");
  }
  sync_folder(plugins);
  // After the exchange: a power cut between the two leaves a record that is too low for a moment, never a plugin that is refused.
  Versions::read(plugins).record(contract.name, verified.key(), contract.version);
  return place;
}

void remove(const fs::path& plugins, const std::string& name) {
  const auto place = plugins / name;
  std::error_code error;
  if (name.empty() || name.find('/') != std::string::npos || name.front() == '.' || !fs::is_directory(place, error))
    throw Refused(core::Status::not_found, "no plugin '" + shown(name) + "' was installed in " + plugins.string());
  const Staging staging(plugins);
  must(::rename(place.c_str(), (staging.folder() / name).c_str()) == 0, place, "cannot be removed");
  sync_folder(plugins);
}

}  // namespace hemicycle::packages
