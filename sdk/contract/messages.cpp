#include <algorithm>
#include <charconv>
#include <map>

#include "sdk/contract/reading.hpp"

namespace hemicycle::contract {

namespace {

class MessageReader {
 public:
  MessageReader(const Source& source, const Node& root, FieldReader& fields, Plugin& plugin)
      : source_(source), root_(root), fields_(fields), plugin_(plugin) {}

  void events() {
    each("events", "event", [this](const std::string& verb, const Node& node, const std::string& what) {
      source_.object(node, what, {"summary", "subject", "payload", "major", "ends"});
      auto out = named<Event>(verb, node, what);
      out.major = major(node, what);
      out.payload = fields_.fields(node.find("payload"), what, Place::event);
      const auto& subject = source_.required(node, "subject", what);
      out.subject = source_.text(subject, "'subject' of " + what);
      check_template(subject, out.subject, out.payload, "'subject' of " + what);
      out.ends = source_.text_of(node, "ends", what);
      if (!out.ends.empty()) check_template(*node.find("ends"), out.ends, out.payload, "'ends' of " + what);
      plugin_.events.push_back(std::move(out));
    });
  }

  void operations() {
    // Commands and queries in the order of the file: that is the order of the documents made from it.
    for (const auto& key : root_.keys) {
      if (key == "commands")
        each("commands", "command", [this](const auto& verb, const auto& node, const auto& what) { command(verb, node, what); });
      if (key == "queries")
        each("queries", "query", [this](const auto& verb, const auto& node, const auto& what) { query(verb, node, what); });
    }
    check_prepare();
  }

  void jobs() {
    each("jobs", "job", [this](const std::string& verb, const Node& node, const std::string& what) {
      source_.object(node, what, {"summary", "input", "every"});
      auto out = named<Job>(verb, node, what);
      out.input = fields_.fields(node.find("input"), what, Place::message);
      if (const auto* every = node.find("every")) {
        const auto period = parse_period(source_.text(*every, "'every' of " + what));
        if (!period) source_.refuse(*every, "bad 'every' " + in_quotes(every->text) + " of " + what + "; write 30s, 10min, 1h or 1d");
        if (!out.input.empty()) source_.refuse(*every, what + " recurs, so it takes no input");
        out.every_ns = *period;
      }
      plugin_.jobs.push_back(std::move(out));
    });
  }

  void reactions() {
    plugin_.reactions = source_.texts_of(root_, "reactions", "the contract");
    for (std::size_t i = 0; i < plugin_.reactions.size(); ++i)
      check_event_name(root_.find("reactions")->items[i], plugin_.reactions[i], "a reaction");
  }

 private:
  [[nodiscard]] std::string full(const std::string& verb) const { return plugin_.name + "." + verb; }

  template <typename Message>
  [[nodiscard]] Message named(const std::string& verb, const Node& node, const std::string& what) const {
    Message out;
    out.verb = verb;
    out.name = full(verb);
    out.summary = source_.text_of(node, "summary", what);
    return out;
  }

  template <typename Read>
  void each(std::string_view block, const std::string& kind, Read read) {
    const auto* node = root_.find(block);
    if (!node) return;
    source_.expect(*node, Node::Kind::object, in_quotes(block));
    for (std::size_t i = 0; i < node->keys.size(); ++i) {
      source_.cpp_name(node->items[i], node->keys[i], kind);
      read(node->keys[i], node->items[i], kind + " " + in_quotes(node->keys[i]));
    }
  }

  [[nodiscard]] int major(const Node& node, const std::string& what) const {
    const auto out = source_.integer_of(node, "major", what, 1);
    if (out < 1) source_.refuse(*node.find("major"), "'major' of " + what + " begins at 1");
    return static_cast<int>(out);
  }

