#include "kernel/packages/sbom.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "kernel/core/elf_sections.hpp"

namespace hemicycle::packages {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Owner {
  std::string package, version, architecture;
};

/// Where the loader of this machine looks; packages for 32 bits hold libraries of the same names elsewhere.
bool is_searched(const std::string& folder) {
  const auto triplet = std::string(core::machine_name(core::this_machine())) + "-linux-gnu";
  return folder == "/lib" || folder == "/usr/lib" || folder == "/lib/" + triplet || folder == "/usr/lib/" + triplet;
}

/// "libssl3:amd64" of the first list that holds a file of each soname, in the order of the lists' names.
std::map<std::string, std::string> owners_of(const std::set<std::string>& sonames, const fs::path& info) {
  std::vector<fs::path> lists;
  std::error_code error;
  for (auto it = fs::directory_iterator(info, error); !error && it != fs::directory_iterator(); it.increment(error))
    if (it->path().extension() == ".list") lists.push_back(it->path());
  std::sort(lists.begin(), lists.end());
  std::map<std::string, std::string> out;
  for (const auto& list : lists) {
    std::ifstream in(list);
    for (std::string line; std::getline(in, line);) {
      const auto slash = line.rfind('/');
      if (slash == std::string::npos || !sonames.contains(line.substr(slash + 1)) || !is_searched(line.substr(0, slash))) continue;
      out.emplace(line.substr(slash + 1), list.stem().string());
    }
  }
  return out;
}

/// Every installed package of `wanted` ("libssl3:amd64", or without architecture), from the stanzas of dpkg's status file.
std::map<std::string, Owner> installed(const std::set<std::string>& wanted, const fs::path& status) {
  std::map<std::string, Owner> out;
  std::ifstream in(status);
  Owner owner;
  const auto close = [&] {
    for (const auto& name : {owner.package, owner.package + ":" + owner.architecture})
      if (wanted.contains(name)) out.emplace(name, owner);
    owner = {};
  };
  for (std::string line; std::getline(in, line);) {
    if (line.empty()) close();
    if (line.starts_with("Package: ")) owner.package = line.substr(9);
    if (line.starts_with("Version: ")) owner.version = line.substr(9);
    if (line.starts_with("Architecture: ")) owner.architecture = line.substr(14);
  }
  close();
  return out;
}

/// For a package URL: what is not a letter, a digit or one of "-._~" is percent-encoded (purl-spec).
std::string encoded(const std::string& text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("-._~").find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', kHex[byte >> 4], kHex[byte & 0xf]};
    }
  }
  return out;
}

std::string purl_of(const Owner& owner) { return "pkg:deb/debian/" + encoded(owner.package) + "@" + encoded(owner.version) + "?arch=" + encoded(owner.architecture); }

}  // namespace

std::string sbom(const std::string& name, const std::string& version, const std::set<std::string>& sonames, const fs::path& dpkg) {
  const auto owners = owners_of(sonames, dpkg / "info");
  std::set<std::string> wanted;
  for (const auto& [soname, package] : owners) wanted.insert(package);
  const auto packages = installed(wanted, dpkg / "status");

  auto components = json::array();
  std::set<std::string> told;
  for (const auto& soname : sonames) {
    json component = {{"type", "library"}, {"bom-ref", soname}, {"name", soname}};
    const auto owner = owners.find(soname);
    const auto found = owner == owners.end() ? packages.end() : packages.find(owner->second);
    if (found != packages.end()) {
      component["version"] = found->second.version;
      component["properties"] = {{{"name", "hemicycle:package"}, {"value", purl_of(found->second)}}};
    }
    components.push_back(std::move(component));
  }
  for (const auto& [key, owner] : packages)
    if (const auto purl = purl_of(owner); told.insert(purl).second)
      components.push_back({{"type", "library"}, {"bom-ref", purl}, {"name", owner.package}, {"version", owner.version}, {"purl", purl}});

  const std::string self = "plugin:" + name;
  const json all = {{"bomFormat", "CycloneDX"},
                    {"specVersion", "1.5"},
                    {"version", 1},
                    {"metadata", {{"component", {{"type", "library"}, {"bom-ref", self}, {"name", name}, {"version", version}}}}},
                    {"components", components},
                    {"dependencies", {{{"ref", self}, {"dependsOn", sonames}}}}};
  return all.dump(2) + "\n";
}

}  // namespace hemicycle::packages
