#include "kernel/mail/message.hpp"

#include <array>
#include <chrono>
#include <cstdio>

#include "kernel/mail/words.hpp"

namespace hemicycle::mail {
namespace {

std::string date(std::int64_t ns) {
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  using namespace std::chrono;
  const sys_time<nanoseconds> instant{nanoseconds(ns)};
  const auto day = floor<days>(instant);
  const year_month_day on(day);
  const auto second = static_cast<int>(floor<seconds>(instant - day).count());
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000", kDays.at(weekday(day).c_encoding()), static_cast<unsigned>(on.day()),
                kMonths.at(static_cast<unsigned>(on.month()) - 1), static_cast<int>(on.year()), second / 3600, second / 60 % 60, second % 60);
  return out.data();
}

std::string text_part(std::string text, const std::string& site) {
  constexpr std::string_view kSite = "{site}";
  for (auto at = text.find(kSite); at != std::string::npos; at = text.find(kSite, at + site.size())) text.replace(at, kSite.size(), site);
  return "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + quoted_printable(text);
}

std::string calendar_part(const Invitation& invitation) {
  return "Content-Type: text/calendar; charset=utf-8; method=" + invitation.method + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
         base64_lines(invitation.text);
}

}  // namespace

std::string compose(const core::Letter& letter, const Sender& sender, const Recipient& recipient, const Invitation& invitation) {
  std::string out = header("Date", date(letter.written_ns));
  out += address_header("From", sender.name, sender.address);
  out += address_header("To", recipient.name, recipient.address);
  out += header("Subject", letter.subject);
  out += "Message-ID: <" + letter.id + "@" + sender.domain + ">\r\n";
  // RFC 3834: nobody's absence is to answer a machine.
  out += "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n";
  if (invitation.text.empty()) return out += text_part(letter.text, sender.site);
  // An id of ours has no "=_", and neither has base64 nor quoted-printable: no part can hold the boundary (RFC 2046, 5.1.1).
  const auto boundary = "=_" + letter.id;
  out += "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n";
  out += "--" + boundary + "\r\n" + text_part(letter.text, sender.site);
  out += "--" + boundary + "\r\n" + calendar_part(invitation);
  return out += "--" + boundary + "--\r\n";
}

}  // namespace hemicycle::mail
