// Prints what is shown: HTML becomes a tagged PDF. In threads and processes of its own, so that no query ever waits for paper.
//
//   Press press({.programs = {printer, "/usr/bin/weasyprint"}});
//   switch (press.print(html, [visit](Press::Sheets pdf) { … })) { case Press::Order::refused: … }
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "kernel/web/press/print_process.hpp"

namespace hemicycle::web::press {

class Press final {
 public:
  struct Options {
    Programs programs;
    int at_once = 2;                                     ///< processes
    std::size_t waiting = 8;                             ///< documents that may wait for one; more are refused at once
    std::size_t kept_bytes = std::size_t{32} << 20;      ///< of documents kept, the one unused longest goes first
    std::chrono::milliseconds most{30'000};              ///< for one document
    std::function<void(const std::string& why)> failed;  ///< any thread
  };
  /// Null when it could not be printed; `failed` was told why.
  using Sheets = std::shared_ptr<const std::string>;
  using Done = std::function<void(const Sheets&)>;
  enum class Order : std::uint8_t { taken, absent, refused };

  explicit Press(Options options);
  ~Press();
  Press(const Press&) = delete;
  Press& operator=(const Press&) = delete;

  /// `done` is called once when taken: at once when the same HTML was printed before, otherwise from a thread of the press. Equal documents that are asked
  /// for meanwhile are printed once. Any thread.
  [[nodiscard]] Order print(std::string html, Done done);
  /// Documents that wait are given up (null), those that are being printed are finished, or killed when their time is over. What `done` refers to must
  /// live until then. Once; nothing is taken afterwards.
  void stop();
  /// Whether the programs are there.
  [[nodiscard]] bool ready() const;
  [[nodiscard]] std::size_t kept() const;

 private:
  struct Document {
    std::string hash, html;
    std::vector<Done> askers;
  };
  struct Kept {
    std::string hash;
    Sheets pdf;
  };
  void work();
  [[nodiscard]] Sheets print_one(const Document& document) const;
  void answer(const std::vector<Done>& askers, const Sheets& pdf) const;
  void tell(const std::string& why) const;
  void keep(const std::string& hash, const Sheets& pdf);

  Options options_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool over_ = false;
  std::map<std::string, std::shared_ptr<Document>> open_;  ///< waiting or being printed, by hash
  std::deque<std::shared_ptr<Document>> queue_;
  std::list<Kept> kept_;  ///< most recently asked for first; few, so a search is a walk
  std::size_t kept_size_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace hemicycle::web::press
