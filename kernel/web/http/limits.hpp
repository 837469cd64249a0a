#pragma once

#include <chrono>
#include <cstddef>

#include "kernel/web/http/head_parser.hpp"

namespace hemicycle::web::http {

/// What a client may take (acceptance L4, L5). Deadlines are absolute: set when a phase begins and never moved by the bytes that trickle
/// in.
struct Limits {
  HeadLimits head;
  std::size_t connections = 8192;
  std::size_t turned_away = 8;                                        // connections beyond, at once, that are told 503; more are closed unheard
  std::size_t body_bytes_in_flight = std::size_t{256} * 1024 * 1024;  // of all requests; 503 beyond
  std::chrono::milliseconds head_time{10'000};                        // from the first byte of a head, or from the accept
  std::chrono::milliseconds idle_time{60'000};                        // keep-alive without a request
  std::chrono::milliseconds body_time{30'000};                        // plus the body's size at slowest_rate
  std::chrono::milliseconds write_time{30'000};                       // plus the answer's size at slowest_rate
  std::size_t slowest_rate = std::size_t{64} * 1024;                  // bytes per second
  std::chrono::milliseconds farewell_time{1'000};                     // when the server stops: for a request that is on its way, on a connection
                                                                      // that was kept open for it
  std::chrono::milliseconds heartbeat{15'000};                        // on an answer that stays open: proxies give up after 60 s of silence
  std::chrono::milliseconds stream_time{600'000};                     // of an answer that stays open; its reader then asks again, and is checked again
  std::chrono::milliseconds linger_time{2'000};                       // reading on after a refusal, so that the client gets to see it
  std::size_t linger_bytes = std::size_t{4} * 1024 * 1024;
};

}  // namespace hemicycle::web::http
