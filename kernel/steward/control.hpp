// How the command line speaks to the server that runs: a socket in the data folder, one JSON object a line each way.
//
//   Control control(data_dir / kControlSocket, [&](const nlohmann::json& request) { return answer(request); });
//   ask_running(data_dir, {{"do", "list"}}, 5s)    ->  {"ok": true, "plugins": […]}
//
// {"ok": false, "status": "conflict", "error": "a sentence"} is what goes wrong; `status` is a name of core::Status.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>

#include "kernel/core/outcome.hpp"

namespace hemicycle::steward {

inline constexpr const char* kControlSocket = "control.sock";
inline constexpr std::size_t kLongestRequest = std::size_t{64} * 1024;

[[nodiscard]] nlohmann::json refusal(core::Status status, const std::string& why);

/// Takes one process of the server's own user, or root's, at its word; nobody else's. Constructor starts, `stop` (or the destructor) ends it and
/// removes the socket. Members are for the owner's thread.
class Control final {
 public:
  /// `answer` is called on threads of this object, several at once; what it throws becomes a refusal. It may take its time: others are answered
  /// meanwhile. Throws Occupied when somebody answers on the socket, std::system_error when it cannot be made. A socket that nobody listens to is replaced.
  Control(const std::filesystem::path& socket, std::function<nlohmann::json(const nlohmann::json&)> answer);
  ~Control();
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;

  /// Waits for answers under way. A second call does nothing.
  void stop();

 private:
  struct Talk;
  void listen();
  void converse(int socket) const;
  [[nodiscard]] nlohmann::json answer_to(const std::string& line) const;

  std::filesystem::path path_;
  std::function<nlohmann::json(const nlohmann::json&)> answer_;
  int listening_ = -1, stopping_ = -1;  // the second is an event that wakes every thread
  std::list<std::unique_ptr<Talk>> talks_;
  std::thread thread_;
};

/// Asks the server that runs on this data folder. nullopt: none does. What goes wrong on the way is a refusal, `deadline` when it does not answer in time.
[[nodiscard]] std::optional<nlohmann::json> ask_running(const std::filesystem::path& data_dir, const nlohmann::json& request, std::chrono::milliseconds timeout);

}  // namespace hemicycle::steward
