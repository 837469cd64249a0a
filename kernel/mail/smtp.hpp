// One visit to the SMTP server: some letters over one connection.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

namespace hemicycle::mail {

/// How far the line must be secret. `required`: TLS or nothing. `opportunistic`: TLS when the server has it. `none`: for a server on this machine.
enum class Tls { required, opportunistic, none };

struct Server {
  std::string url;  ///< "smtp://mail.example.org:587", "smtps://…"; empty = there is none
  Tls tls = Tls::required;
  std::string user, password;
  std::string ca_file;  ///< empty = the system's
};

struct Answer {
  enum class Kind { taken, later, never };
  Kind kind = Kind::later;
  int code = 0;       ///< of the server's last reply, 0 when it never spoke
  std::string words;  ///< that reply, or why there was none
};

/// One thread. `stopping` ends a transfer under way: the letter is then tried again at the next start.
class Visit final {
 public:
  Visit(const Server& server, const std::atomic<bool>& stopping);
  ~Visit();
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;

  /// A refusal for good (5xx) of the recipient or the message is `never`; one of ours before the recipient was named, what the server defers (4xx), a line that breaks, a server that is not there, and a password that it does
  /// not take, which is the operator's to mend and not the letter's fault, are `later`.
  [[nodiscard]] Answer hand_over(const std::string& from, const std::string& to, std::string_view message);

 private:
  struct Line;
  std::unique_ptr<Line> line_;
};

}  // namespace hemicycle::mail
