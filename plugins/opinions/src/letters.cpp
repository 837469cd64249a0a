#include "letters.hpp"

#include <map>

namespace opinions_plugin {
namespace {

/// "2026-07-07" as French letters write it.
std::string day_of(const std::string& iso) { return iso.size() == 10 ? iso.substr(8, 2) + "/" + iso.substr(5, 2) + "/" + iso.substr(0, 4) : iso; }

std::string filled(const std::string& wording, const std::map<std::string, std::string>& values) {
  std::string text;
  for (std::size_t at = 0; at < wording.size();) {
    const auto end = wording[at] == '{' ? wording.find('}', at) : std::string::npos;
    const auto value = end == std::string::npos ? values.end() : values.find(wording.substr(at + 1, end - at - 1));
    if (value == values.end()) {
      text.push_back(wording[at++]);
    } else {
      text.append(value->second);
      at = end + 1;
    }
  }
  return text;
}

}  // namespace

void write_to_recipients(const Deliverable& deliverable, const Wording& wording, Command& command) {
  struct To {
    std::string email, token;
  };
  std::vector<To> recipients;
  command.store().rows("SELECT email, token FROM opinions_recipient WHERE deliverable = :id AND email IS NOT NULL ORDER BY position",
                       {bind("id", deliverable.id)}, [&](const Row& row) { recipients.push_back({row.text(0), row.text(1)}); });
  std::map<std::string, std::string> values{{"reference", deliverable.name()},
                                            {"title", deliverable.title},
                                            {"date", day_of(deliverable.transmitted.value_or(""))},
                                            {"due", day_of(deliverable.due.value_or(""))}};
  for (const auto& to : recipients) {
    values["address"] = wording.site + "/recus/" + to.token;
    static_cast<void>(command.mail({.to = to.email, .subject = filled(wording.subject, values), .text = filled(wording.text, values)}));
  }
}

}  // namespace opinions_plugin
