#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <span>

#include "kernel/core/sha256.hpp"
#include "kernel/store/blobs.hpp"
#include "kernel/store/dump.hpp"
#include "kernel/transfer/manifest.hpp"
#include "kernel/transfer/tar.hpp"
#include "kernel/transfer/transfer.hpp"

namespace hemicycle::transfer {
namespace {

using nlohmann::json;

constexpr std::size_t kLargestManifest = std::size_t{64} << 20;

struct Manifest {
  store::Made made;
  std::map<std::string, store::DumpedTable> tables;  ///< by file name
  std::map<std::string, std::string> digests;        ///< file name -> SHA-256
};

std::string all_of(TarEntry& entry, std::size_t most) {
  std::string out;
  for (auto piece = entry.next(); !piece.empty(); piece = entry.next()) {
    out.append(piece);
    if (out.size() > most) throw Refused(entry.name() + " is larger than it may be");
  }
  return out;
}

std::string digest_of(TarEntry& entry) {
  core::Sha256 hash;
  for (auto piece = entry.next(); !piece.empty(); piece = entry.next()) hash.add(std::as_bytes(std::span(piece)));
  return hash.finish();
}

Manifest read_manifest(const std::string& text) {
  const auto said = json::parse(text, nullptr, false);
  Manifest out;
  try {
    if (!said.is_object() || said.at("format") != kFormat)
      throw Refused("the file has the format " + (said.is_object() ? said.value("format", json()).dump() : "of something else") + "; this program reads format " + std::to_string(kFormat));
    for (const auto& [name, hash] : said.at("migrations").items()) out.made[name] = hash.get<std::string>();
    for (const auto& table : said.at("tables")) {
      const auto name = table.at("name").get<std::string>();
      out.tables[table_file(name)] = {.name = name, .columns = table.at("columns").get<std::vector<std::string>>()};
      out.digests[table_file(name)] = table.at("sha256").get<std::string>();
    }
    for (const auto& document : said.at("documents")) {
      const auto hash = document.at("sha256").get<std::string>();
      if (!store::BlobStore::well_formed(hash)) throw Refused("manifest.json names a document that is none: " + hash.substr(0, 80));
      out.digests["documents/" + hash] = hash;
    }
  } catch (const json::exception& error) {
    throw Refused(std::string("manifest.json is not what it should be: ") + error.what());
  }
  return out;
}

/// The first reading: everything is there, whole, and nothing else.
Manifest verify(const std::filesystem::path& file) {
  Manifest manifest;
  bool begun = false;
  std::map<std::string, std::string> left;
  read_tar(file, [&](TarEntry& entry) {
    if (!begun) {
      if (entry.name() != "manifest.json") throw Refused(file.string() + " does not begin with manifest.json: it was not made by `hemicycle export`");
      manifest = read_manifest(all_of(entry, kLargestManifest));
      left = manifest.digests;
      begun = true;
      return;
    }
    const auto wanted = left.find(entry.name());
    if (wanted == left.end()) throw Refused(file.string() + " holds a file that its manifest does not name: " + entry.name().substr(0, 200));
    if (digest_of(entry) != wanted->second) throw Refused(entry.name() + " was changed: its digest is not that of the manifest");
    left.erase(wanted);
  });
  if (!begun) throw Refused(file.string() + " is empty");
  if (!left.empty()) throw Refused(left.begin()->first + " is missing from " + file.string());
  return manifest;
}

void same_makers(const store::Made& theirs, const store::Made& ours) {
  for (const auto& [name, hash] : theirs) {
    const auto found = ours.find(name);
    if (found == ours.end()) throw Refused("this house has not run '" + name + "': install the plugins and the version that the file was made with, then restore");
    if (found->second != hash) throw Refused("'" + name + "' is another here: the file was made with another version");
  }
  for (const auto& [name, hash] : ours)
    if (!theirs.contains(name)) throw Refused("this house has run '" + name + "', which the file does not know: restore with the version it was made with, then update");
}

void put_rows(store::Refill& into, const store::DumpedTable& table, TarEntry& entry, Carried& carried) {
  std::string rest;
  for (auto piece = entry.next(); !piece.empty(); piece = entry.next()) {
    rest.append(piece);
    std::size_t at = 0;
    for (auto end = rest.find('\n'); end != std::string::npos; end = rest.find('\n', at)) {
      into.put(table, std::string_view(rest).substr(at, end - at));
      ++carried.rows;
      at = end + 1;
    }
    rest.erase(0, at);
  }
  ++carried.tables;
}

}  // namespace

Carried carry_in(const House& house, const std::filesystem::path& file) {
  const auto manifest = verify(file);
  Carried carried;
  store::Refill into(house.database);
  if (const auto filled = into.first_filled(); !filled.empty()) throw Refused("this house is not empty: " + filled + " holds something. Restore into a new data.dir");
  same_makers(manifest.made, into.made());
  const store::BlobStore blobs(house.blobs);
  read_tar(file, [&](TarEntry& entry) {
    if (const auto table = manifest.tables.find(entry.name()); table != manifest.tables.end()) return put_rows(into, table->second, entry, carried);
    if (!entry.name().starts_with("documents/")) return;
    auto writer = blobs.writer();
    for (auto piece = entry.next(); !piece.empty(); piece = entry.next()) writer.add(std::as_bytes(std::span(piece)));
    carried.bytes += writer.size();
    ++carried.documents;
    static_cast<void>(writer.keep());
  });
  static_cast<void>(into.hold_letters());  // `mail retry` sends them, once somebody has decided so
  into.commit();
  return carried;
}

}  // namespace hemicycle::transfer
