// A line for the operator. Never personal data, never a secret. Any thread.
#pragma once

#include <hemicycle/host.hpp>

#include <cstdint>
#include <string_view>

namespace hemicycle {

class Log final {
 public:
  explicit Log(const Host& host) : host_(host) {}

  void debug(std::string_view text) const { write(HMC_LOG_DEBUG, text); }
  void info(std::string_view text) const { write(HMC_LOG_INFO, text); }
  void warning(std::string_view text) const { write(HMC_LOG_WARNING, text); }
  void error(std::string_view text) const { write(HMC_LOG_ERROR, text); }

 private:
  void write(std::uint32_t level, std::string_view text) const { host_.log->write(host_.self, level, to_span(text)); }

  const Host& host_;
};

}  // namespace hemicycle
