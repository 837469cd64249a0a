#include <algorithm>
#include <set>

#include "sdk/contract/reading.hpp"

namespace hemicycle::contract {
namespace {

class PageReader {
 public:
  PageReader(const Source& source, const Node& root, const std::optional<std::filesystem::path>& views, Plugin& plugin)
      : source_(source), root_(root), views_(views), plugin_(plugin) {}

  void pages() {
    each("pages", [this](const Node& node) { page(node); });
    check_actions();
  }
  void slots() {
    each("slots", [this](const Node& node) { filler(node); });
  }
  void imports() {
    each("imports", [this](const Node& node) {
      source_.object(node, "an import", {"command"});
      const auto& command = source_.required(node, "command", "an import");
      plugin_.imports.push_back(operation(command, source_.text(command, "'command' of an import"), true, "an import").name);
    });
  }

 private:
  template <typename Read>
  void each(std::string_view block, Read read) {
    const auto* node = root_.find(block);
    if (!node) return;
    source_.expect(*node, Node::Kind::array, in_quotes(block));
    for (const auto& item : node->items) read(item);
  }

  [[nodiscard]] const Operation& operation(const Node& at, const std::string& verb, bool command, const std::string& what) const {
    const auto* found = plugin_.operation(verb);
    if (!found || found->command != command)
      source_.refuse(at, what + " names the unknown " + (command ? "command " : "query ") + in_quotes(verb));
    return *found;
  }

  /// The operation that `key` names, for people to see: never an internal one. Null when the key is absent.
  [[nodiscard]] const Operation* shown(const Node& node, std::string_view key, bool command, const std::string& what) const {
    const auto* given = node.find(key);
    if (!given) return nullptr;
    const auto& found = operation(*given, source_.text(*given, in_quotes(key) + " of " + what), command, what);
    if (found.permission.access == Access::internal)
      source_.refuse(*given, what + " shows " + in_quotes(found.verb) + ", which is internal: it is never answered over HTTP");
    return &found;
  }

  void check_view(const Node& at, const std::string& view, const std::string& what) const {
    if (view.empty()) return;
    source_.snake(at, view, "view");
    if (views_ && !std::filesystem::is_regular_file(*views_ / (view + ".mustache")))
      source_.refuse(at, what + " names the view " + in_quotes(view) + ", but there is no views/" + view + ".mustache");
  }

  void check_path(const Node& at, const std::string& path, const std::string& what) const {
    const auto fine = [](unsigned char c) {
      return std::isalnum(c) || std::string_view("/-._~{}").find(static_cast<char>(c)) != std::string_view::npos;
    };
    if (path.front() != '/' || path.find("//") != std::string::npos || (path.size() > 1 && path.back() == '/') ||
        path.find("}{") != std::string::npos || !std::all_of(path.begin(), path.end(), fine) || !template_names(path))
      source_.refuse(at, "bad path " + in_quotes(path) + " of " + what + "; write for example /clubs/{reference}");
  }

  void check_fields(const Node& at, const std::vector<std::string>& names, const Fields& fields, const std::string& what) const {
    for (const auto& name : names)
      if (!fields.find(name)) source_.refuse(at, what + " names the unknown field " + in_quotes(name));
  }

  void check_parameters(const Node& node, const std::string& path, const Operation& taker, const std::string& what) const {
    const auto names = template_names(path);
    for (const auto& name : names.value()) {
      const auto* field = taker.input.find(name);
      if (!field) source_.refuse(node, "parameter " + in_quotes(name) + " of " + what + " is not in the input of " + in_quotes(taker.verb));
      if (field->type != Type::string && field->type != Type::integer)
        source_.refuse(node, "parameter " + in_quotes(name) + " of " + what + " is neither a string nor an integer");
    }
  }

  void page(const Node& node) {
    static constexpr auto kAny = "a page";
    source_.object(node, kAny,
                   {"path", "query", "view", "form", "then", "prefill", "about", "as", "title", "description", "feed", "gone", "filters", "actions",
                    "slots", "home", "layout", "history", "history_names", "live"});
    if (source_.truth_of(node, "layout", kAny)) return layout(node);
    Page out;
    const auto& path = source_.required(node, "path", kAny);
    out.path = source_.text(path, "'path' of a page");
    const auto what = "page " + in_quotes(out.path);
    check_path(path, out.path, what);
    for (const auto& other : plugin_.pages)
      if (pattern(other.path) == pattern(out.path)) source_.refuse(path, what + " stands twice");
    out.title = source_.text_of(node, "title", what);
    out.home = source_.truth_of(node, "home", what);
    if (out.home && std::any_of(plugin_.pages.begin(), plugin_.pages.end(), [](const Page& other) { return other.home; }))
      source_.refuse(*node.find("home"), what + " is a second home");
    out.view = source_.text_of(node, "view", what);
    if (const auto* view = node.find("view")) check_view(*view, out.view, what);
    if (node.find("form"))
      form(node, what, out);
    else if (node.find("as"))
      bytes(node, what, out);
    else
      view(node, what, out);
    plugin_.pages.push_back(std::move(out));
  }

