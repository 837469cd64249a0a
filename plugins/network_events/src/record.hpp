// One event as its row holds it.
#pragma once

#include "network_events.contract.hpp"

#include <hemicycle/plugin.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace network_events {

struct Record {
  std::string id;
  std::string state = "announced";
  std::string title, kind;
  std::optional<std::string> network, programme;
  std::string role, date;
  std::optional<std::string> end_date;
  std::optional<std::int64_t> starts_at, ends_at;  ///< ns; absent for a whole day
  std::string mode = "on_site";
  std::optional<std::string> place, group, audience;
  std::string summary;
  std::optional<std::string> reason;
  std::int64_t created_at = 0, updated_at = 0;
  std::optional<std::string> description;

  [[nodiscard]] bool is(std::string_view wanted) const { return state == wanted; }
  [[nodiscard]] const std::string& last_date() const { return end_date ? *end_date : date; }
};

[[nodiscard]] std::optional<Record> by_id(const hemicycle::ReadStore& store, std::string_view id);
void insert(hemicycle::Store& store, const Record& record);
void save(hemicycle::Store& store, const Record& record);

}  // namespace network_events
