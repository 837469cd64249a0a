#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "kernel/config/keys.hpp"
#include "kernel/core/text_rules.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::config {

namespace {

bool is_address(const std::string& text) {
  in6_addr any{};
  return inet_pton(AF_INET, text.c_str(), &any) == 1 || inet_pton(AF_INET6, text.c_str(), &any) == 1;
}

bool is_network(const std::string& text) {
  const auto slash = text.find('/');
  const auto address = text.substr(0, slash);
  if (!is_address(address)) return false;
  if (slash == std::string::npos) return true;
  int bits = -1;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + slash + 1, end, bits);
  return error == std::errc() && stop == end && bits >= 0 && bits <= (address.find(':') == std::string::npos ? 32 : 128);
}

bool is_origin(const std::string& text) {
  return core::is_uri(text) && text.find_first_of("/?#", text.find("://") + 3) == std::string::npos;
}

bool is_language(const std::string& text) {
  return text.size() == 2 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool is_isolation_of(const std::string& text) {
  const auto equal = text.find('=');
  return equal != std::string::npos && equal > 0 && contract::isolation_named(std::string_view(text).substr(equal + 1)).has_value();
}

constexpr std::int64_t kMiB = 1'048'576;

const std::vector<Key>& table() {
  static const std::vector<Key> kKeys{
      {.name = "web.address",
       .kind = Kind::text,
       .default_json = R"("127.0.0.1")",
       .description = "Address on which pages are served. Behind a reverse proxy, leave it.",
       .shape = "an IPv4 or IPv6 address",
       .fits = is_address},
      {.name = "web.port",
       .kind = Kind::integer,
       .default_json = "8080",
       .description = "Port on which pages are served; 0 takes a free one and prints it.",
       .min = 0,
       .max = 65'535},
      {.name = "web.public_url",
       .kind = Kind::text,
       .default_json = R"("")",
       .description = "Address that people type. Its host is the only one answered; when empty, 127.0.0.1 and localhost are.",
       .shape = "an address such as https://conseil.example.org, without path",
       .fits = is_origin},
      {.name = "web.threads",
       .kind = Kind::integer,
       .default_json = "0",
       .description = "Threads that serve connections; 0 = one a processor.",
       .min = 0,
       .max = 256},
      {.name = "web.page_cache", .kind = Kind::boolean, .default_json = "true", .description = "Keep public pages ready to send."},
      {.name = "web.max_body_bytes",
       .kind = Kind::integer,
       .default_json = "1048576",
       .description = "Largest form or API call.",
       .min = 1'024,
       .max = 64 * kMiB},
      {.name = "web.max_upload_bytes",
       .kind = Kind::integer,
       .default_json = "20971520",
       .description = "Largest request that carries a file.",
       .min = 1'024,
       .max = 1'024 * kMiB},
      {.name = "web.max_connections",
       .kind = Kind::integer,
       .default_json = "4096",
       .description = "Connections open at once.",
       .min = 1,
       .max = 1'000'000},
      {.name = "web.live_readers",
       .kind = Kind::integer,
       .default_json = "2000",
       .description = "Readers of live pages connected at once; at most half of web.max_connections.",
       .min = 1,
       .max = 1'000'000},
      {.name = "web.live_readers_per_address",
       .kind = Kind::integer,
       .default_json = "500",
       .description = "Of them from one address: a hall full of people has one.",
       .min = 1,
       .max = 1'000'000},
      {.name = "web.head_deadline_s",
       .kind = Kind::integer,
       .default_json = "10",
       .description = "Seconds within which the head of a request arrives.",
       .min = 1,
       .max = 3'600},
      {.name = "web.body_deadline_s",
       .kind = Kind::integer,
       .default_json = "30",
       .description = "Seconds within which its body arrives.",
       .min = 1,
       .max = 3'600},
      {.name = "web.idle_deadline_s",
       .kind = Kind::integer,
       .default_json = "60",
       .description = "Seconds that a connection may wait for its next request.",
       .min = 1,
       .max = 3'600},
      {.name = "web.rate_limits",
       .kind = Kind::boolean,
       .default_json = "true",
       .description = "Limit how often one visitor, session or account may ask."},
      {.name = "web.anonymous_per_minute",
       .kind = Kind::integer,
       .default_json = "120",
       .description = "Requests a minute from one address without session.",
       .min = 1,
       .max = 1'000'000},
      {.name = "web.signed_in_per_minute",
       .kind = Kind::integer,
       .default_json = "300",
       .description = "Requests a minute of one session.",
       .min = 1,
       .max = 1'000'000},
      {.name = "web.sign_in_per_minute",
       .kind = Kind::integer,
       .default_json = "5",
       .description = "Attempts a minute to sign in to one account.",
       .min = 1,
       .max = 1'000},
      {.name = "web.sign_in_per_minute_per_address",
       .kind = Kind::integer,
       .default_json = "20",
       .description = "Attempts a minute to sign in from one address.",
       .min = 1,
       .max = 10'000},
      {.name = "web.trusted_proxies",
       .kind = Kind::list,
       .default_json = "[]",
       .description = "Reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.",
       .shape = "addresses or networks such as 10.0.0.0/8",
       .fits = is_network},
      {.name = "web.draft_days",
       .kind = Kind::integer,
       .default_json = "30",
       .description = "Days after which the saved draft of a form is forgotten.",
       .min = 1,
       .max = 3'650},
      {.name = "web.theme",
       .kind = Kind::path,
       .default_json = R"("")",
       .description = "Folder whose views and assets replace those of the plugins; empty = none."},
      {.name = "print.program",
       .kind = Kind::path,
       .default_json = R"("/usr/bin/weasyprint")",
       .description = "What prints pages as PDF (Debian's weasyprint). Without it those pages answer 503."},
      {.name = "print.at_once",
       .kind = Kind::integer,
       .default_json = "2",
       .description = "Documents printed at the same time, each by a process of up to 1 GiB; eight more may wait.",
       .min = 1,
       .max = 64},
      {.name = "store.path",
       .kind = Kind::path,
       .default_json = R"("")",
       .description = "SQLite database; empty = hemicycle.db in data.dir."},
      {.name = "store.synchronous",
       .kind = Kind::text,
       .default_json = R"("FULL")",
       .description = "FULL keeps every acknowledged change through a power cut. NORMAL may lose some: for a test's negative control only.",
       .among = {"FULL", "NORMAL"}},
      {.name = "data.dir",
       .kind = Kind::path,
       .default_json = R"("/var/lib/hemicycle")",
       .description = "Folder of the database and of uploaded files."},
      {.name = "plugins.path",
       .kind = Kind::paths,
       .default_json = "[]",
       .description = "Folders in which plugins are looked for; empty = plugins beside the program."},
      {.name = "plugins.disabled",
       .kind = Kind::list,
       .default_json = "[]",
       .description = "Names of plugins that are found but not started."},
      {.name = "plugins.isolation",
       .kind = Kind::text,
       .default_json = R"("in_process")",
       .description = "Where plugins that come with the program run; one whose contract asks for more gets more.",
       .among = {"in_process", "worker", "sandboxed"}},
      {.name = "plugins.isolation_third_party",
       .kind = Kind::text,
       .default_json = R"("sandboxed")",
       .description = "Where all other plugins run.",
       .among = {"in_process", "worker", "sandboxed"}},
      {.name = "plugins.isolation_of",
       .kind = Kind::list,
       .default_json = "[]",
       .description = "Where single plugins run, whatever the two lines above say. Never less than their contract asks for.",
       .shape = "a plugin and a mode such as comments=worker",
       .fits = is_isolation_of},
      {.name = "plugins.worker_memory_mib",
       .kind = Kind::integer,
       .default_json = "256",
       .description = "Private memory that one plugin in a process of its own may have, in MiB.",
       .min = 16,
       .max = 65'536},
      {.name = "plugins.worker_channels",
       .kind = Kind::integer,
       .default_json = "4",
       .description = "Calls that one plugin in a process of its own answers at once; one more waits.",
       .min = 1,
       .max = 64},
      {.name = "plugins.keys",
       .kind = Kind::path,
       .default_json = R"("")",
       .description = "Folder of the keys whose packages are taken; empty = keys in data.dir."},
      {.name = "policy.roles",
       .kind = Kind::path,
       .default_json = R"("")",
       .description = "File of the roles; empty = config/roles.toml beside the program's house."},
      {.name = "profile",
       .kind = Kind::text,
       .default_json = R"("")",
       .description = "What is laid beneath the files: one of the profiles that come with the program, or the path of a TOML file of your own (with a '/'). "
                      "A folder of its name beside it holds the texts that it words otherwise. Empty = none."},
      {.name = "bus.query_threads",
       .kind = Kind::integer,
       .default_json = "0",
       .description = "Threads of the query lane; 0 = one a processor, at least four. From four on, one plugin can hold all but one.",
       .min = 0,
       .max = 256},
      {.name = "bus.slow_threads",
       .kind = Kind::integer,
       .default_json = "2",
       .description = "Threads of the slow lane: passwords, jobs.",
       .min = 1,
       .max = 256},
      {.name = "bus.mailbox",
       .kind = Kind::integer,
       .default_json = "256",
       .description = "Messages that may wait per plugin and lane; one more is refused at once.",
       .min = 1,
       .max = 1'000'000},
      {.name = "bus.commit_batch",
       .kind = Kind::integer,
       .default_json = "128",
       .description = "Commands that share one write to the disk at most.",
       .min = 1,
       .max = 10'000},
      {.name = "site.name",
       .kind = Kind::text,
       .default_json = R"("Hémicycle")",
       .description = "Name that the pages bear."},
      {.name = "site.languages",
       .kind = Kind::list,
       .default_json = R"(["fr", "en"])",
       .description = "Languages of the pages; the first is the one of who asks for none.",
       .shape = "two-letter codes such as fr",
       .fits = is_language},
      {.name = "site.time_zone",
       .kind = Kind::text,
       .default_json = R"("Europe/Paris")",
       .description = "Zone of the times that people write and read.",
       .among = {"Europe/Paris"}},
      {.name = "log.level",
       .kind = Kind::text,
       .default_json = R"("info")",
       .description = "Least important kind of line that is written.",
       .among = {"debug", "info", "warn", "error"}},
      {.name = "log.format",
       .kind = Kind::text,
       .default_json = R"("text")",
       .description = "Lines for people or for machines.",
       .among = {"text", "json"}},
  };
  return kKeys;
}

}  // namespace

std::span<const Key> keys() {
  static const std::vector<Key> kAll = [] {
    auto all = table();
    for (auto& key : mail_keys()) all.push_back(std::move(key));
    return all;
  }();
  return kAll;
}

}  // namespace hemicycle::config
