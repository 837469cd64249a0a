// For the tests of this room: the kernel's own texts and views, and plugin folders written into a temporary place.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "kernel/web/render/catalogue.hpp"
#include "kernel/web/render/views.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::web::render {

class Folder final {
 public:
  Folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "hemicycle-render-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(const std::string& name, const std::string& content) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << content;
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline const std::filesystem::path kKernelFolder = HEMICYCLE_RENDER_FOLDER;

[[nodiscard]] inline Catalogue kernel_catalogue() {
  Catalogue catalogue;
  catalogue.add(kKernel, kKernelFolder);
  return catalogue;
}

[[nodiscard]] inline contract::Plugin contract_of(const std::string& json) { return contract::read(json, "plugin.json"); }

}  // namespace hemicycle::web::render
