// A letter as a message (RFC 5322, RFC 2045 to 2047), with its invitation beside the text (RFC 6047).
#pragma once

#include <string>

#include "kernel/core/mail.hpp"

namespace hemicycle::mail {

struct Sender {
  std::string address, name;
  std::string domain;  ///< of the Message-ID: the host of the public address
  std::string site{};  ///< the public address, "https://conseil.example.org": what {site} stands for in a letter
};

struct Recipient {
  std::string address, name;
};

/// A calendar entry as text/calendar, and the method that it names: "REQUEST" or "CANCEL".
struct Invitation {
  std::string text, method;
};

/// Seven-bit lines ended by CRLF, none longer than 998 octets. The same letter makes the same message, whenever it is tried again.
/// What a person wrote cannot begin a header: every part of it is encoded.
[[nodiscard]] std::string compose(const core::Letter& letter, const Sender& sender, const Recipient& recipient, const Invitation& invitation);

}  // namespace hemicycle::mail
