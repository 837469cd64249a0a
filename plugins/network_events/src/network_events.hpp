// The plugin: meetings of the networks that the council lives in (domain.md §2; states of §1.4, SM10).
#pragma once

#include "network_events.contract.hpp"

#include <hemicycle/plugin.hpp>

namespace network_events {

class NetworkEvents final : public Handler {
 public:
  // announcing.cpp
  hemicycle::Result<AnnounceReply> announce(const Announce&, hemicycle::Command&) override;
  hemicycle::Result<EditReply> edit(const Edit&, hemicycle::Command&) override;
  hemicycle::Result<HoldReply> hold(const Hold&, hemicycle::Command&) override;
  hemicycle::Result<CancelReply> cancel(const Cancel&, hemicycle::Command&) override;

  // groups.cpp
  hemicycle::Result<GroupsReply> groups(const Groups&, const hemicycle::Query&) const override;

  // telling.cpp
  hemicycle::Result<MakeRetrospectiveReply> make_retrospective(const MakeRetrospective&, hemicycle::Command&) override;
  hemicycle::Result<RetrospectiveReply> retrospective(const Retrospective&, const hemicycle::Query&) const override;

  // reading.cpp
  hemicycle::Result<ListReply> list(const List&, const hemicycle::Query&) const override;
  hemicycle::Result<EventReply> event(const Event&, const hemicycle::Query&) const override;
  hemicycle::Result<ChoicesReply> choices(const Choices&, const hemicycle::Query&) const override;
  hemicycle::Result<UpcomingReply> upcoming(const Upcoming&, const hemicycle::Query&) const override;

  // feeds.cpp
  hemicycle::Result<CalendarReply> calendar(const Calendar&, const hemicycle::Query&) const override;
  hemicycle::Result<FeedReply> feed(const Feed&, const hemicycle::Query&) const override;
};

}  // namespace network_events
