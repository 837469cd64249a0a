// One row of a SELECT, read by position. NULL reads as 0 and as the empty text; ask is_null or the optional forms where it matters.
#pragma once

#include <hemicycle/ext/store.h>
#include <hemicycle/failure.hpp>
#include <hemicycle/span.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hemicycle {

/// Borrowed until the next row. A column that does not exist or holds another kind of value: StoreFailure.
class Row {
 public:
  Row(const hmc_value* values, std::size_t count) : values_(values), count_(count) {}

  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  [[nodiscard]] bool is_null(std::size_t column) const { return value(column).type == HMC_NULL; }

  [[nodiscard]] std::int64_t integer(std::size_t column) const {
    const auto& held = value(column);
    if (held.type == HMC_INTEGER) return held.as.integer;
    return held.type == HMC_NULL ? 0 : wrong(column, "an integer");
  }
  [[nodiscard]] bool boolean(std::size_t column) const { return integer(column) != 0; }
  [[nodiscard]] double real(std::size_t column) const {
    const auto& held = value(column);
    return held.type == HMC_REAL ? held.as.real : static_cast<double>(integer(column));
  }
  [[nodiscard]] std::string text(std::size_t column) const { return std::string(view(column)); }
  /// The text where it lies: valid as long as the row.
  [[nodiscard]] std::string_view view(std::size_t column) const {
    const auto& held = value(column);
    if (held.type != HMC_TEXT && held.type != HMC_BLOB && held.type != HMC_NULL) wrong(column, "a text");
    return held.type == HMC_NULL ? std::string_view{} : to_view(held.as.bytes);
  }

  [[nodiscard]] std::optional<std::int64_t> optional_integer(std::size_t column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
  }
  [[nodiscard]] std::optional<double> optional_real(std::size_t column) const {
    return is_null(column) ? std::nullopt : std::optional(real(column));
  }
  [[nodiscard]] std::optional<std::string> optional_text(std::size_t column) const {
    return is_null(column) ? std::nullopt : std::optional(text(column));
  }

  [[nodiscard]] const hmc_value& value(std::size_t column) const {
    if (column >= count_) wrong(column, "there");
    return values_[column];
  }

 private:
  [[noreturn]] static std::int64_t wrong(std::size_t column, const char* wanted) {
    throw StoreFailure(Status::internal, "column " + std::to_string(column) + " of the row is not " + wanted);
  }

  const hmc_value* values_;
  std::size_t count_;
};

/// A row that outlives its statement. Read it like any Row. Moves, does not copy: its values point into itself.
class OwnedRow final : public Row {
 public:
  explicit OwnedRow(const Row& row) : OwnedRow(Copied(row)) {}
  OwnedRow(OwnedRow&&) = default;
  OwnedRow& operator=(OwnedRow&&) = default;
  OwnedRow(const OwnedRow&) = delete;
  OwnedRow& operator=(const OwnedRow&) = delete;
  ~OwnedRow() = default;

 private:
  struct Copied {
    explicit Copied(const Row& row) {
      std::size_t size = 0;
      for (std::size_t i = 0; i < row.size(); ++i) size += bytes_of(row, i).size();
      bytes.reserve(size);  // once, so that what points into it stays
      for (std::size_t i = 0; i < row.size(); ++i) values.push_back(copy(row, i));
    }
    hmc_value copy(const Row& row, std::size_t column) {
      hmc_value value = row.value(column);
      if (value.type != HMC_TEXT && value.type != HMC_BLOB) return value;
      const auto text = to_view(value.as.bytes);
      const auto from = bytes.size();
      bytes.insert(bytes.end(), text.begin(), text.end());
      value.as.bytes = {bytes.data() + from, text.size()};
      return value;
    }
    std::vector<hmc_value> values{};
    std::vector<char> bytes{};
  };

  static std::string_view bytes_of(const Row& row, std::size_t column) {
    const auto& value = row.value(column);
    return value.type == HMC_TEXT || value.type == HMC_BLOB ? to_view(value.as.bytes) : std::string_view{};
  }

  explicit OwnedRow(Copied copied) : Row(copied.values.data(), copied.values.size()), kept_(std::move(copied)) {}

  Copied kept_;
};

}  // namespace hemicycle
