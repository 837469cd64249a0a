// Dangerous steps, taken in a child process: what crashes there is a finding, not an end.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hemicycle::check {

/// How many times longer than the program that people run a step may take.
#ifdef HEMICYCLE_SANITIZED
inline constexpr int kPatience = 3;
#else
inline constexpr int kPatience = 1;
#endif
inline constexpr int kStepSeconds = 20 * kPatience;  ///< of what begins and returns; many calls at once take longer

/// In the child. Any of its threads, one at a time.
class Teller final {
 public:
  explicit Teller(int pipe) : pipe_(pipe) {}
  /// What happens next: "starting it"; named when the child does not survive it.
  void step(std::string_view what) const { write('S', what); }
  void finding(std::string_view sentence) const { write('F', sentence); }

 private:
  void write(char kind, std::string_view text) const;
  int pipe_;
};

/// Runs `work` in a forked child; each step may take `seconds`. What it told, and how it died when it did not end well.
/// Call while this process has one thread.
[[nodiscard]] std::vector<std::string> in_child(int seconds, const std::function<void(const Teller&)>& work);

/// In the child: keeps `library` mapped until it ends. What unmapping breaks is one promise's matter, `unload`; under the others, a thread that was
/// left behind would crash sooner or later, as it happens. Throws std::runtime_error with the dynamic linker's words.
void hold(const std::filesystem::path& library);

}  // namespace hemicycle::check