  void layout(const Node& node) {
    source_.object(node, "the layout", {"view", "layout"});
    const auto& view = source_.required(node, "view", "the layout");
    if (!plugin_.layout.empty()) source_.refuse(node, "there is a second layout");
    plugin_.layout = source_.text(view, "'view' of the layout");
    check_view(view, plugin_.layout, "the layout");
  }

  void without(const Node& node, std::initializer_list<std::string_view> keys, const std::string& what) const {
    for (const auto key : keys)
      if (const auto* found = node.find(key)) source_.refuse(*found, what + " takes no " + in_quotes(key));
  }

  void form(const Node& node, const std::string& what, Page& out) {
    without(node, {"query", "as", "description", "feed", "gone", "filters", "actions", "slots", "history", "live"}, "form " + what);
    const auto& command = *shown(node, "form", true, what);
    out.kind = PageKind::form;
    out.form = command.verb;
    check_parameters(*node.find("path"), out.path, command, what);
    if (const auto* prefill = shown(node, "prefill", false, what)) {
      out.prefill = prefill->verb;
      check_parameters(*node.find("prefill"), out.path, *prefill, "'prefill' of " + what);
    }
    if (const auto* about = shown(node, "about", false, what)) {
      out.about = about->verb;
      check_parameters(*node.find("about"), out.path, *about, "'about' of " + what);
      check_view(*node.find("about"), out.about, what);
    }
    const auto& then = source_.required(node, "then", "form " + what);
    out.then = source_.text(then, "'then' of " + what);
    const auto names = template_names(out.then);
    if (!names || (out.then.front() != '/' && out.then.front() != '{'))
      source_.refuse(then, "'then' of " + what + " is not a path template: " + in_quotes(out.then));
    for (const auto& name : *names)
      if (!command.input.find(name) && !command.output.find(name))
        source_.refuse(then, "'then' of " + what + " names " + in_quotes(name) + ", which is neither in the input nor in the reply of " +
                                 in_quotes(command.verb));
  }

  void bytes(const Node& node, const std::string& what, Page& out) {
    without(node, {"then", "prefill", "about", "description", "feed", "gone", "filters", "actions", "slots", "home", "history", "live"}, what);
    const auto& as = *node.find("as");
    const auto& shape = source_.text(as, "'as' of " + what);
    if (shape != "pdf") without(node, {"view"}, what);
    if (!node.find("query")) source_.refuse(node, what + " has 'as' but no 'query'");
    const auto& query = *shown(node, "query", false, what);
    out.query = query.verb;
    check_parameters(*node.find("path"), out.path, query, what);
    const auto needs = [&](std::string_view name, Type type) {
      const auto* field = query.output.find(name);
      if (field && field->type == type) return;
      source_.refuse(as, what + " is shown as " + shape + ", so the reply of " + in_quotes(query.verb) + " needs " + in_quotes(name));
    };
    if (shape == "atom") {
      out.kind = PageKind::atom;
      for (const auto& [name, type] : {std::pair{"title", Type::string}, {"updated", Type::string}, {"entries", Type::array}}) needs(name, type);
    } else if (shape == "icalendar") {
      out.kind = PageKind::icalendar;
      needs("events", Type::array);
    } else if (shape == "file") {
      out.kind = PageKind::file;
      needs("file", Type::upload);
    } else if (shape == "csv") {
      out.kind = PageKind::csv;
      for (const auto& [name, type] : {std::pair{"file_name", Type::string}, {"rows", Type::array}}) needs(name, type);
      const auto& row = *query.output.find("rows")->items;
      if (row.type == Type::object) return;  // its fields are the columns
      needs("columns", Type::array);
      if (row.type != Type::array || row.items->type != Type::string)
        source_.refuse(as, what + " is shown as csv, so 'rows' of " + in_quotes(query.verb) + " is an array of objects, or of arrays of strings");
    } else if (shape == "pdf") {
      out.kind = PageKind::pdf;
      if (out.view.empty()) source_.refuse(as, what + " is shown as pdf, so it needs the 'view' that is printed");
    } else {
      source_.refuse(as, "unknown 'as' " + in_quotes(shape) + " of " + what + "; known: atom, icalendar, file, csv, pdf");
    }
  }

