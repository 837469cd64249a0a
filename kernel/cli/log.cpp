#include "kernel/cli/log.hpp"

#include <hemicycle/ext/log.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>

namespace hemicycle::cli {
namespace {

spdlog::level::level_enum level_of(std::uint32_t level) {
  switch (level) {
    case HMC_LOG_DEBUG: return spdlog::level::debug;
    case HMC_LOG_INFO: return spdlog::level::info;
    case HMC_LOG_WARNING: return spdlog::level::warn;
    default: return spdlog::level::err;
  }
}

}  // namespace

std::string neutralised(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    // C1 controls are two bytes in UTF-8: C2 80 to C2 9F.
    const bool c1 = c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (c >= 0x20 && c != 0x7f && !c1) {
      out += text[i];
      continue;
    }
    const auto shown = c1 ? static_cast<unsigned char>(text[++i]) : c;
    out += {'\\', 'x', kDigits[shown >> 4U], kDigits[shown & 15U]};
  }
  return out;
}

Log::Log(const std::string& level, const std::string& format)
    : logger_(std::make_shared<spdlog::logger>("hemicycle", std::make_shared<spdlog::sinks::stderr_sink_mt>())), json_(format == "json") {
  logger_->set_pattern(json_ ? "%v" : "%Y-%m-%dT%H:%M:%S.%e%z %l %v");
  logger_->set_level(spdlog::level::from_str(level));
}

void Log::write(std::string_view speaker, std::uint32_t level, std::string_view text) const {
  const auto grade = level_of(level);
  if (!logger_->should_log(grade)) return;
  if (!json_) {
    logger_->log(grade, "{}: {}", neutralised(speaker), neutralised(text));
    return;
  }
  const auto name = spdlog::level::to_string_view(grade);
  // All but ASCII is escaped: DEL and the C1 controls would else pass through to whoever shows the line.
  const nlohmann::json line = {{"level", std::string(name.data(), name.size())}, {"speaker", speaker}, {"text", text}};
  logger_->log(grade, "{}", line.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace));
}

}  // namespace hemicycle::cli
