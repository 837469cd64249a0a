// Everything that a council entered, in one file: a tar that needs no program of ours to be read.
//
//   manifest.json                 what it is, made with what, and the SHA-256 of each file that follows
//   tables/<table>.jsonl          one JSON object a row
//   documents/<sha-256>           what people sent, under the hash of what it holds
//
// Sessions stay behind: a cookie of one server is worth nothing at another. So do secrets of the server itself, its plugins and its settings.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace hemicycle::transfer {

/// Why nothing was written, for the operator.
class Refused final : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The house that is left or entered.
struct House {
  std::filesystem::path database;
  std::filesystem::path blobs;
  std::string version;  ///< of the program
};

struct Carried {
  std::uint64_t tables = 0, rows = 0, documents = 0, bytes = 0;
};

/// One snapshot, while the house goes on serving. `file` must not exist; it appears whole or not at all, readable by its owner alone.
/// Throws Refused, StoreError.
Carried carry_out(const House& house, const std::filesystem::path& file, const std::string& made_at);

/// Into a house whose tables are there and empty, made by the same migrations. Every digest is checked before anything is written, and the
/// rows come in one transaction. Throws Refused, StoreError.
Carried carry_in(const House& house, const std::filesystem::path& file);

}  // namespace hemicycle::transfer
