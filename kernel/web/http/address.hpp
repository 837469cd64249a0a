#pragma once

#include <boost/asio/ip/address.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace hemicycle::web::http {

/// The proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.
class TrustedProxies final {
 public:
  TrustedProxies() = default;
  /// Addresses or networks: "127.0.0.1", "10.0.0.0/8", "::1". Throws std::invalid_argument naming the one that is neither.
  explicit TrustedProxies(const std::vector<std::string>& networks);

  [[nodiscard]] bool trusts(const boost::asio::ip::address& address) const noexcept;

  /// The right-most address of the chain that is not a trusted proxy: everything further left was written by the client. An entry that is
  /// no address ends the search at the last one believed. `forwarded_for` is looked at only when the peer is trusted. Any thread.
  [[nodiscard]] boost::asio::ip::address client(const boost::asio::ip::address& peer, std::string_view forwarded_for) const;

 private:
  struct Network {
    boost::asio::ip::address_v6 base;
    unsigned prefix = 128;
  };
  std::vector<Network> networks_;
};

}  // namespace hemicycle::web::http
