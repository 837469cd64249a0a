// Carries the outbox to the SMTP server, on a thread of its own: no lane ever waits for a line.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "kernel/core/bus.hpp"
#include "kernel/core/clock.hpp"
#include "kernel/core/mail.hpp"
#include "kernel/mail/message.hpp"
#include "kernel/mail/smtp.hpp"

namespace hemicycle::mail {

struct Round {
  Server server;
  Sender sender;
  int attempts = 12;                    ///< tries before a letter is given up
  std::chrono::seconds first_wait{60};  ///< before the second try; each following one is twice as long, four hours at most
  std::chrono::days keep{365};          ///< how long what was written, and to whom, is kept after the end
};

struct PostState {
  bool server = false;  ///< one is configured
  std::int64_t queued = 0, failed = 0;
};

class Postman final {
 public:
  struct Parts {
    core::Bus& bus;
    const core::Outbox& outbox;
    const core::Clock& clock;
    /// A letter's calendar entry as text/calendar; `organiser` and `attendee` are addresses.
    std::function<Invitation(const std::string& entry, const std::string& organiser, const std::string& attendee)> invitation;
    /// Never told an address nor what a letter says (S20).
    std::function<void(std::uint32_t level, std::string_view text)> log;
  };

  Postman(Parts parts, Round round) : parts_(std::move(parts)), round_(std::move(round)) {}
  ~Postman() { stop(); }
  Postman(const Postman&) = delete;
  Postman& operator=(const Postman&) = delete;

  void start();
  /// Ends the transfer under way. While the bus still runs.
  void stop();
  /// Any thread: there may be something to carry.
  void wake();
  [[nodiscard]] PostState state() const { return {!round_.server.url.empty(), queued_, failed_}; }

 private:
  using Lines = std::vector<core::OutboxLine>;
  void run();
  /// False when nothing more is due.
  [[nodiscard]] bool carry_some();
  void carry(Visit& visit, const core::OutboxLine& line, const std::map<std::string, Recipient>& people);
  void record(const core::OutboxLine& line, const Answer& answer);
  [[nodiscard]] std::map<std::string, Recipient> people_of(const Lines& lines) const;
  void look();
  void rest();

  Parts parts_;
  Round round_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::int64_t> queued_ = 0, failed_ = 0;
  std::map<std::string, Answer> handed_over_;  ///< taken by the server and not written down yet, by id: recorded then, never sent again
  std::int64_t next_due_ns_ = 0, forgot_ns_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = true;
  std::thread thread_;
};

}  // namespace hemicycle::mail
