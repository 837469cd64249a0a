#include "kernel/web/http/address.hpp"

#include <charconv>
#include <stdexcept>

#include "kernel/web/http/characters.hpp"

namespace hemicycle::web::http {
namespace {

namespace ip = boost::asio::ip;

/// IPv4 as mapped IPv6, so that one comparison serves both and a dual-stack socket's "::ffff:127.0.0.1" is 127.0.0.1.
ip::address_v6 as_v6(const ip::address& address) {
  return address.is_v6() ? address.to_v6() : ip::make_address_v6(ip::v4_mapped, address.to_v4());
}

ip::address plain(const ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  return address;
}

}  // namespace

TrustedProxies::TrustedProxies(const std::vector<std::string>& networks) {
  for (const auto& text : networks) {
    const auto slash = text.find('/');
    boost::system::error_code error;
    const auto address = ip::make_address(text.substr(0, slash), error);
    if (error) throw std::invalid_argument("trusted proxy is neither an address nor a network: " + text);
    const unsigned widest = address.is_v4() ? 32 : 128;
    unsigned prefix = widest;
    if (slash != std::string::npos) {
      const auto* end = text.data() + text.size();
      const auto [rest, failure] = std::from_chars(text.data() + slash + 1, end, prefix);
      if (failure != std::errc{} || rest != end || prefix > widest)
        throw std::invalid_argument("trusted proxy has no valid prefix length: " + text);
    }
    networks_.push_back({as_v6(address), prefix + (128 - widest)});
  }
}

bool TrustedProxies::trusts(const ip::address& address) const noexcept {
  if (networks_.empty()) return false;
  const auto bytes = as_v6(address).to_bytes();
  for (const auto& network : networks_) {
    const auto base = network.base.to_bytes();
    bool same = true;
    for (unsigned bit = 0; same && bit < network.prefix; bit += 8) {
      const unsigned kept = network.prefix - bit >= 8 ? 8 : network.prefix - bit;
      same = ((bytes[bit / 8] ^ base[bit / 8]) >> (8U - kept)) == 0;
    }
    if (same) return true;
  }
  return false;
}

ip::address TrustedProxies::client(const ip::address& peer, std::string_view forwarded_for) const {
  auto believed = plain(peer);
  while (trusts(believed) && !forwarded_for.empty()) {
    const auto comma = forwarded_for.rfind(',');
    const auto last = trimmed(comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1));
    forwarded_for = comma == std::string_view::npos ? std::string_view{} : forwarded_for.substr(0, comma);
    boost::system::error_code error;
    const auto address = ip::make_address(last, error);
    if (error) break;
    believed = plain(address);
  }
  return believed;
}

}  // namespace hemicycle::web::http