  void view(const Node& node, const std::string& what, Page& out) {
    without(node, {"then", "prefill", "about"}, what);
    if (out.view.empty()) source_.refuse(node, what + " shows nothing; give 'query' and 'view', 'form' and 'then', or 'query' and 'as'");
    static const Operation kNothing;  // a page of fixed text has no query
    const auto* query = shown(node, "query", false, what);
    if (query) out.query = query->verb;
    const auto& source = query ? *query : kNothing;
    out.live = source_.truth_of(node, "live", what);
    if (out.live && source.depends.empty())
      source_.refuse(*node.find("live"), what + " is live, so its query says in 'depends' after which events it shows something else");
    check_parameters(*node.find("path"), out.path, source, what);
    out.description = source_.text_of(node, "description", what);
    if (const auto names = template_names(out.description)) {
      if (!names->empty()) check_fields(*node.find("description"), *names, source.output, "'description' of " + what);
    } else {
      source_.refuse(*node.find("description"), "'description' of " + what + " is not a template: " + in_quotes(out.description));
    }
    out.feed = source_.text_of(node, "feed", what);
    if (!out.feed.empty() && out.feed.front() != '/') source_.refuse(*node.find("feed"), "'feed' of " + what + " is not a path");
    out.gone = source_.text_of(node, "gone", what);
    if (!out.gone.empty()) {
      const auto* field = source.output.find(out.gone);
      if (!field || field->type != Type::boolean)
        source_.refuse(*node.find("gone"), "'gone' of " + what + " names no boolean of the reply: " + in_quotes(out.gone));
    }
    out.filters = source_.texts_of(node, "filters", what);
    if (!out.filters.empty()) check_fields(*node.find("filters"), out.filters, source.input, "'filters' of " + what);
    out.actions = source_.texts_of(node, "actions", what);
    read_history(source_, node, what, source, plugin_, out);
    const auto* slots = node.find("slots");
    if (!slots) return;
    source_.expect(*slots, Node::Kind::object, "'slots' of " + what);
    for (std::size_t i = 0; i < slots->keys.size(); ++i) {
      const auto& name = slots->keys[i];
      source_.snake(slots->items[i], name, "slot");
      out.slots[name] = source_.texts_of(*slots, name, "'slots' of " + what);
      check_fields(slots->items[i], out.slots[name], source.output, "slot " + in_quotes(name) + " of " + what);
    }
  }

  /// An action is shown as a link to its form, which may stand after the page in the file.
  void check_actions() const {
    const auto* pages = root_.find("pages");
    for (std::size_t i = 0; pages && i < pages->items.size(); ++i) {
      const auto* actions = pages->items[i].find("actions");
      for (std::size_t j = 0; actions && j < actions->items.size(); ++j) {
        const auto& verb = actions->items[j].text;
        if (std::none_of(plugin_.pages.begin(), plugin_.pages.end(), [&](const Page& page) { return page.form == verb; }))
          source_.refuse(actions->items[j], "action " + in_quotes(verb) + " has no form page");
      }
    }
  }

  void filler(const Node& node) {
    source_.object(node, "a slot", {"slot", "query", "view", "order", "form"});
    SlotFiller out;
    const auto& slot = source_.required(node, "slot", "a slot");
    out.slot = source_.text(slot, "'slot'");
    const auto what = "slot " + in_quotes(out.slot);
    const auto dot = out.slot.rfind('.');
    if (dot == std::string::npos || !is_full_name(out.slot.substr(0, dot)) || !is_snake_case(out.slot.substr(dot + 1)))
      source_.refuse(slot, what + " is not of the form 'plugin.view.name'");
    static_cast<void>(source_.required(node, "query", what));
    out.query = shown(node, "query", false, what)->verb;
    out.view = source_.text(source_.required(node, "view", what), "'view' of " + what);
    check_view(*node.find("view"), out.view, what);
    if (const auto* form = shown(node, "form", true, what)) out.form = form->verb;
    out.order = static_cast<int>(source_.integer_of(node, "order", what, out.order));
    plugin_.slots.push_back(std::move(out));
  }

  /// Two paths that differ in the names of their parameters alone are one.
  [[nodiscard]] static std::string pattern(const std::string& path) {
    return fill(path, [](std::string_view) { return std::string("{}"); });
  }

  const Source& source_;
  const Node& root_;
  const std::optional<std::filesystem::path>& views_;
  Plugin& plugin_;
};

}  // namespace

void read_pages(const Source& source, const Node& root, const std::optional<std::filesystem::path>& views, Plugin& plugin) {
  PageReader reader(source, root, views, plugin);
  reader.pages();
  reader.slots();
  reader.imports();
}

}  // namespace hemicycle::contract
