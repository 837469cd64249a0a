// The operator's log, on standard error.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace spdlog {
class logger;
}

namespace hemicycle::cli {

/// Any thread. What outsiders wrote cannot break a line or move a terminal's cursor: control characters become \xNN (S20).
class Log final {
 public:
  /// `format`: "text" or "json"; `level`: "debug", "info", "warn", "error".
  Log(const std::string& level, const std::string& format);

  /// `level` as in hemicycle/ext/log.h.
  void write(std::string_view speaker, std::uint32_t level, std::string_view text) const;

 private:
  std::shared_ptr<spdlog::logger> logger_;
  bool json_;
};

/// `text` with control characters (C0, DEL, C1) as \xNN.
[[nodiscard]] std::string neutralised(std::string_view text);

}  // namespace hemicycle::cli
