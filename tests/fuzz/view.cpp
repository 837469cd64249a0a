// A view, as a theme may hold it: refused with a reason, or checked, expanded, compiled and rendered without markup from the data.
#include <cstdint>
#include <stdexcept>

#include "kernel/web/render/views.hpp"
#include "sdk/contract/model.hpp"
#include "tests/fuzz/must_hold.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hemicycle::web::render;
  using hemicycle::fuzz::must_hold;
  const ViewText view{std::string(reinterpret_cast<const char*>(data), size), "view.mustache"};
  static const std::string kText = "Un <texte>";
  const Expansion with{.partial = [](const std::string& name) -> std::optional<ViewText> {
                         if (name == "part") return ViewText{"<p>{{title}}</p>", "part.mustache"};
                         if (name == "circle") return ViewText{"{{>circle}}", "circle.mustache"};
                         return std::nullopt;
                       },
                       .text = [](std::string_view key) { return key == "key" ? &kText : nullptr; }};
  try {
    const auto found = tags(view.text, view.file);
    for (const auto& tag : found)
      must_hold(tag.begin < tag.end && tag.end <= view.text.size() && hemicycle::fuzz::inside(tag.name, view.text));
    check_tags(view.text, found, view.file);
    std::set<std::string, std::less<>> names;
    const auto expanded = expand(view, with, names);
    const View compiled(expanded, names);
    if (!compiled.error().empty()) return 0;  // Views refuses it with the engine's words
    Data values;
    put(values, "title", "<script>");
    put(values, "yes", true);
    std::vector<Data> items(2);
    for (auto& item : items) put(item, "title", "</script>");
    put_list(values, "items", std::move(items));
    const auto shown = compiled.render(values, nullptr);
    if (view.text.find("script>") == std::string::npos) must_hold(shown.find("script>") == std::string::npos);
  } catch (const std::runtime_error&) {
    // Refused, as the header says.
  }
  return 0;
}
