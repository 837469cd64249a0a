#include <algorithm>
#include <set>

#include "kernel/cli/check/promises.hpp"

namespace hemicycle::check {
namespace {

using contract::Field;
using contract::Fields;
using contract::PageKind;
using contract::Type;

/// A key, or the ones that may stand for it; `for_what` says why the kernel will look for it.
struct Wanted {
  std::vector<std::string> keys;
  std::string for_what;
};

class Wishes {
 public:
  explicit Wishes(const contract::Plugin& plugin) : plugin_(plugin) {}

  std::vector<Wanted> list() {
    for (const auto& page : plugin_.pages) page_words(page);
    for (const auto& slot : plugin_.slots)
      if (!slot.form.empty()) form_words(slot.form, {});
    for (const auto& entry : plugin_.navigation) want({entry.label}, "the navigation");
    // A page that tells what happened never shows the name of an event raw.
    const auto tells = [](const contract::Page& page) { return !page.history.empty(); };
    if (std::any_of(plugin_.pages.begin(), plugin_.pages.end(), tells))
      for (const auto& event : plugin_.events) want({"event." + event.verb}, "the event '" + event.name + "' in the history of a page");
    for (const auto& permission : plugin_.permissions) want({"permission." + permission}, "what the permission allows, in plain words");
    return std::move(list_);
  }

 private:
  void want(std::vector<std::string> keys, std::string for_what) {
    if (seen_.insert(keys.front()).second) list_.push_back({std::move(keys), std::move(for_what)});
  }

  void page_words(const contract::Page& page) {
    if (page.kind == PageKind::form) form_words(page.form, page.path);
    if (page.kind != PageKind::view && page.kind != PageKind::pdf) return;
    want({page.title.empty() ? "page." + page.view + ".title" : page.title}, "the title of " + page.path);
    for (const auto& verb : page.actions) want({"form." + verb + ".title"}, "the action on " + page.path);
    const auto* query = page.query.empty() ? nullptr : plugin_.operation(page.query);
    if (query == nullptr) return;
    for (const auto& name : page.filters)
      if (const auto* field = query->input.find(name)) label(*field, query->verb, "the filter on " + page.path);
  }

  void form_words(const std::string& verb, const std::string& path) {
    want({"form." + verb + ".title"}, "the title of the form of '" + verb + "'");
    if (const auto* operation = plugin_.operation(verb)) labels(operation->input, verb, path);
  }

  void labels(const Fields& fields, const std::string& verb, const std::string& path) {
    for (const auto& field : fields.list) {
      if (path.find("{" + field.name + "}") != std::string::npos) continue;  // in the address, not in the form
      label(field, verb, "the form of '" + verb + "'");
      const auto& inner = field.type == Type::array && field.items ? *field.items : field;
      if (inner.type == Type::object && inner.fields) labels(*inner.fields, verb, path);
    }
  }

  void label(const Field& field, const std::string& verb, const std::string& for_what) {
    want({"field." + verb + "." + field.name, "field." + field.name}, for_what);
    const auto& inner = field.type == Type::array && field.items ? *field.items : field;
    for (const auto& value : inner.enumeration) want({field.name + "." + value}, "a choice of the field '" + field.name + "'");
  }

  const contract::Plugin& plugin_;
  std::vector<Wanted> list_;
  std::set<std::string> seen_;
};

}  // namespace

Findings words(const Subject& subject, const web::render::Catalogue& catalogue) {
  Findings out;
  const auto& plugin = subject.contract.name;
  for (const auto& wanted : Wishes(subject.contract).list())
    for (const std::string_view locale : {"fr", "en"}) {
      const auto found = std::any_of(wanted.keys.begin(), wanted.keys.end(), [&](const std::string& key) {
        return catalogue.find(plugin, key, locale) != nullptr || catalogue.find(web::render::kKernel, key, locale) != nullptr;
      });
      if (found) continue;
      std::string keys;
      for (const auto& key : wanted.keys) keys += (keys.empty() ? "'" : " or '") + key + "'";
      out.push_back(keys + " has no text in locales/" + std::string(locale) + ".po, and stands for " + wanted.for_what);
    }
  return out;
}

}  // namespace hemicycle::check