  void check_event_name(const Node& at, const std::string& name, const std::string& what) const {
    if (!is_full_name(name)) source_.refuse(at, what + " " + in_quotes(name) + " is not of the form 'plugin.event'");
    const auto dot = name.find('.');
    if (name.substr(0, dot) == plugin_.name && !plugin_.event(name.substr(dot + 1)))
      source_.refuse(at, what + " names the unknown event " + in_quotes(name));
  }

  void check_template(const Node& at, const std::string& text, const Fields& fields, const std::string& what) const {
    const auto wanted = template_names(text);
    if (!wanted) source_.refuse(at, what + " is not a template: " + in_quotes(text));
    for (const auto& name : *wanted) {
      const auto* field = fields.find(name);
      if (!field) source_.refuse(at, what + " names the unknown field " + in_quotes(name));
      if (field->type != Type::string && field->type != Type::integer)
        source_.refuse(at, what + " names " + in_quotes(name) + ", which is neither a string nor an integer");
    }
  }

  [[nodiscard]] Permission permission(const Node& node, const std::string& what) const {
    const auto* given = node.find("permission");
    if (!given) source_.refuse(node, what + " has no permission; write \"public\" if anybody may");
    const auto& name = source_.text(*given, "'permission' of " + what);
    if (name == "public") return {Access::open, name};
    if (name == "signed_in") return {Access::signed_in, name};
    if (name == "internal") return {Access::internal, name};
    if (std::find(plugin_.permissions.begin(), plugin_.permissions.end(), name) == plugin_.permissions.end())
      source_.refuse(
          *given, "unknown permission " + in_quotes(name) + " of " + what + "; write public, signed_in, internal or one of 'permissions'");
    return {Access::permission, name};
  }

  [[nodiscard]] Operation operation(const std::string& verb, const Node& node, const std::string& what) {
    auto out = named<Operation>(verb, node, what);
    out.major = major(node, what);
    out.permission = permission(node, what);
    out.input = fields_.fields(node.find("input"), "the input of " + what, Place::message);
    out.output = fields_.fields(node.find("output"), "the output of " + what, Place::message);
    out.scope = source_.text_of(node, "scope", what);
    if (!out.scope.empty()) {
      if (out.permission.access != Access::permission)
        source_.refuse(*node.find("scope"), what + " has a scope but no permission that could be granted in it");
      check_template(*node.find("scope"), out.scope, out.input, "'scope' of " + what);
    }
    return out;
  }

  void command(const std::string& verb, const Node& node, const std::string& what) {
    source_.object(node, what, {"summary", "permission", "scope", "input", "output", "emits", "prepare", "session", "rate", "major"});
    auto out = operation(verb, node, what);
    out.command = true;
    for (const auto& event : source_.texts_of(node, "emits", what)) {
      if (!plugin_.event(event)) source_.refuse(*node.find("emits"), what + " emits the unknown event " + in_quotes(event));
      out.emits.push_back(full(event));
    }
    out.prepare = source_.text_of(node, "prepare", what);
    if (const auto session = source_.text_of(node, "session", what); !session.empty()) {
      out.begins_session = session == "begins";
      out.ends_session = session == "ends";
      if (!out.begins_session && !out.ends_session)
        source_.refuse(*node.find("session"), "'session' of " + what + " is 'begins' or 'ends'");
    }
    if (const auto* limit = node.find("rate")) out.rate = rate(*limit, what);
    plugin_.operations.push_back(std::move(out));
  }

  void query(const std::string& verb, const Node& node, const std::string& what) {
    source_.object(node, what, {"summary", "permission", "scope", "input", "output", "depends", "lane", "major"});
    auto out = operation(verb, node, what);
    out.depends = source_.texts_of(node, "depends", what);
    for (std::size_t i = 0; i < out.depends.size(); ++i)
      check_event_name(node.find("depends")->items[i], out.depends[i], "'depends' of " + what);
    const auto lane = source_.text_of(node, "lane", what);
    if (!lane.empty() && lane != "slow")
      source_.refuse(*node.find("lane"), "unknown lane " + in_quotes(lane) + " of " + what + "; known: slow");
    out.slow_lane = lane == "slow";
    plugin_.operations.push_back(std::move(out));
  }

