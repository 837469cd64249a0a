// The plugin: comments on articles, read by a moderator before anybody else (domain.md §1.4, SM11, a priori).
#pragma once

#include "comments.contract.hpp"

#include <hemicycle/plugin.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace comments {

class Comments final : public Handler {
 public:
  // writing.cpp
  hemicycle::Result<SubmitReply> submit(const Submit&, hemicycle::Command&) override;
  hemicycle::Result<EraseReply> erase(const Erase&, hemicycle::Command&) override;
  hemicycle::Result<MineReply> mine(const Mine&, const hemicycle::Query&) const override;

  // moderating.cpp
  hemicycle::Result<AcceptReply> accept(const Accept&, hemicycle::Command&) override;
  hemicycle::Result<RefuseReply> refuse(const Refuse&, hemicycle::Command&) override;
  hemicycle::Result<QueueReply> queue(const Queue&, const hemicycle::Query&) const override;
  hemicycle::Result<YearReply> year(const Year&, const hemicycle::Query&) const override;
  hemicycle::Result<TasksReply> tasks(const Tasks&, const hemicycle::Query&) const override;

  // appeals.cpp
  hemicycle::Result<ContestReply> contest(const Contest&, hemicycle::Command&) override;
  hemicycle::Result<SettleAppealReply> settle_appeal(const SettleAppeal&, hemicycle::Command&) override;

  // reports.cpp
  hemicycle::Result<ReportReply> report(const Report&, hemicycle::Command&) override;
  hemicycle::Result<SettleReportReply> settle_report(const SettleReport&, hemicycle::Command&) override;

  // notices.cpp
  hemicycle::Result<NotifyReply> notify(const Notify&, hemicycle::Command&) override;

  // threads.cpp
  hemicycle::Result<SaidReply> said(const Said&, const hemicycle::Query&) const override;
  hemicycle::Result<ThreadReply> thread(const Thread&, const hemicycle::Query&) const override;
  hemicycle::Result<void> on_accounts_closed(const accounts::Closed&, hemicycle::Command&) override;
  hemicycle::Result<void> on_publication_published(const publication::Published&, hemicycle::Command&) override;
  hemicycle::Result<void> on_publication_updated(const publication::Updated&, hemicycle::Command&) override;
  hemicycle::Result<void> on_publication_unpublished(const publication::Unpublished&, hemicycle::Command&) override;

 private:
  /// Writes to whoever told of the comment without an account what was decided, and forgets who they were. `message`: the moderator's, for all.
  void answer_notices(std::string_view comment, bool removed, std::string_view message, hemicycle::Command& command) const;

  /// Whether a thread opened then still takes comments; `closed_at` when its article was withdrawn.
  [[nodiscard]] bool takes_comments(std::int64_t opened_at, std::optional<std::int64_t> closed_at, hemicycle::Time now) const;
};

/// What waits beside new comments: refusals that their authors contest, and published comments that somebody told of; the oldest first.
[[nodiscard]] hemicycle::Result<std::vector<Contested>> appeals(const hemicycle::Query& query);
[[nodiscard]] hemicycle::Result<std::vector<Told>> reports(const hemicycle::Query& query);

/// Names of the accounts, by id; an account that is no more is left out.
[[nodiscard]] hemicycle::Result<std::map<std::string, std::string>> names_of(const hemicycle::Query& query, std::vector<std::string> ids);

/// Gives each of `shown` the name of its author, who stands at the same place in `authors`; one whose account is no more gets none.
template <typename Shown>
[[nodiscard]] std::optional<hemicycle::Error> name_authors(std::vector<Shown>& shown, const std::vector<std::string>& authors, const hemicycle::Query& query) {
  const auto names = names_of(query, authors);
  if (!names) return names.error();
  for (std::size_t i = 0; i < authors.size(); ++i)
    if (const auto name = names->find(authors[i]); name != names->end()) shown[i].author = name->second;
  return std::nullopt;
}

}  // namespace comments
