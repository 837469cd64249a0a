#include "kernel/web/press/press.hpp"

#include <unistd.h>

#include <algorithm>

#include "kernel/core/sha256.hpp"

namespace hemicycle::web::press {

Press::Press(Options options) : options_(std::move(options)) {
  for (int i = 0; i < options_.at_once; ++i) threads_.emplace_back([this] { work(); });
}

Press::~Press() { stop(); }

void Press::stop() {
  std::deque<std::shared_ptr<Document>> given_up;
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
    given_up.swap(queue_);
    for (const auto& document : given_up) open_.erase(document->hash);
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
  for (const auto& document : given_up)
    answer(document->askers, nullptr);
}

bool Press::ready() const {
  return ::access(options_.programs.confiner.c_str(), X_OK) == 0 && ::access(options_.programs.program.c_str(), X_OK) == 0;
}

std::size_t Press::kept() const {
  const std::lock_guard lock(mutex_);
  return kept_size_;
}

Press::Order Press::print(std::string html, Done done) {
  if (!ready()) return Order::absent;
  auto hash = core::sha256(html);
  Sheets found;
  {
    const std::lock_guard lock(mutex_);
    if (over_) return Order::refused;
    if (const auto kept = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& one) { return one.hash == hash; }); kept != kept_.end()) {
      kept_.splice(kept_.begin(), kept_, kept);
      found = kept_.front().pdf;
    } else if (const auto open = open_.find(hash); open != open_.end()) {
      open->second->askers.push_back(std::move(done));
      return Order::taken;
    } else {
      if (queue_.size() >= options_.waiting) return Order::refused;
      auto document = std::make_shared<Document>(Document{.hash = hash, .html = std::move(html), .askers = {}});
      document->askers.push_back(std::move(done));
      open_.emplace(std::move(hash), document);
      queue_.push_back(std::move(document));
    }
  }
  if (found)
    done(found);
  else
    changed_.notify_one();
  return Order::taken;
}

void Press::keep(const std::string& hash, const Sheets& pdf) {
  if (pdf->size() > options_.kept_bytes) return;
  kept_.push_front({hash, pdf});
  kept_size_ += pdf->size();
  while (kept_size_ > options_.kept_bytes) {
    kept_size_ -= kept_.back().pdf->size();
    kept_.pop_back();
  }
}

Press::Sheets Press::print_one(const Document& document) const {
  try {
    auto printed = print_html(options_.programs, document.html, options_.most);
    if (!printed.pdf.empty()) return std::make_shared<const std::string>(std::move(printed.pdf));
    tell(printed.why);
  } catch (const std::exception& error) {
    tell(error.what());
  }
  return nullptr;
}

/// An exception that left a thread of the press would end the server.
void Press::answer(const std::vector<Done>& askers, const Sheets& pdf) const {
  for (const auto& done : askers) {
    try {
      done(pdf);
    } catch (const std::exception& error) {
      tell(std::string("who asked could not be answered: ") + error.what());
    }
  }
}

void Press::tell(const std::string& why) const {
  if (options_.failed) options_.failed(why);
}

void Press::work() {
  while (true) {
    std::shared_ptr<Document> document;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return over_ || !queue_.empty(); });
      if (queue_.empty()) return;
      document = std::move(queue_.front());
      queue_.pop_front();
    }
    const auto pdf = print_one(*document);
    std::vector<Done> askers;
    {
      const std::lock_guard lock(mutex_);
      if (pdf) keep(document->hash, pdf);
      askers.swap(document->askers);
      open_.erase(document->hash);
    }
    answer(askers, pdf);
  }
}

}  // namespace hemicycle::web::press
