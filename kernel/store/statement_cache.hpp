// Prepared statements of one connection, kept by (owner, text); the one not used for longest goes first.
#pragma once

#include <list>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "kernel/store/statement.hpp"

namespace hemicycle::store {

class StatementCache final {
  struct Entry {
    std::unique_ptr<Statement> statement;
    bool busy = false;
  };

 public:
  /// A statement in use. Gives it back, reset, when it ends. Must not outlive the cache.
  class Lease final {
   public:
    explicit Lease(Entry& kept) : kept_(&kept) {}
    explicit Lease(std::unique_ptr<Statement> own) : own_(std::move(own)) {}
    Lease(Lease&& other) noexcept : kept_(std::exchange(other.kept_, nullptr)), own_(std::move(other.own_)) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (kept_ == nullptr) return;
      kept_->statement->reset();
      kept_->busy = false;
    }
    Statement* operator->() const { return kept_ != nullptr ? kept_->statement.get() : own_.get(); }

   private:
    Entry* kept_ = nullptr;
    std::unique_ptr<Statement> own_;
  };

  StatementCache(Session& session, std::size_t limit) : session_(session), limit_(limit) {}
  StatementCache(const StatementCache&) = delete;
  StatementCache& operator=(const StatementCache&) = delete;

  /// Throws StoreError as Statement does. A text that is already running (a nested cursor) gets a statement of its own.
  [[nodiscard]] Lease take(std::string_view owner, std::string_view sql);

  [[nodiscard]] std::size_t size() const { return found_.size(); }
  [[nodiscard]] std::size_t prepared() const { return prepared_; }  ///< statements compiled since the beginning

 private:
  struct Key {
    std::string_view owner, sql;  // of the entry's own statement
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const {
      return std::hash<std::string_view>{}(key.sql) ^ (std::hash<std::string_view>{}(key.owner) << 1);
    }
  };
  void evict();

  Session& session_;
  std::size_t limit_;
  std::size_t prepared_ = 0;
  std::list<Entry> order_;  // most recent first
  std::unordered_map<Key, std::list<Entry>::iterator, Hash> found_;
};

}  // namespace hemicycle::store
