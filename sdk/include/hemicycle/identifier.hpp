// Identifiers that sort by the time they were made: UUIDv7, RFC 9562 §5.7 with its method 3 (time below the millisecond in rand_a).
#pragma once

#include <sys/random.h>

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace hemicycle {

/// `sequence` counts those made at one instant, so that they sort in the order of making.
[[nodiscard]] inline std::string uuid_v7(std::int64_t time_ns, unsigned sequence) {
  std::array<unsigned char, 16> bytes{};
  if (getrandom(bytes.data() + 8, 8, 0) != 8) throw std::runtime_error("the system gave no random bytes");
  const auto ms = static_cast<std::uint64_t>(time_ns / 1'000'000);
  const auto fraction = static_cast<std::uint64_t>(time_ns % 1'000'000) * 4096U / 1'000'000U + sequence;
  for (unsigned i = 0; i < 6; ++i) bytes[i] = static_cast<unsigned char>(ms >> (40U - 8U * i));
  bytes[6] = static_cast<unsigned char>(0x70U | ((fraction >> 8U) & 0x0FU));
  bytes[7] = static_cast<unsigned char>(fraction);
  bytes[8] = static_cast<unsigned char>(0x80U | (bytes[8] & 0x3FU));

  constexpr auto digits = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (unsigned i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text.push_back('-');
    text.push_back(digits[bytes[i] >> 4U]);
    text.push_back(digits[bytes[i] & 0x0FU]);
  }
  return text;
}

}  // namespace hemicycle
