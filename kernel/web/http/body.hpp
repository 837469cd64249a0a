#pragma once

#include <atomic>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/optional.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace hemicycle::web::http {

/// Bytes that request bodies may hold in memory, over all connections. Thread-safe.
class BodyBudget final {
 public:
  explicit BodyBudget(std::size_t bytes) : left_(static_cast<std::int64_t>(bytes)) {}
  [[nodiscard]] bool take(std::size_t bytes) noexcept;
  void give_back(std::size_t bytes) noexcept { left_.fetch_add(static_cast<std::int64_t>(bytes), std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> left_;
};

/// A body and its share of the budget, given back when it is destroyed. The share is taken as bytes arrive, not as they are announced:
/// an announcement is free for an attacker. Owned by one thread at a time.
class BodyBytes final {
 public:
  BodyBytes() = default;
  explicit BodyBytes(std::shared_ptr<BodyBudget> budget) : budget_(std::move(budget)) {}
  BodyBytes(BodyBytes&& other) noexcept;
  BodyBytes& operator=(BodyBytes&& other) noexcept;
  ~BodyBytes();

  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  /// False when the budget is used up; nothing is appended then.
  [[nodiscard]] bool append(const char* data, std::size_t size);

 private:
  void release() noexcept;
  std::shared_ptr<BodyBudget> budget_;
  std::size_t taken_ = 0;
  std::string text_;
};

/// A Beast Body (beast: concepts/Body) that reads into BodyBytes. `http::error::buffer_overflow` says
/// that the budget refused.
struct BoundedBody {
  using value_type = BodyBytes;

  class reader {
   public:
    template <bool isRequest, class Fields>
    reader(boost::beast::http::header<isRequest, Fields>&, value_type& body) : body_(body) {}

    void init(const boost::optional<std::uint64_t>&, boost::beast::error_code& error) { error = {}; }

    template <class Buffers>
    std::size_t put(const Buffers& buffers, boost::beast::error_code& error) {
      error = {};
      std::size_t total = 0;
      for (const auto buffer : boost::beast::buffers_range_ref(buffers)) {
        if (!body_.append(static_cast<const char*>(buffer.data()), buffer.size())) {
          error = boost::beast::http::error::buffer_overflow;
          return total;
        }
        total += buffer.size();
      }
      return total;
    }

    void finish(boost::beast::error_code& error) { error = {}; }

   private:
    value_type& body_;
  };
};

}  // namespace hemicycle::web::http
