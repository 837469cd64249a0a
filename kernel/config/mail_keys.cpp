// The keys of letters: where they are handed over, in whose name, how often.
#include <algorithm>
#include <cctype>

#include "kernel/config/keys.hpp"
#include "kernel/core/text_rules.hpp"

namespace hemicycle::config {

namespace {

bool is_smtp_server(const std::string& text) {
  const auto scheme = text.starts_with("smtp://") ? std::string("smtp://") : std::string("smtps://");
  if (!text.starts_with(scheme)) return false;
  // No user, path or query: a password in an address would stand in every listing of the configuration.
  const auto rest = text.substr(scheme.size());
  return !rest.empty() && std::all_of(rest.begin(), rest.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
  });
}

bool is_address(const std::string& text) { return core::is_email(text); }

}  // namespace

std::vector<Key> mail_keys() {
  return {
      {.name = "mail.server",
       .kind = Kind::text,
       .default_json = R"("")",
       .description = "SMTP server that letters are handed to; empty = none, and letters wait.",
       .shape = "an address such as smtp://mail.example.org:587 or smtps://mail.example.org",
       .fits = is_smtp_server},
      {.name = "mail.tls",
       .kind = Kind::text,
       .default_json = R"("required")",
       .description = "required: TLS or nothing. opportunistic: TLS when the server has it. none: for a server on this machine.",
       .among = {"required", "opportunistic", "none"}},
      {.name = "mail.ca_file",
       .kind = Kind::path,
       .default_json = R"("")",
       .description = "Certificates of the authorities that the server's certificate may come from; empty = the system's."},
      {.name = "mail.user", .kind = Kind::text, .default_json = R"("")", .description = "Name to sign in with at the server; empty = without."},
      {.name = "mail.password_file",
       .kind = Kind::path,
       .default_json = R"("")",
       .description = "File whose first line is the password. Only a file: never an option, a variable or this file itself."},
      {.name = "mail.from",
       .kind = Kind::text,
       .default_json = R"("")",
       .description = "Address that letters come from; the name beside it is site.name.",
       .shape = "an e-mail address",
       .fits = is_address},
      {.name = "mail.attempts",
       .kind = Kind::integer,
       .default_json = "12",
       .description = "Tries before a letter that the server keeps deferring is given up.",
       .min = 1,
       .max = 100},
      {.name = "mail.retry_s",
       .kind = Kind::integer,
       .default_json = "60",
       .description = "Seconds before the second try; each following wait is twice as long, four hours at most.",
       .min = 1,
       .max = 86'400},
      {.name = "mail.keep_days",
       .kind = Kind::integer,
       .default_json = "365",
       .description = "Days after which what a letter said, and to whom, is forgotten; that it was sent, when, with which answer stays.",
       .min = 1,
       .max = 36'500},
  };
}

}  // namespace hemicycle::config
