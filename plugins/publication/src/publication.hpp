// The plugin: what it answers, by subject. Each source beside this one holds one of the groups below.
#pragma once

#include "record.hpp"

namespace publication {

class Publication final : public Handler {
 public:
  // drafting.cpp
  hemicycle::Result<DraftReply> draft(const Draft&, hemicycle::Command&) override;
  hemicycle::Result<EditReply> edit(const Edit&, hemicycle::Command&) override;
  hemicycle::Result<UpdateReply> update(const Update&, hemicycle::Command&) override;
  hemicycle::Result<EditFormReply> edit_form(const EditForm&, const hemicycle::Query&) const override;
  hemicycle::Result<DraftsReply> drafts(const Drafts&, const hemicycle::Query&) const override;
  hemicycle::Result<TasksReply> tasks(const Tasks&, const hemicycle::Query&) const override;

  // links.cpp
  hemicycle::Result<GroupsReply> groups(const Groups&, const hemicycle::Query&) const override;
  hemicycle::Result<ReferralsReply> referrals(const Referrals&, const hemicycle::Query&) const override;
  hemicycle::Result<EventsReply> events(const Events&, const hemicycle::Query&) const override;

  // publishing.cpp
  hemicycle::Result<PublishReply> publish(const Publish&, hemicycle::Command&) override;
  hemicycle::Result<ScheduleReply> schedule(const Schedule&, hemicycle::Command&) override;
  hemicycle::Result<UnpublishReply> unpublish(const Unpublish&, hemicycle::Command&) override;
  hemicycle::Result<void> publish_due(const PublishDue&, hemicycle::Command&) override;

  // listing.cpp
  hemicycle::Result<ListReply> list(const List&, const hemicycle::Query&) const override;
  hemicycle::Result<LatestReply> latest(const Latest&, const hemicycle::Query&) const override;
  hemicycle::Result<YearReply> year(const Year&, const hemicycle::Query&) const override;
  hemicycle::Result<FeedReply> feed(const Feed&, const hemicycle::Query&) const override;

  // reading.cpp
  hemicycle::Result<ArticleReply> article(const Article&, const hemicycle::Query&) const override;
  hemicycle::Result<DocumentReply> document(const Document&, const hemicycle::Query&) const override;

  // importing.cpp
  hemicycle::Result<ImportItemReply> import_item(const ImportItem&, hemicycle::Command&) override;

  // reactions.cpp
  hemicycle::Result<void> on_working_groups_deliverable_submitted(const working_groups::DeliverableSubmitted&, hemicycle::Command&) override;
  hemicycle::Result<void> on_opinions_finalised(const opinions::Finalised&, hemicycle::Command&) override;
  hemicycle::Result<void> on_opinions_transmitted(const opinions::Transmitted&, hemicycle::Command&) override;
  hemicycle::Result<void> on_network_events_retrospective_made(const network_events::RetrospectiveMade&, hemicycle::Command&) override;
};

}  // namespace publication
