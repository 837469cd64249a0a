#include "kernel/web/render/views.hpp"

#include <stdexcept>
#include <vector>

namespace hemicycle::web::render {

namespace {

/// Where names are looked up: innermost section first, the globals last. kainjow's own splits dotted names with a stringstream each time.
class Scope final : public kainjow::mustache::basic_context<std::string> {
 public:
  Scope(const Data& data, const Data* globals) {
    items_.reserve(8);
    if (globals) items_.push_back(globals);
    items_.push_back(&data);
  }
  void push(const Data* data) override { items_.push_back(data); }
  void pop() override { items_.pop_back(); }

  const Data* get(const std::string& name) const override {
    if (name == ".") return items_.back();
    const auto dot = name.find('.');
    const auto first = dot == std::string::npos ? name : name.substr(0, dot);
    for (auto item = items_.rbegin(); item != items_.rend(); ++item) {
      const auto* found = (*item)->get(first);
      if (found) return dot == std::string::npos ? found : render::get(*found, std::string_view(name).substr(dot + 1));
    }
    return nullptr;
  }
  const Data* get_partial(const std::string&) const override { return nullptr; }

 private:
  std::vector<const Data*> items_;
};

/// What kainjow takes for a stream, without a stream.
struct Sink {
  std::string text;
  Sink& operator<<(const std::string& part) {
    text += part;
    return *this;
  }
};

}  // namespace

View::View(std::string text, std::set<std::string, std::less<>> names)
    : text_(std::move(text)), error_(compile(text_)->error_message()), names_(std::move(names)) {}

std::unique_ptr<View::Template> View::compile(const std::string& text) {
  auto made = std::make_unique<Template>(text);
  made->set_custom_escape([](const std::string& value) { return escape(value); });
  return made;
}

View::Template& View::compiled() const {
  std::call_once(once_, [this] { template_ = compile(text_); });
  return *template_;
}

std::string View::render(const Data& data, const Data* globals) const {
  Scope scope(data, globals);
  Sink sink;
  compiled().render(scope, sink);
  return std::move(sink.text);
}

Views::Views(const Catalogue& catalogue, std::optional<std::filesystem::path> theme) : catalogue_(catalogue), theme_(std::move(theme)) {}

Views::Sources Views::read(std::string_view plugin, const std::filesystem::path& folder) const {
  Sources out;
  const auto views = folder / "views";
  std::error_code error;
  if (!std::filesystem::is_directory(views, error)) return out;
  for (const auto& entry : std::filesystem::directory_iterator(views, error)) {
    if (entry.path().extension() != ".mustache") continue;
    auto file = entry.path();
    if (theme_) {
      const auto replaced = *theme_ / "views" / plugin / entry.path().filename();
      if (std::filesystem::exists(replaced, error)) file = replaced;
    }
    out.emplace(entry.path().stem().string(), ViewText{file_content(file), file.string()});
  }
  if (error) throw Refused(views.string() + " cannot be read: " + error.message());
  return out;
}

void Views::add(std::string_view plugin, const std::filesystem::path& folder) {
  auto sources = read(plugin, folder);
  if (plugin == kKernel) kernel_ = sources;
  std::map<std::string, std::map<std::string, View>, std::less<>> compiled;
  for (const auto& locale : catalogue_.locales()) {
    const Expansion with{.partial = [&](const std::string& name) -> std::optional<ViewText> {
                           if (const auto own = sources.find(name); own != sources.end()) return own->second;
                           if (const auto shared = kernel_.find(name); shared != kernel_.end()) return shared->second;
                           return std::nullopt;
                         },
                         .text = [&](std::string_view key) { return catalogue_.lookup(plugin, key, locale); }};
    for (const auto& [name, source] : sources) {
      std::set<std::string, std::less<>> names;
      const auto text = expand(source, with, names);
      const auto& view = compiled[std::string(plugin) + "/" + name].try_emplace(locale, text, std::move(names)).first->second;
      if (!view.error().empty()) throw Refused(source.file + ": " + view.error());
    }
  }
  compiled_.merge(compiled);
}

const View* Views::find(std::string_view plugin, std::string_view view, std::string_view locale) const {
  for (const auto owner : {plugin, kKernel}) {
    const auto found = compiled_.find(std::string(owner) + "/" + std::string(view));
    if (found == compiled_.end()) continue;
    const auto& locales = found->second;
    auto best = locales.find(std::string(locale));
    if (best == locales.end()) best = locales.find(std::string(kFirstLocale));
    return best == locales.end() ? nullptr : &best->second;
  }
  return nullptr;
}

std::string Views::render(std::string_view plugin, std::string_view view, std::string_view locale, const Data& data,
                          const Data* globals) const {
  const auto* found = find(plugin, view, locale);
  if (!found) throw std::out_of_range("no view " + std::string(plugin) + "/" + std::string(view));
  return found->render(data, globals);
}

}  // namespace hemicycle::web::render
