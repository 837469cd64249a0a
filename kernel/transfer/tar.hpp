// A tar as a row of named files, written and read piece by piece: no file need fit into memory, but each is told its size first.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace hemicycle::transfer {

class TarWriter final {
 public:
  /// Throws Refused when `file` is there already or cannot be made.
  explicit TarWriter(std::filesystem::path file);
  /// Removes what was not finished.
  ~TarWriter();
  TarWriter(const TarWriter&) = delete;
  TarWriter& operator=(const TarWriter&) = delete;

  void add(const std::string& name, std::string_view content);
  void add_file(const std::string& name, const std::filesystem::path& from);
  /// When it returns, the file survives a power cut.
  void finish();

 private:
  void begin(const std::string& name, std::uint64_t size);

  struct State;
  std::unique_ptr<State> state_;
};

/// One file of the tar while it is read.
class TarEntry {
 public:
  virtual ~TarEntry() = default;
  [[nodiscard]] virtual const std::string& name() const = 0;
  /// The next piece, empty at the end.
  [[nodiscard]] virtual std::string_view next() = 0;
};

/// Calls `take` for each file, in order. Throws Refused for what is no tar, or holds something that is no plain file.
void read_tar(const std::filesystem::path& file, const std::function<void(TarEntry&)>& take);

}  // namespace hemicycle::transfer
