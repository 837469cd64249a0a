#include "kernel/cli/check/subject.hpp"

#include <span>

#include "kernel/host/elf_manifest.hpp"

namespace hemicycle::check {
namespace {

namespace fs = std::filesystem;

std::string_view manifest_in(const std::string& bytes) { return host::manifest_of(std::as_bytes(std::span(bytes))); }

void find_neighbour(Subject& subject, const std::string& name, const fs::path& house_plugins) {
  if (name == subject.contract.name || subject.neighbours.contains(name)) return;
  for (const auto& plugins : {subject.folder.parent_path(), house_plugins}) {
    const auto library = plugins / name / (name + ".so");
    std::error_code error;
    if (!fs::exists(library, error)) continue;
    try {
      const auto bytes = host::read_library(library);
      subject.neighbours.emplace(name, contract::read(manifest_in(bytes), library.string()));
      return;
    } catch (const std::exception&) {
      continue;  // somebody else's fault: without its contract less is tried
    }
  }
}

}  // namespace

std::string_view Subject::manifest() const { return manifest_in(bytes); }

bool Subject::code_says(std::string_view text) const {
  const auto manifest = this->manifest();
  const auto begin = static_cast<std::size_t>(manifest.data() - bytes.data());
  const std::string_view whole(bytes);
  return whole.substr(0, begin).find(text) != std::string_view::npos || whole.substr(begin + manifest.size()).find(text) != std::string_view::npos;
}

Subject open_subject(const fs::path& file, const fs::path& house_plugins) {
  Subject subject{.library = fs::absolute(file), .folder = {}, .bytes = host::read_library(file), .contract = {}};
  subject.folder = subject.library.parent_path();
  subject.contract = contract::read(manifest_in(subject.bytes), file.string() + "(plugin.json)");
  for (const auto& requirement : subject.contract.asks()) find_neighbour(subject, requirement.plugin(), house_plugins);
  for (const auto& event : subject.contract.reactions) find_neighbour(subject, event.substr(0, event.find('.')), house_plugins);
  for (const auto& name : subject.contract.vocabularies)
    for (const std::string id : {"first", "second"}) subject.vocabularies[name].push_back({.id = id, .labels = {{"fr", id}, {"en", id}}});
  return subject;
}

}  // namespace hemicycle::check
