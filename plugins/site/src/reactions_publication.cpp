// Articles and their comments.
#include "chain.hpp"
#include "site.hpp"

namespace site {
namespace {

using hemicycle::Command;
using hemicycle::Result;

/// The entry of an article, as published or as updated: both say the same of it.
template <typename Event>
void tell_article(Extending& chain, const Event& event) {
  const auto article = object("article", event.id);
  chain.link(article, {{"event", event.event}, {"group", event.group}, {"referral", event.referral}});
  chain.tell(article, {.kind = "article_published", .about = event.id, .label = event.title, .path = event.path, .date = event.date});
  chain.announce(article);
}

}  // namespace

Result<void> Site::on_publication_published(const publication::Published& event, Command& command) {
  Extending chain(command);
  tell_article(chain, event);
  return {};
}

Result<void> Site::on_publication_updated(const publication::Updated& event, Command& command) {
  Extending chain(command);
  tell_article(chain, event);
  return {};
}

Result<void> Site::on_publication_unpublished(const publication::Unpublished& event, Command& command) {
  Extending chain(command);
  const auto article = object("article", event.id);
  chain.remove("article_published", event.id);
  chain.remove("comments", event.id);
  chain.tell(article, {.kind = "article_withdrawn", .about = event.id, .label = event.title, .path = "/travaux/" + event.slug, .date = chain.day()});
  chain.announce(article);
  return {};
}

Result<void> Site::on_comments_accepted(const comments::Accepted& event, Command& command) {
  Extending chain(command);
  chain.count_comments(event.article, 1);
  chain.announce(object("article", event.article));
  return {};
}

Result<void> Site::on_comments_removed(const comments::Removed& event, Command& command) {
  Extending chain(command);
  chain.count_comments(event.article, -1);
  chain.announce(object("article", event.article));
  return {};
}

Result<void> Site::on_comments_erased(const comments::Erased& event, Command& command) {
  if (!event.was_public) return {};
  Extending chain(command);
  chain.count_comments(event.article, -1);
  chain.announce(object("article", event.article));
  return {};
}

}  // namespace site
