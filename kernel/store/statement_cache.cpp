#include "kernel/store/statement_cache.hpp"

namespace hemicycle::store {

StatementCache::Lease StatementCache::take(std::string_view owner, std::string_view sql) {
  if (const auto found = found_.find({owner, sql}); found != found_.end()) {
    order_.splice(order_.begin(), order_, found->second);
    Entry& entry = *found->second;
    if (!entry.busy) {
      entry.busy = true;
      return Lease(entry);
    }
    ++prepared_;
    return Lease(std::make_unique<Statement>(session_, Guard::Mode::statement, owner, sql));
  }
  auto statement = std::make_unique<Statement>(session_, Guard::Mode::statement, owner, sql);
  ++prepared_;
  evict();
  order_.push_front({std::move(statement), true});
  found_.emplace(Key{order_.front().statement->owner(), order_.front().statement->sql()}, order_.begin());
  return Lease(order_.front());
}

void StatementCache::evict() {
  for (auto entry = order_.end(); found_.size() >= limit_ && entry != order_.begin();) {
    --entry;
    if (entry->busy) continue;
    found_.erase(Key{entry->statement->owner(), entry->statement->sql()});
    entry = order_.erase(entry);
  }
}

}  // namespace hemicycle::store
