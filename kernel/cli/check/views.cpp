#include <algorithm>

#include "kernel/cli/check/example.hpp"
#include "kernel/cli/check/promises.hpp"
#include "kernel/web/render/reply.hpp"
#include "kernel/web/render/views.hpp"

namespace hemicycle::check {

namespace render = web::render;

namespace {

/// At any depth: a view may draw what is in an item of a list.
bool holds(const contract::Fields& fields, const std::string& name, contract::Type type) {
  const auto fits = [&](const contract::Field& field) {
    const auto& inner = field.items ? *field.items : field;
    return (field.name == name && field.type == type) || (inner.fields && holds(*inner.fields, name, type));
  };
  return std::any_of(fields.list.begin(), fields.list.end(), fits);
}

/// What the view draws is of a field that can be drawn so, and has its words.
class Drawings {
 public:
  Drawings(const Subject& subject, const render::Catalogue& catalogue, Findings& out) : subject_(subject), catalogue_(catalogue), out_(out) {}

  void look(const render::View& found, const std::string& view, const std::string& locale, const contract::Fields& reply) {
    for (const auto& name : found.names()) {
      if (name.ends_with("_qr_html")) judge(name, "qr", {"title"}, contract::Type::string, view, locale, reply);
      if (name.ends_with("_chart_html")) judge(name, "chart", {"title", "label", "value"}, contract::Type::array, view, locale, reply);
    }
  }

 private:
  void judge(const std::string& name, const std::string& kind, std::initializer_list<const char*> words, contract::Type type, const std::string& view,
             const std::string& locale, const contract::Fields& reply) {
    const auto field = name.substr(0, name.size() - kind.size() - std::string_view("__html").size());
    if (!holds(reply, field, type)) tell("views/" + view + ".mustache shows {{{" + name + "}}}, and the reply has no " + (type == contract::Type::array ? "array" : "string") + " '" + field + "' to draw");
    for (const std::string word : words)
      if (const auto key = kind + "." + field + "." + word; catalogue_.find(subject_.contract.name, key, locale) == nullptr)
        tell("'" + key + "' has no text in locales/" + locale + ".po, and stands with {{{" + name + "}}} in views/" + view + ".mustache");
  }
  /// Once, though a view is read in each language.
  void tell(std::string finding) {
    if (std::find(out_.begin(), out_.end(), finding) == out_.end()) out_.push_back(std::move(finding));
  }

  const Subject& subject_;
  const render::Catalogue& catalogue_;
  Findings& out_;
};

/// The view, filled with an example of the query's reply, in each language.
void fill(const Subject& subject, const render::Catalogue& catalogue, const render::Views& views, const std::string& query, const std::string& view,
          Findings& out) {
  const auto* operation = subject.contract.operation(query);
  if (operation == nullptr) return;
  const auto reply = example_of(operation->output, subject.vocabularies).dump();
  for (const std::string locale : {"fr", "en"}) {
    const auto* found = views.find(subject.contract.name, view, locale);
    if (found == nullptr) {
      out.push_back("the contract shows the view '" + view + "', and views/" + view + ".mustache is not there: write it");
      return;
    }
    Drawings(subject, catalogue, out).look(*found, view, locale, operation->output);
    const auto data = render::read_reply(reply, operation->output,
                                         {.catalogue = catalogue, .vocabularies = subject.vocabularies, .view = found, .plugin = subject.contract.name, .locale = locale,
                                          .views = &views, .base = "https://example.org"});
    if (data && found->render(*data, nullptr).empty())
      out.push_back("views/" + view + ".mustache shows nothing for an example of what '" + query + "' replies: a page begins with an <h1>");
  }
}

}  // namespace

Findings views(const Subject& subject, const render::Catalogue& catalogue, const std::filesystem::path& share) {
  Findings out;
  render::Views views(catalogue);
  views.add(render::kKernel, share);
  try {
    // As the program does when it starts: the first fault of each plugin is told.
    static_cast<void>(contract::read(subject.manifest(), subject.library.filename().string(), subject.folder / "views"));
    views.add(subject.contract.name, subject.folder);
  } catch (const std::exception& error) {
    return {error.what()};
  }
  for (const auto& page : subject.contract.pages)
    if (!page.about.empty())
      fill(subject, catalogue, views, page.about, page.about, out);
    else if (!page.view.empty() && !page.query.empty())
      fill(subject, catalogue, views, page.query, page.view, out);
  for (const auto& slot : subject.contract.slots) fill(subject, catalogue, views, slot.query, slot.view, out);
  return out;
}

}  // namespace hemicycle::check
