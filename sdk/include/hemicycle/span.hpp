// Borrowed bytes of the C boundary as std::string_view, and back. Valid until the call in progress returns.
#pragma once

#include <hemicycle/span.h>

#include <string_view>

namespace hemicycle {

[[nodiscard]] constexpr hmc_span to_span(std::string_view text) noexcept { return {text.data(), text.size()}; }
[[nodiscard]] constexpr std::string_view to_view(hmc_span bytes) noexcept {
  return bytes.size == 0 ? std::string_view{} : std::string_view{bytes.data, bytes.size};
}

}  // namespace hemicycle
