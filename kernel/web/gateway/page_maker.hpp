// View pages: the query, what the other plugins put into its slots, the view, the frame. One hop, one snapshot.
#pragma once

#include <map>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <unordered_map>
#include <vector>

#include "kernel/web/gateway/shell.hpp"
#include "kernel/web/render/reply.hpp"

namespace hemicycle::web::gateway {

class PageMaker final {
 public:
  /// Resolves once what each page depends on and who fills its slots: contracts do not change in a room.
  PageMaker(const Premises& premises, const Shell& shell);

  /// Any thread; answers the visit later, from a lane.
  void show(VisitPtr visit, const PageRoute& route, const Parameters& parameters) const;

  // page_live.cpp
  /// Answers with a stream that tells when the page has changed, if who asks may see the page.
  void follow(VisitPtr visit, const PageRoute& route, const Parameters& parameters) const;
  /// Whether the page that anybody may see is kept and fresh.
  [[nodiscard]] bool is_at_hand(const Visit& visit) const;
  /// True when the same page is being made for somebody else and shows nothing older than now: the visit then waits for it.
  [[nodiscard]] bool join(const VisitPtr& visit, const PageRoute& route) const;

 private:
  struct Reading;  // one page on its way
  struct Flight {
    std::vector<http::Dependency> depends;
    std::vector<VisitPtr> waiting;
  };
  /// One plugin's part of a slot.
  struct Guest {
    const contract::Plugin* plugin = nullptr;
    const contract::SlotFiller* filler = nullptr;
    const contract::Operation* query = nullptr;
    const contract::Operation* command = nullptr;  ///< of the form in it, when it has one
    const PageRoute* form = nullptr;
  };
  struct Slot {
    std::string field;  ///< "slot_after_html"
    const std::vector<std::string>* passed = nullptr;
    std::vector<Guest> guests;  ///< in their order
  };
  struct Plan {
    LiveDesk::Depends depends;
    std::vector<Slot> slots;
  };
  [[nodiscard]] Plan plan(const PageRoute& route) const;
  /// What the address says, checked; null when the visit was answered with what is wrong.
  [[nodiscard]] std::shared_ptr<Reading> begin(const VisitPtr& visit, const PageRoute& route, const Parameters& parameters) const;
  void depart(const std::shared_ptr<Reading>& reading) const;
  void land(Reading& reading) const;
  void show_view(Reading& reading, core::Asker& asker) const;
  void show_feed(Reading& reading, core::Asker& asker) const;
  void show_file(Reading& reading, core::Asker& asker) const;
  void show_csv(Reading& reading, core::Asker& asker) const;
  void show_pdf(Reading& reading, core::Asker& asker) const;
  void answer(Reading& reading, unsigned status, const Content& content) const;
  void put_actions(const Reading& reading, render::Data& data) const;
  void put_filters(const Reading& reading, render::Data& data, core::Asker& asker) const;
  void put_pagination(const Reading& reading, render::Data& data) const;
  void put_history(const Reading& reading, render::Data& data, core::Asker& asker) const;
  /// The forms that who reads the page has begun and not sent.
  void put_drafts(const Reading& reading, render::Data& data, const render::View& view, core::Asker& asker) const;
  /// What an event says in the catalogue of its plugin.
  [[nodiscard]] std::string told(const core::EventRecord& event, const std::string& locale) const;
  void put_slots(Reading& reading, render::Data& data, core::Asker& asker) const;
  [[nodiscard]] std::string fill_slot(Reading& reading, const Guest& guest, const nlohmann::json& passed, core::Asker& asker) const;
  [[nodiscard]] std::string slot_form(Reading& reading, const Guest& guest, const nlohmann::json& passed, const render::Data& data) const;

  // page_addresses.cpp
  [[nodiscard]] std::string canonical(const Reading& reading) const;
  [[nodiscard]] std::string feed(const Reading& reading) const;

  const Premises& premises_;
  const Shell& shell_;
  std::unordered_map<const PageRoute*, Plan> plans_;  ///< of every page with a query
  std::string room_;                                  ///< names this room and start of the server in the versions of live pages
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::shared_ptr<Flight>, std::less<>> flights_;  ///< public pages on their way, by language and address
};

}  // namespace hemicycle::web::gateway
