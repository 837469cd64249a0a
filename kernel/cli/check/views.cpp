#include "kernel/cli/check/example.hpp"
#include "kernel/cli/check/promises.hpp"
#include "kernel/web/render/reply.hpp"
#include "kernel/web/render/views.hpp"

namespace hemicycle::check {

namespace render = web::render;

namespace {

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
    const auto data = render::read_reply(reply, operation->output,
                                         {.catalogue = catalogue, .vocabularies = subject.vocabularies, .view = found, .plugin = subject.contract.name, .locale = locale});
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
    if (!page.view.empty() && !page.query.empty()) fill(subject, catalogue, views, page.query, page.view, out);
  for (const auto& slot : subject.contract.slots) fill(subject, catalogue, views, slot.query, slot.view, out);
  return out;
}

}  // namespace hemicycle::check
