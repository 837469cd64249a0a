#include <catch2/catch.hpp>

#include "kernel/mail/message.hpp"
#include "kernel/mail/words.hpp"

using namespace hemicycle;
using namespace hemicycle::mail;

namespace {

const core::Letter kLetter{.id = "0190f1c2-0000-7000-8000-000000000001",
                           .plugin = "club",
                           .to = "ada@example.org",
                           .subject = "Réunion",
                           .text = "Bonjour",
                           .calendar = {},
                           .written_ns = 1'775'656'800'000'000'000};
const Sender kSender{.address = "conseil@example.org", .name = "Conseil", .domain = "conseil.example.org"};

bool lines_are_short(const std::string& text, std::size_t most) {
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find("\r\n", at);
    if (end == std::string::npos || end - at > most) return false;
    at = end + 2;
  }
  return true;
}

}  // namespace

TEST_CASE("a text of plain characters stays readable in its header, another becomes encoded-words that split no character") {
  CHECK(header("Subject", "Guest book") == "Subject: Guest book\r\n");
  CHECK(header("Subject", "=?utf-8?q?sly?=") == "Subject: =?utf-8?B?PT91dGYtOD9xP3NseT89?=\r\n");
  std::string long_text;
  for (int i = 0; i < 60; ++i) long_text += "é";
  const auto folded = header("Subject", long_text);
  CHECK(lines_are_short(folded, 78));
  // 42 bytes hold 21 characters of two bytes: the words carry 42, 42 and 36 bytes.
  CHECK(folded.find("=?utf-8?B?w6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOp?=") != std::string::npos);
}

TEST_CASE("a long line of plain words is folded between them") {
  const auto folded = header("Subject", "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen");
  CHECK(lines_are_short(folded, 78));
  CHECK(folded.find("\r\n ") != std::string::npos);
}

TEST_CASE("a name in front of an address is quoted, or encoded when it is not plain") {
  CHECK(address_header("To", "Ada \"the\" first", "a@b.example") == "To: \"Ada \\\"the\\\" first\" <a@b.example>\r\n");
  CHECK(address_header("To", "", "a@b.example") == "To: <a@b.example>\r\n");
  CHECK(address_header("To", "Élue", "a@b.example") == "To: =?utf-8?B?w4lsdWU=?= <a@b.example>\r\n");
}

TEST_CASE("no line break of a person's text reaches a header") {
  const auto sly = address_header("To", "Ada\r\nBcc: all@example.org", "a@b.example");
  CHECK(sly.find("Bcc") == std::string::npos);
  CHECK(header("Subject", "x\nBcc: all@example.org").find("Bcc") == std::string::npos);
}

TEST_CASE("quoted-printable has short lines, no bare dot at a line's beginning, no blank at its end") {
  CHECK(quoted_printable("a=b \n.\nété") == "a=3Db=20\r\n=2E\r\n=C3=A9t=C3=A9\r\n");
  CHECK(lines_are_short(quoted_printable(std::string(1000, 'x')), 76));
}

TEST_CASE("a letter is the same message each time it is tried, with the machine's mark on it") {
  const auto message = compose(kLetter, kSender, {.address = "ada@example.org", .name = {}}, {});
  CHECK(message == compose(kLetter, kSender, {.address = "ada@example.org", .name = {}}, {}));
  CHECK(message.starts_with("Date: Wed, 08 Apr 2026 14:00:00 +0000\r\n"));
  CHECK(message.find("Message-ID: <0190f1c2-0000-7000-8000-000000000001@conseil.example.org>\r\n") != std::string::npos);
  CHECK(message.find("Auto-Submitted: auto-generated\r\n") != std::string::npos);
}

TEST_CASE("a letter names the site's address where its text says so, and nowhere when none is known") {
  auto letter = kLetter;
  letter.text = "{site}/recus/1 {site}/pages {date}";
  auto sender = kSender;
  CHECK(compose(letter, sender, {.address = "ada@example.org", .name = {}}, {}).ends_with("\r\n\r\n/recus/1 /pages {date}\r\n"));
  sender.site = "https://a.example";
  CHECK(compose(letter, sender, {.address = "ada@example.org", .name = {}}, {}).ends_with("\r\n\r\nhttps://a.example/recus/1 https://a.example/pages {date}\r\n"));
}

TEST_CASE("an invitation stands beside the text, with its method") {
  const auto message = compose(kLetter, kSender, {.address = "ada@example.org", .name = {}}, {.text = "BEGIN:VCALENDAR\r\n", .method = "REQUEST"});
  CHECK(message.find("Content-Type: multipart/alternative; boundary=\"=_0190f1c2") != std::string::npos);
  CHECK(message.find("Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n") != std::string::npos);
  CHECK(message.ends_with("--\r\n"));
}
