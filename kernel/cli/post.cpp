#include "kernel/cli/post.hpp"

#include <chrono>
#include <fstream>

#include "kernel/web/render/icalendar.hpp"

namespace hemicycle::cli {
namespace {

std::string first_line_of(const config::Settings& settings, const char* key) {
  const auto& path = settings.text(key);
  if (path.empty()) return {};
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) throw config::Refused(settings.origin(key), key, "a file with the password in its first line", path);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::string host_of(const std::string& url) {
  const auto begin = url.find("://");
  if (begin == std::string::npos) return "localhost";
  const auto rest = url.substr(begin + 3);
  return rest.substr(0, rest.find(':', rest.starts_with('[') ? rest.find(']') : 0));
}

mail::Tls tls_of(const std::string& name) {
  return name == "none" ? mail::Tls::none : name == "opportunistic" ? mail::Tls::opportunistic : mail::Tls::required;
}

}  // namespace

std::unique_ptr<mail::Postman> make_postman(const config::Settings& settings, core::Bus& bus, const core::Outbox& outbox, const core::Clock& clock, const Log& log) {
  const auto& server = settings.text("mail.server");
  const auto& from = settings.text("mail.from");
  if (!server.empty() && from.empty())
    throw config::Refused(settings.origin("mail.server"), "mail.from", "the address that letters come from, as mail.server is given", "nothing");
  mail::Round round{.server = {.url = server,
                               .tls = tls_of(settings.text("mail.tls")),
                               .user = settings.text("mail.user"),
                               .password = first_line_of(settings, "mail.password_file"),
                               .ca_file = settings.text("mail.ca_file")},
                    .sender = {.address = from, .name = settings.text("site.name"), .domain = host_of(settings.text("web.public_url")), .site = settings.text("web.public_url")},
                    .attempts = static_cast<int>(settings.integer("mail.attempts")),
                    .first_wait = std::chrono::seconds(settings.integer("mail.retry_s")),
                    .keep = std::chrono::days(settings.integer("mail.keep_days"))};
  auto invitation = [base = settings.text("web.public_url")](const std::string& entry, const std::string& organiser, const std::string& attendee) {
    auto made = web::render::calendar_letter(entry, base, organiser, attendee);
    return mail::Invitation{std::move(made.text), made.cancels ? "CANCEL" : "REQUEST"};
  };
  return std::make_unique<mail::Postman>(
      mail::Postman::Parts{.bus = bus,
                           .outbox = outbox,
                           .clock = clock,
                           .invitation = std::move(invitation),
                           .log = [&log](std::uint32_t level, std::string_view text) { log.write("mail", level, text); }},
      std::move(round));
}

}  // namespace hemicycle::cli
