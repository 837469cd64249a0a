// The plugin: the frame of every page, the home page, and *le fil*, the chain from a referral to what came of it.
#pragma once

#include "site.contract.hpp"

#include <hemicycle/plugin.hpp>

namespace site {

class Site final : public Handler {
 public:
  // pages.cpp
  hemicycle::Result<HomeReply> home(const Home&, const hemicycle::Query&) const override;
  hemicycle::Result<DeskReply> desk(const Desk&, const hemicycle::Query&) const override;
  hemicycle::Result<AboutReply> about(const About&, const hemicycle::Query&) const override;
  hemicycle::Result<ThreadReply> thread(const Thread&, const hemicycle::Query&) const override;

  // reactions_referral.cpp: the referral, taken up and ended
  hemicycle::Result<void> on_saisine_decided(const saisine::Decided&, hemicycle::Command&) override;
  hemicycle::Result<void> on_saisine_fast_tracked(const saisine::FastTracked&, hemicycle::Command&) override;
  hemicycle::Result<void> on_saisine_withdrawn(const saisine::Withdrawn&, hemicycle::Command&) override;
  hemicycle::Result<void> on_saisine_merged(const saisine::Merged&, hemicycle::Command&) override;
  hemicycle::Result<void> on_saisine_moved(const saisine::Moved&, hemicycle::Command&) override;
  hemicycle::Result<void> on_saisine_closed(const saisine::Closed&, hemicycle::Command&) override;

  // reactions_work.cpp: from the group to the deliverable
  hemicycle::Result<void> on_working_groups_opened(const working_groups::Opened&, hemicycle::Command&) override;
  hemicycle::Result<void> on_working_groups_deliverable_submitted(const working_groups::DeliverableSubmitted&, hemicycle::Command&) override;
  hemicycle::Result<void> on_working_groups_closed(const working_groups::Closed&, hemicycle::Command&) override;

  // reactions_opinions.cpp: from the adoption to the effects
  hemicycle::Result<void> on_opinions_published(const opinions::Published&, hemicycle::Command&) override;
  hemicycle::Result<void> on_opinions_answered(const opinions::Answered&, hemicycle::Command&) override;
  hemicycle::Result<void> on_opinions_uptake_published(const opinions::UptakePublished&, hemicycle::Command&) override;
  hemicycle::Result<void> on_opinions_closed(const opinions::Closed&, hemicycle::Command&) override;
  hemicycle::Result<void> on_plenary_proclaimed(const plenary::Proclaimed&, hemicycle::Command&) override;
  hemicycle::Result<void> on_plenary_minutes_published(const plenary::MinutesPublished&, hemicycle::Command&) override;

  // reactions_publication.cpp: articles and their comments
  hemicycle::Result<void> on_publication_published(const publication::Published&, hemicycle::Command&) override;
  hemicycle::Result<void> on_publication_updated(const publication::Updated&, hemicycle::Command&) override;
  hemicycle::Result<void> on_publication_unpublished(const publication::Unpublished&, hemicycle::Command&) override;
  hemicycle::Result<void> on_comments_accepted(const comments::Accepted&, hemicycle::Command&) override;
  hemicycle::Result<void> on_comments_erased(const comments::Erased&, hemicycle::Command&) override;
  hemicycle::Result<void> on_comments_removed(const comments::Removed&, hemicycle::Command&) override;

  // reactions_events.cpp: network events
  hemicycle::Result<void> on_network_events_announced(const network_events::Announced&, hemicycle::Command&) override;
  hemicycle::Result<void> on_network_events_edited(const network_events::Edited&, hemicycle::Command&) override;
  hemicycle::Result<void> on_network_events_held(const network_events::Held&, hemicycle::Command&) override;
  hemicycle::Result<void> on_network_events_cancelled(const network_events::Cancelled&, hemicycle::Command&) override;
  hemicycle::Result<void> on_network_events_retrospective_made(const network_events::RetrospectiveMade&, hemicycle::Command&) override;
};

}  // namespace site
