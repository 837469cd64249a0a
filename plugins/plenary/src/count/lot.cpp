#include "lot.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <stdexcept>

namespace plenary_plugin::count {

std::string sha256(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<unsigned char, 32> digest{};
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1 || size != digest.size())
    throw std::runtime_error("SHA-256 is not available");
  std::string hexadecimal;
  for (const auto byte : digest) {
    hexadecimal += kDigits[byte >> 4];
    hexadecimal += kDigits[byte & 15];
  }
  return hexadecimal;
}

std::string ticket(std::string_view seed, std::string_view name) { return sha256(std::string(seed).append(":").append(name)); }

std::vector<std::size_t> draw(std::string_view seed, const std::vector<std::string>& names) {
  std::vector<std::string> tickets;
  for (const auto& name : names) tickets.push_back(ticket(seed, name));
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return tickets[a] < tickets[b]; });
  return order;
}

}  // namespace plenary_plugin::count
