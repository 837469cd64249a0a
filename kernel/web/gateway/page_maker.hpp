// View pages: the query, what the other plugins put into its slots, the view, the frame. One hop, one snapshot.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "kernel/web/gateway/shell.hpp"

namespace hemicycle::web::gateway {

class PageMaker final {
 public:
  PageMaker(const Premises& premises, const Shell& shell) : premises_(premises), shell_(shell) {}

  /// Any thread; answers the visit later, from a lane.
  void show(VisitPtr visit, const PageRoute& route, const Parameters& parameters) const;

 private:
  struct Reading;  // one page on its way
  void show_view(Reading& reading, core::Asker& asker) const;
  void show_feed(Reading& reading, core::Asker& asker) const;
  void show_file(Reading& reading, core::Asker& asker) const;
  void answer(Reading& reading, unsigned status, const Content& content) const;
  void put_actions(const Reading& reading, render::Data& data) const;
  void put_filters(const Reading& reading, render::Data& data, core::Asker& asker) const;
  void put_pagination(const Reading& reading, render::Data& data) const;
  void put_slots(Reading& reading, render::Data& data, core::Asker& asker) const;
  [[nodiscard]] std::string fill_slot(Reading& reading, const contract::Plugin& plugin, const contract::SlotFiller& filler,
                                      const nlohmann::json& passed, core::Asker& asker) const;
  [[nodiscard]] std::string title(const Reading& reading, const render::Data& data) const;
  [[nodiscard]] std::vector<http::Dependency> dependencies(const PageRoute& route) const;
  [[nodiscard]] std::string canonical(const Reading& reading) const;

  const Premises& premises_;
  const Shell& shell_;
};

}  // namespace hemicycle::web::gateway