  [[nodiscard]] Rate rate(const Node& node, const std::string& what) const {
    const auto& text = source_.text(node, "'rate' of " + what);
    Rate out;
    const auto slash = text.find('/');
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.count);
    const auto period = slash == std::string::npos ? std::nullopt : parse_period(std::string_view(text).substr(slash + 1));
    if (error != std::errc() || end != text.data() + slash || out.count < 1 || !period)
      source_.refuse(node, "bad 'rate' " + in_quotes(text) + " of " + what + "; write for example \"10/10min\"");
    out.period_ns = *period;
    return out;
  }

  /// A prepared query is called with the command's input, so what it needs must be there.
  void check_prepare() const {
    for (const auto& command : plugin_.operations) {
      if (command.prepare.empty()) continue;
      const auto& at = *root_.find("commands")->find(command.verb)->find("prepare");
      const auto what = "'prepare' of command " + in_quotes(command.verb);
      const auto* query = plugin_.operation(command.prepare);
      if (!query || query->command) source_.refuse(at, what + " names the unknown query " + in_quotes(command.prepare));
      for (const auto& field : query->input.list) {
        const auto needed = !field.optional && field.default_json.empty();
        const auto* given = command.input.find(field.name);
        if (needed && !given)
          source_.refuse(at, what + ": query " + in_quotes(query->verb) + " needs " + in_quotes(field.name) +
                                 ", which the command's input does not have");
        if (given && given->type != field.type)
          source_.refuse(at, what + ": " + in_quotes(field.name) + " has another type in query " + in_quotes(query->verb));
      }
    }
  }

  const Source& source_;
  const Node& root_;
  FieldReader& fields_;
  Plugin& plugin_;
};

}  // namespace

void read_messages(const Source& source, const Node& root, FieldReader& fields, Plugin& plugin) {
  MessageReader reader(source, root, fields, plugin);
  reader.events();
  reader.operations();
  reader.jobs();
  reader.reactions();
}

/// Verbs, events and jobs share one space of names; what contractc makes of them shares another.
void check_names(const Source& source, const Node& root, const Plugin& plugin) {
  std::map<std::string, std::string> verbs;
  std::map<std::string, std::string> structs{{"Settings", "the struct of the settings"}, {"Handler", "the interface of the handlers"}};
  const auto claim = [&](std::map<std::string, std::string>& names, const std::string& name, const std::string& owner, const Node& at) {
    const auto [found, fresh] = names.emplace(name, owner);
    if (!fresh) source.refuse(at, owner + " and " + found->second + " share the name " + in_quotes(name));
  };
  for (const auto* const block : {"commands", "queries", "events", "jobs"}) {
    const auto* node = root.find(block);
    for (std::size_t i = 0; node && i < node->keys.size(); ++i) {
      const auto& verb = node->keys[i];
      const auto kind = std::string_view(block) == "queries" ? "query" : std::string(block, std::string_view(block).size() - 1);
      const auto owner = kind + " " + in_quotes(verb);
      claim(verbs, verb, owner, node->items[i]);
      claim(structs, pascal_case(verb), "the struct of " + owner, node->items[i]);
      if (plugin.operation(verb)) claim(structs, pascal_case(verb) + "Reply", "the reply of " + owner, node->items[i]);
    }
  }
  const auto* types = root.find("types");
  for (std::size_t i = 0; types && i < types->keys.size(); ++i)
    claim(structs, types->keys[i], "type " + in_quotes(types->keys[i]), types->items[i]);
  const auto* reactions = root.find("reactions");
  for (std::size_t i = 0; i < plugin.reactions.size(); ++i) {
    auto name = "on_" + plugin.reactions[i];
    std::replace(name.begin(), name.end(), '.', '_');
    claim(verbs, name, "the reaction to " + in_quotes(plugin.reactions[i]), reactions->items[i]);
  }
}

}  // namespace hemicycle::contract
