#include <algorithm>
#include <fstream>
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

namespace fs = std::filesystem;
using nlohmann::ordered_json;

/// A folder beside the file that is made: rows are written there first, because a tar wants each size before the bytes.
class Workroom final {
 public:
  explicit Workroom(const fs::path& file) : path_(file) {
    path_ += ".rows";
    fs::remove_all(path_);
    fs::create_directory(path_);
    fs::permissions(path_, fs::perms::owner_all);
  }
  ~Workroom() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Workroom(const Workroom&) = delete;
  Workroom& operator=(const Workroom&) = delete;
  [[nodiscard]] fs::path of(const std::string& name) const { return path_ / name; }

 private:
  fs::path path_;
};

ordered_json write_rows(const store::Snapshot& snapshot, const store::DumpedTable& table, const fs::path& to, Carried& carried) {
  std::ofstream out(to, std::ios::binary);
  core::Sha256 hash;
  std::uint64_t rows = 0;
  snapshot.rows(table, [&](const std::string& json) {
    const auto line = json + '\n';
    out << line;
    hash.add(std::as_bytes(std::span(line)));
    ++rows;
  });
  out.close();
  if (!out) throw Refused(to.string() + " cannot be written: is the disk full?");
  carried.rows += rows;
  ++carried.tables;
  return {{"name", table.name}, {"columns", table.columns}, {"rows", rows}, {"sha256", hash.finish()}};
}

std::vector<fs::path> documents_in(const fs::path& blobs) {
  std::vector<fs::path> out;
  if (!fs::exists(blobs)) return out;
  for (const auto& entry : fs::recursive_directory_iterator(blobs))
    if (entry.is_regular_file() && store::BlobStore::well_formed(entry.path().filename().string())) out.push_back(entry.path());
  std::sort(out.begin(), out.end(), [](const fs::path& a, const fs::path& b) { return a.filename() < b.filename(); });
  return out;
}

}  // namespace

Carried carry_out(const House& house, const fs::path& file, const std::string& made_at) {
  TarWriter tar(file);
  const Workroom room(file);
  Carried carried;
  ordered_json manifest = {{"format", kFormat}, {"program", "hemicycle " + house.version}, {"made", made_at}, {"migrations", ordered_json::object()},
                           {"tables", ordered_json::array()}, {"documents", ordered_json::array()}};
  // The snapshot first: a document is kept before the row that names it is written, so every row's document is among those listed after it.
  const store::Snapshot snapshot(house.database);
  for (const auto& [name, hash] : snapshot.made()) manifest["migrations"][name] = hash;
  for (const auto& table : snapshot.tables()) manifest["tables"].push_back(write_rows(snapshot, table, room.of(table.name), carried));
  const auto documents = documents_in(house.blobs);
  for (const auto& path : documents) {
    const auto size = fs::file_size(path);
    manifest["documents"].push_back({{"sha256", path.filename().string()}, {"size", size}});
    carried.bytes += size;
    ++carried.documents;
  }
  tar.add("manifest.json", manifest.dump(1) + "\n");
  for (const auto& table : manifest["tables"]) {
    const auto name = table["name"].get<std::string>();
    tar.add_file(table_file(name), room.of(name));
  }
  for (const auto& path : documents) tar.add_file("documents/" + path.filename().string(), path);
  tar.finish();
  return carried;
}

}  // namespace hemicycle::transfer
