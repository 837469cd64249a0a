// The frame of a page: title, navigation, notice, languages; and answers made of it.
#pragma once

#include <map>
#include <string>

#include "kernel/core/outcome.hpp"
#include "kernel/web/gateway/menu.hpp"
#include "kernel/web/gateway/premises.hpp"
#include "kernel/web/gateway/visit.hpp"
#include "kernel/web/render/local_path.hpp"

namespace hemicycle::web::gateway {

inline constexpr std::string_view kSessionCookie = "hemicycle";
inline constexpr std::string_view kVisitorCookie = "visitor";
inline constexpr std::string_view kNoticeCookie = "notice";
inline constexpr std::string_view kLocaleCookie = "lang";
inline constexpr std::string_view kLocaleField = "lang";
/// Where to go after a form, when its own `then` should not decide: sign in and come back.
inline constexpr std::string_view kReturnField = "retour";
/// The page in which a form in a slot stood: what that page gave it stays given when the form comes back on a page of its own.
inline constexpr std::string_view kSlotField = "depuis";
/// What a form in a slot is about comes from the slot's own reply or from the page: identifiers alone, never what a person is to write.
[[nodiscard]] inline bool given_by_slot(const contract::Field& field) { return field.format == contract::Format::identifier && field.options.empty(); }
/// Makes a doubled click harmless: becomes the command's idempotency key.
inline constexpr std::string_view kOnceField = "once";

struct Content {
  std::string title, description, canonical, feed;
  std::string html;  ///< made by views alone
  std::string live{};  ///< version of what a live page shows, or empty
};

/// Headers of every answer that depends on nothing (S13). `secure` adds HSTS.
[[nodiscard]] std::string fixed_headers(bool secure);

using render::is_local_path;

class Shell final {
 public:
  explicit Shell(const Premises& premises);

  /// The `app` object that all views see.
  [[nodiscard]] render::Data globals(const Visit& visit) const;
  /// The whole page.
  [[nodiscard]] std::string frame(Visit& visit, const Content& content) const;
  [[nodiscard]] http::Response page(Visit& visit, unsigned status, const Content& content) const;
  /// What went wrong: a page for a person, a problem document for a program. `plugin`'s catalogue names the code.
  [[nodiscard]] http::Response problem(Visit& visit, const core::Problem& problem, std::string_view plugin,
                                       const contract::Operation* operation = nullptr) const;
  [[nodiscard]] http::Response problem_document(const Visit& visit, const core::Problem& problem, std::string_view plugin,
                                                const contract::Operation* operation) const;
  [[nodiscard]] http::Response redirect(const std::string& path) const;
  /// The token that this visitor's forms carry; gives an anonymous one the cookie it is tied to.
  [[nodiscard]] std::string csrf(Visit& visit) const;
  [[nodiscard]] bool may(const Visit& visit, const contract::Operation& operation, std::string_view scope) const;
  void set_cookie(Visit& visit, std::string_view name, std::string value, std::optional<std::chrono::seconds> max_age) const;

 private:
  [[nodiscard]] bool shows(const Menu::Link& link, const Visit& visit) const;
  /// A page may name the feed of a plugin that this council does without; nobody is sent there.
  [[nodiscard]] std::string served(const std::string& feed) const;
  [[nodiscard]] std::vector<render::Data> languages(const Visit& visit) const;

  const Premises& premises_;
  Menu menu_;
};

}  // namespace hemicycle::web::gateway
