#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hemicycle::web::http {

/// gzip at level 6. Nothing when the result would not be smaller. Any thread; costs about 0.3 ms for 8 KiB.
[[nodiscard]] std::optional<std::string> gzip(std::string_view bytes);

/// Brotli at quality 5: the knee of its curve for pages compressed while someone waits. Nothing when not smaller. Any thread.
[[nodiscard]] std::optional<std::string> brotli(std::string_view bytes);

/// Whether compressing can pay: at least 256 bytes (below, one packet either way) of a type made of text. Any thread.
[[nodiscard]] bool worth_compressing(std::string_view content_type, std::size_t size) noexcept;

}  // namespace hemicycle::web::http
