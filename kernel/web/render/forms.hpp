// A command's input as a form that works without scripts and reads well aloud (patterns of the GOV.UK design system: label, hint, error
// tied to the control, a summary of errors that leads to each of them).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kernel/core/outcome.hpp"
#include "kernel/core/vocabulary.hpp"
#include "kernel/web/render/catalogue.hpp"
#include "kernel/web/render/values.hpp"
#include "kernel/web/render/views.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::web::render {

inline constexpr std::string_view kCsrfField = "csrf";
inline constexpr int kBlankRows = 3;  ///< empty rows after those that an array of objects has; the gateway drops rows left empty

struct Option {
  std::string id, label;
};

/// What forms are made with; one for each language is kept by nobody: it is four pointers.
struct FormKit {
  const Catalogue& catalogue;
  const Views& views;
  const core::Vocabularies& vocabularies;
  std::string locale;
};

struct FormRequest {
  const contract::Plugin& plugin;
  const contract::Operation& operation;
  std::string action;                                         ///< URL that takes the POST
  std::string csrf;                                           ///< token of the session, or of the visitor
  std::vector<std::pair<std::string, std::string>> hidden{};  ///< path parameters and other values sent along; their fields are not shown
  const nlohmann::json* values = nullptr;  ///< what fills the fields: an object of any shape, the user's input as it came
  std::vector<core::FieldError> errors{};
  std::string problem{};                                 ///< code of an error that belongs to no field, or empty
  std::map<std::string, std::vector<Option>> options{};  ///< by full query name ("members.choices"), for fields with `options`
  bool drafts = false;                                   ///< it may be saved as a draft
  std::string draft_saved{};                             ///< when the draft that fills it was saved, in words
};

/// Data of the view `form` (or of a plugin's own view in its place): title, intro, id, action, multipart, hidden, fields_html, submit,
/// has_problems, problems [{message, target}]. Any thread.
[[nodiscard]] Data form_data(const FormRequest& request, const FormKit& kit);
/// The form without heading, for `slot_form_html`.
[[nodiscard]] std::string slot_form_html(const FormRequest& request, const FormKit& kit);
/// Title of the form's page: "form.<verb>.title"; with errors, announced as the summary is.
[[nodiscard]] std::string form_title(const FormRequest& request, const FormKit& kit);
/// Text shown after success: "form.<verb>.done", or the kernel's.
[[nodiscard]] std::string form_done(const contract::Plugin& plugin, std::string_view verb, const FormKit& kit);

/// Data for the partial `filters`, to stand in the page's data as `page_filters`: the query's input fields `filters` as a GET form, with what is wrong in them.
[[nodiscard]] Data filters_data(const contract::Plugin& plugin, const contract::Operation& query, const std::vector<std::string>& filters,
                                const std::string& action, const nlohmann::json& values, const std::vector<core::FieldError>& errors, const FormKit& kit);
/// Data for the partial `pagination`, to stand as `page_links`. Empty hrefs leave their link out.
[[nodiscard]] Data pagination_data(const std::string& first, const std::string& following);

/// What to tell about one field error: the plugin's text, or the kernel's, with the field's bounds where it is known (may be nullptr).
[[nodiscard]] std::string error_text(const Catalogue& catalogue, std::string_view plugin, std::string_view locale, std::string_view code,
                                     const contract::Field* field);
/// The field that a path like "recommendations.2.text" means, or nullptr.
[[nodiscard]] const contract::Field* field_at(const contract::Fields& fields, std::string_view path);

}  // namespace hemicycle::web::render
