// What `plugin check` found: promises, each kept, broken with the reasons, or not tried.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hemicycle::check {

enum class Verdict { kept, broken, not_tried };

struct Promise {
  std::string name;     ///< one word, for scripts: "symbols"
  std::string says;     ///< what holds when it is kept
  Verdict verdict = Verdict::kept;
  std::vector<std::string> findings{};  ///< sentences that say what is wrong and how to mend it; for one not tried, why
};

class Report final {
 public:
  explicit Report(std::filesystem::path file) : file_(std::move(file)) {}

  /// Kept when `findings` is empty.
  void judge(std::string name, std::string says, std::vector<std::string> findings);
  void not_tried(std::string name, std::string says, std::string why);
  [[nodiscard]] bool kept() const;
  /// One line a promise and one a finding, or a JSON object, on standard output.
  void print(bool json) const;

 private:
  std::filesystem::path file_;
  std::vector<Promise> promises_;
};

}  // namespace hemicycle::check
