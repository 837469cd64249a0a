// Rows in the plugin's own tables.
//
//   query.store().rows("SELECT id, title FROM hello_item WHERE theme = :theme", {bind("theme", theme)},
//                      [&](const Row& row) { reply.items.push_back({.id = row.text(0), .title = row.text(1)}); });
//   command.store().exec("INSERT INTO hello_item (id, title) VALUES (:id, :title)", {bind("id", id), bind("title", title)});
//
// Pass the same SQL text each time: statements are prepared once and kept. A refusal is an exception (failure.hpp).
#pragma once

#include <hemicycle/bind.hpp>
#include <hemicycle/host.hpp>
#include <hemicycle/row.hpp>

#include <concepts>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hemicycle {

/// The parameters of one statement: a braced list, or any contiguous range of Param.
class Params final {
 public:
  Params() = default;
  Params(std::initializer_list<Param> list) : data_(std::data(list)), size_(list.size()) {}
  Params(std::span<const Param> list) : data_(list.data()), size_(list.size()) {}  // NOLINT(google-explicit-constructor)
  [[nodiscard]] const Param* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  const Param* data_ = nullptr;
  std::size_t size_ = 0;
};

/// What a query may do. Valid until the call returns, on its thread.
class ReadStore {
 public:
  ReadStore(const Host& host, hmc_call call) : host_(host), call_(call) {}

  /// Calls `each(const Row&)` for every row of a SELECT.
  template <typename Each>
  void rows(std::string_view sql, Params params, Each&& each) const {
    const Cursor cursor(*this, sql, params);
    while (const auto row = cursor.next()) each(*row);
  }
  template <typename Each>
  void rows(std::string_view sql, Each&& each) const requires std::invocable<Each&, const Row&> {
    rows(sql, Params{}, each);
  }

  /// The first row, or nothing.
  [[nodiscard]] std::optional<OwnedRow> first(std::string_view sql, Params params = {}) const {
    const Cursor cursor(*this, sql, params);
    const auto row = cursor.next();
    return row ? std::optional<OwnedRow>(std::in_place, *row) : std::nullopt;
  }

  /// The first column of the first row; 0 when there is none or it is NULL.
  [[nodiscard]] std::int64_t integer(std::string_view sql, Params params = {}) const {
    const Cursor cursor(*this, sql, params);
    const auto row = cursor.next();
    return row ? row->integer(0) : 0;
  }

 protected:
  void check(hmc_status status, std::string_view sql) const {
    if (status != HMC_OK) refuse(status, sql);
  }

  const Host& host_;
  hmc_call call_;

 private:
  class Cursor final {
   public:
    Cursor(const ReadStore& store, std::string_view sql, Params params) : store_(store), sql_(sql) {
      store.check(store.host_.store->query(store.call_, to_span(sql), params.data(), params.size(), &cursor_), sql);
    }
    ~Cursor() { store_.host_.store->close(store_.call_, cursor_); }
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;

    [[nodiscard]] std::optional<Row> next() const {
      const hmc_value* values = nullptr;
      std::size_t count = 0;
      store_.check(store_.host_.store->next(store_.call_, cursor_, &values, &count), sql_);
      return values ? std::optional<Row>(std::in_place, values, count) : std::nullopt;
    }

   private:
    const ReadStore& store_;
    std::string_view sql_;
    hmc_cursor cursor_{};
  };

  [[noreturn]] void refuse(hmc_status status, std::string_view sql) const {
    const auto what = std::string(to_view(host_.store->error(call_))).append(" in: ").append(sql);
    if (status == HMC_CONFLICT) throw Conflict(what);
    throw StoreFailure(static_cast<Status>(status), what);
  }
};

/// What a command, a reaction or a job may do: all commits with the call, or nothing.
class Store final : public ReadStore {
 public:
  using ReadStore::ReadStore;

  /// Runs an INSERT, UPDATE or DELETE; returns the rows changed. A constraint throws Conflict.
  std::int64_t exec(std::string_view sql, Params params = {}) const {
    std::int64_t changed = 0;
    check(host_.store->exec(call_, to_span(sql), params.data(), params.size(), &changed), sql);
    return changed;
  }
};

}  // namespace hemicycle
