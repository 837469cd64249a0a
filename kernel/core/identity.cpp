#include "kernel/core/identity.hpp"

#include <algorithm>
#include <array>
#include <random>

namespace hemicycle::core {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

void put_hex(char* out, std::uint64_t value, int digits) {
  for (int i = digits - 1; i >= 0; --i, value >>= 4U) out[i] = kDigits[value & 15U];
}

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return kDigits.find(c) != std::string_view::npos; });
}

bool all_zero(std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; }

}  // namespace

std::uint64_t random_bits() {
  thread_local std::mt19937_64 generator = [] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }();
  return generator();
}

std::string new_id(std::int64_t now_ns) {
  const auto milliseconds = static_cast<std::uint64_t>(now_ns / 1'000'000);
  const auto a = random_bits();
  const auto b = random_bits();
  std::string id(36, '-');
  put_hex(&id[0], milliseconds >> 16U, 8);
  put_hex(&id[9], milliseconds & 0xffffU, 4);
  put_hex(&id[14], 0x7000U | (a & 0x0fffU), 4);
  put_hex(&id[19], 0x8000U | ((a >> 12U) & 0x3fffU), 4);
  put_hex(&id[24], b & 0xffff'ffff'ffffU, 12);
  return id;
}

std::string new_traceparent() {
  std::string out = "00-00000000000000000000000000000000-0000000000000000-01";
  put_hex(&out[3], random_bits() | 1U, 16);
  put_hex(&out[19], random_bits(), 16);
  put_hex(&out[36], random_bits() | 1U, 16);
  return out;
}

bool is_traceparent(std::string_view text) {
  if (text.size() != 55 || text.substr(0, 3) != "00-" || text[35] != '-' || text[52] != '-') return false;
  const auto trace = text.substr(3, 32);
  const auto parent = text.substr(36, 16);
  return is_hex(trace) && is_hex(parent) && is_hex(text.substr(53)) && !all_zero(trace) && !all_zero(parent);
}

std::string fingerprint(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  std::string out(16, '0');
  put_hex(out.data(), hash, 16);
  return out;
}

}  // namespace hemicycle::core
