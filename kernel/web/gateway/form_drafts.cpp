// Drafts: what a person has written and not sent yet is theirs to find again, on another day or after a session that ended.
#include "kernel/core/local_time.hpp"
#include "kernel/core/sha256.hpp"
#include "kernel/web/gateway/form_filling.hpp"
#include "kernel/web/render/dates.hpp"

namespace hemicycle::web::gateway {
namespace {

using core::Outcome;
using core::Status;
using nlohmann::json;

constexpr std::size_t kFewestFields = 3;     // a form that is written in a breath needs no draft
constexpr std::size_t kLargest = 200'000;    // bytes of one draft
constexpr int kMostOfOne = 50;               // drafts of one person
constexpr std::size_t kLargestOfVisitor = 60'000;
constexpr int kMostOfVisitor = 3;
// Anybody can write these: they are bounded in all, and live as long as it takes to sign in.
constexpr int kMostOfVisitors = 500;
constexpr std::chrono::nanoseconds kLifeOfVisitors = std::chrono::hours(1);
constexpr std::string_view kVisitors = "visitor:";

/// Whoever holds the secret of this cookie, and nobody who reads the store.
std::string owner_of(const std::string& visitor) { return std::string(kVisitors) + core::sha256(visitor); }

std::string written(const core::Form& form) {
  auto out = json::array();
  for (const auto& [name, value] : form) out.push_back({name, value});
  return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

Outcome done() { return Outcome::success({}); }

}  // namespace

bool FormDesk::keeps_drafts(const Filling& filling) const {
  const auto& operation = filling.operation();
  if (!filling.visit->session || operation.begins_session || operation.ends_session) return false;
  const auto& fields = operation.input.list;
  if (std::any_of(fields.begin(), fields.end(), [](const contract::Field& field) { return field.format == contract::Format::password; })) return false;
  const auto shown = std::count_if(fields.begin(), fields.end(), [&](const contract::Field& field) { return !filling.parameters.contains(field.name); });
  return static_cast<std::size_t>(shown) >= kFewestFields;
}

void FormDesk::recall(Filling& filling, core::Asker& asker) const {
  if (!keeps_drafts(filling)) return;
  const auto draft = premises_.drafts.find(asker.db(), filling.visit->actor(), filling.path());
  if (!draft || draft->saved_ns < premises_.clock.now_ns() - std::chrono::nanoseconds(premises_.settings.drafts).count()) return;
  core::Form form;
  for (const auto& pair : json::parse(draft->fields, nullptr, false))
    if (pair.is_array() && pair.size() == 2) form.emplace(pair[0].get<std::string>(), pair[1].get<std::string>());
  filling.values = core::coerce(filling.operation().input, form, core::Sent::form);
  filling.draft_saved = render::date_text(core::utc_text(draft->saved_ns), filling.visit->locale, premises_.catalogue);
}

void FormDesk::save(std::shared_ptr<Filling> filling) const {
  core::Draft draft{.owner = filling->visit->actor(), .path = filling->path(), .fields = written(filling->form), .saved_ns = premises_.clock.now_ns()};
  if (draft.fields.size() > kLargest) {
    filling->values = core::coerce(filling->operation().input, filling->form, core::Sent::form);
    return come_back(std::move(filling), {.status = Status::conflict, .code = "draft_too_large"});
  }
  const auto expired = draft.saved_ns - std::chrono::nanoseconds(premises_.settings.drafts).count();
  premises_.bus.write(
      [this, draft = std::move(draft), expired](core::Connection& db) {
        premises_.drafts.save(db, draft, expired, kMostOfOne);
        return done();
      },
      [this, filling](const Outcome& outcome) {
        if (!outcome.ok()) {
          filling->values = core::coerce(filling->operation().input, filling->form, core::Sent::form);
          return come_back(filling, outcome.problem);
        }
        go_back_to(*filling, "hmc.draft_saved");
      });
}

void FormDesk::discard(std::shared_ptr<Filling> filling) const {
  erase_draft(filling, [this, filling] { go_back_to(*filling, "hmc.draft_discarded"); });
}

void FormDesk::erase_draft(const std::shared_ptr<Filling>& filling, std::function<void()> then) const {
  premises_.bus.write(
      [this, owner = filling->visit->actor(), path = filling->path()](core::Connection& db) {
        premises_.drafts.erase(db, owner, path);
        return done();
      },
      [then = std::move(then)](const Outcome&) { then(); });
}

void FormDesk::go_back_to(Filling& filling, std::string_view notice) const {
  auto& visit = *filling.visit;
  shell_.set_cookie(visit, kNoticeCookie, std::string(notice), kNoticeLife);
  const auto back = filling.return_to.empty() ? std::string() : "?" + http::write_urlencoded({{std::string(kReturnField), filling.return_to}});
  visit.respond(shell_.redirect(filling.path() + back));
}

bool FormDesk::keep_for_later(const std::shared_ptr<Filling>& filling) const {
  auto& visit = *filling->visit;
  // A form that visitors may send too is answered as theirs.
  if (filling->operation().permission.access == contract::Access::open) return false;
  for (const auto& field : filling->operation().input.list)
    if (field.format == contract::Format::password) return false;
  for (const auto own : {kOnceField, kReturnField, kDraftField}) static_cast<void>(filling->take_out(own));
  static_cast<void>(shell_.csrf(visit));  // gives the visitor the cookie whose secret owns the draft
  core::Draft draft{.owner = owner_of(visit.visitor), .path = filling->path(), .fields = written(filling->form), .saved_ns = premises_.clock.now_ns()};
  if (draft.fields.size() > kLargestOfVisitor) return false;
  const auto expired = draft.saved_ns - std::chrono::nanoseconds(premises_.settings.drafts).count();
  premises_.bus.write(
      [this, draft = std::move(draft), expired](core::Connection& db) {
        premises_.drafts.save(db, draft, expired, kMostOfVisitor);
        premises_.drafts.bound(db, kVisitors, draft.saved_ns - kLifeOfVisitors.count(), kMostOfVisitors);
        return done();
      },
      [this, filling](const Outcome& outcome) {
        auto& asking = *filling->visit;
        asking.respond(shell_.problem(asking, {.status = Status::denied, .code = outcome.ok() ? "input_kept" : "sign_in_first"}, render::kKernel));
      });
  return true;
}

void FormDesk::take_over(const std::shared_ptr<Filling>& filling, const Outcome& outcome) const {
  const auto& visitor = filling->visit->visitor;
  if (visitor.empty()) return succeed(filling, outcome);
  premises_.bus.write(
      [this, from = owner_of(visitor), to = outcome.session.actor](core::Connection& db) {
        premises_.drafts.bound(db, kVisitors, premises_.clock.now_ns() - kLifeOfVisitors.count(), kMostOfVisitors);
        premises_.drafts.hand_over(db, from, to);
        return done();
      },
      [this, filling, outcome](const Outcome&) { succeed(filling, outcome); });
}

}  // namespace hemicycle::web::gateway
