// Form pages: shown on GET, taken on POST; on `invalid` they come back with what the person had written.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>

#include "kernel/core/door.hpp"
#include "kernel/web/gateway/shell.hpp"

namespace hemicycle::web::gateway {

class FormDesk final {
 public:
  FormDesk(const Premises& premises, const Shell& shell) : premises_(premises), shell_(shell) {}

  void show(VisitPtr visit, const PageRoute& route, const Parameters& parameters) const;
  /// The sender is known and the token was in the body: both checked here.
  void take(VisitPtr visit, const PageRoute& route, const Parameters& parameters) const;

 private:
  struct Filling;  // one form on its way
  // form_drawing.cpp
  void draw(std::shared_ptr<Filling> filling, unsigned status) const;
  void draw(Filling& filling, unsigned status, core::Asker& asker) const;
  /// Fills the form with what is there already; false when the visit was answered, because nothing is.
  [[nodiscard]] bool prefill(Filling& filling, core::Asker& asker) const;
  /// The lines that show what the form acts on.
  [[nodiscard]] std::string about(const Filling& filling, core::Asker& asker) const;
  void read_body(std::shared_ptr<Filling> filling) const;
  /// Whether a file is that of a table: its text is then what the field holds, or the field is in error.
  [[nodiscard]] static bool takes_table(Filling& filling, std::string_view sent_as, std::string_view bytes);
  void send(std::shared_ptr<Filling> filling) const;
  void finish(std::shared_ptr<Filling> filling, const core::Outcome& outcome) const;
  void succeed(std::shared_ptr<Filling> filling, const core::Outcome& outcome) const;
  void come_back(std::shared_ptr<Filling> filling, const core::Problem& problem) const;
  // form_drafts.cpp
  /// Of a signed-in person's form that takes more than a breath to write and holds no password.
  [[nodiscard]] bool keeps_drafts(const Filling& filling) const;
  /// Fills the form with what was saved.
  void recall(Filling& filling, core::Asker& asker) const;
  void save(std::shared_ptr<Filling> filling) const;
  void discard(std::shared_ptr<Filling> filling) const;
  void erase_draft(const std::shared_ptr<Filling>& filling, std::function<void()> then) const;
  void go_back_to(Filling& filling, std::string_view notice) const;
  /// A session ended while somebody wrote: keeps what they sent for when they have signed in again, and says so. False when that is not to be.
  [[nodiscard]] bool keep_for_later(const std::shared_ptr<Filling>& filling) const;
  /// Who signs in has what they had sent just before.
  void take_over(const std::shared_ptr<Filling>& filling, const core::Outcome& outcome) const;

  /// Whether the actor may send this form about this object; answers when not.
  [[nodiscard]] bool may_fill(const Filling& filling) const;

  const Premises& premises_;
  const Shell& shell_;
};

}  // namespace hemicycle::web::gateway
