#include "letters.hpp"

namespace opinions_plugin {
namespace {

/// "2026-07-07" as French letters write it.
std::string day_of(const std::string& iso) { return iso.size() == 10 ? iso.substr(8, 2) + "/" + iso.substr(5, 2) + "/" + iso.substr(0, 4) : iso; }

}  // namespace

void write_to_recipients(const Deliverable& deliverable, const Wording& wording, Command& command) {
  struct To {
    std::string email, token;
  };
  std::vector<To> recipients;
  command.store().rows("SELECT email, token FROM opinions_recipient WHERE deliverable = :id AND email IS NOT NULL ORDER BY position",
                       {bind("id", deliverable.id)}, [&](const Row& row) { recipients.push_back({row.text(0), row.text(1)}); });
  for (const auto& to : recipients) {
    const hemicycle::Blanks values{{"reference", deliverable.name()},
                                   {"title", deliverable.title},
                                   {"date", day_of(deliverable.transmitted.value_or(""))},
                                   {"due", day_of(deliverable.due.value_or(""))},
                                   {"address", "{site}/recus/" + to.token}};
    static_cast<void>(command.mail({.to = to.email, .subject = hemicycle::filled(wording.subject, values), .text = hemicycle::filled(wording.text, values)}));
  }
}

}  // namespace opinions_plugin
