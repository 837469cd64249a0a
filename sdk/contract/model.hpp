// The contract of a plugin as values: what `plugin.json` says, after every rule of docs/contract.md held.
// Read by contractc (which writes C++ from it) and by the kernel (which checks, routes and shows with it): one reader, no second opinion.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace hemicycle::contract {

enum class Type { string, integer, number, boolean, array, object, upload };
enum class Format { line, text, markdown, csv, date, date_time, email, uri, password, identifier };

struct Field;

/// Fields in the order of the file: forms, structs and documents show them so.
struct Fields {
  std::vector<Field> list;
  [[nodiscard]] const Field* find(std::string_view name) const;
  [[nodiscard]] bool empty() const { return list.empty(); }
};

struct Field {
  std::string name;
  std::string summary;
  Type type = Type::string;
  Format format = Format::line;
  std::string ref;                        ///< name in `types` when the field was given by `ref`; `fields` is then that type's
  std::optional<double> min;              ///< characters, value or items, by type
  std::optional<double> max;              ///< never empty for strings and arrays: the default of the format applies
  std::vector<std::string> enumeration;   ///< empty = any
  std::string among;                      ///< vocabulary, or empty
  std::string options;                    ///< query "<plugin>.<verb>" that lists the choices, or empty
  std::shared_ptr<const Field> items;     ///< of an array
  std::shared_ptr<const Fields> fields;   ///< of an object
  std::string default_json;               ///< JSON text, or empty
  bool optional = false;
  bool personal = false;
  bool fixed = false;                     ///< of an array of objects: a form shows the items it is prefilled with, and no room for more
};

enum class Access { open, signed_in, internal, permission };

struct Permission {
  Access access = Access::permission;
  std::string name;  ///< "public", "signed_in", "internal", or a permission "<plugin>.<name>"
};

struct Rate {
  int count = 0;
  std::int64_t period_ns = 0;
};

/// A command or a query.
struct Operation {
  bool command = false;
  std::string verb;          ///< "submit"
  std::string name;          ///< "club.submit"
  std::string summary;
  int major = 1;
  Permission permission;
  std::string scope;         ///< template over the input, or empty
  Fields input, output;
  std::vector<std::string> emits;    ///< full event names
  std::vector<std::string> depends;  ///< full event names
  std::string prepare;               ///< verb of a query of this plugin, or empty
  bool slow_lane = false;
  bool begins_session = false, ends_session = false;
  std::optional<Rate> rate;
};

struct Event {
  std::string verb, name, summary;
  int major = 1;
  std::string subject;  ///< template over the payload
  std::string ends;     ///< template: the actor who is no more after it, or empty
  Fields payload;
};

struct Job {
  std::string verb, name, summary;
  Fields input;
  std::int64_t every_ns = 0;  ///< 0 = only when scheduled
};

enum class PageKind { view, form, atom, icalendar, file, csv, pdf };

struct Page {
  PageKind kind = PageKind::view;
  std::string path;                   ///< "/clubs/{reference}"
  std::string query, view, form, then, prefill;
  std::string about;                  ///< of a form: the query, and the view of that name, that show what it acts on; or empty
  std::string title, description, feed, gone;
  std::vector<std::string> filters, actions;
  std::map<std::string, std::vector<std::string>> slots;  ///< slot name -> reply fields passed
  std::string history;                ///< template: the subject whose events are shown to who has signed in, or empty
  std::string history_names;          ///< permission with which the names of who did it are shown too, or empty: nobody
  bool home = false;
  bool live = false;  ///< its readers are told when what it shows has changed
};

struct SlotFiller {
  std::string slot, query, view, form;
  int order = 100;
};

struct NavigationEntry {
  std::string label, path;
  int order = 100;
  std::string permission;  ///< empty = that of the page
  std::string group;       ///< under which words of the deployment it stands in the menu, or empty: alone
  bool footer = false;     ///< it stands at the foot of every page, not in the menu
};

/// "accounts.names@1"
struct Requirement {
  std::string name;
  int major = 1;
  [[nodiscard]] std::string plugin() const { return name.substr(0, name.find('.')); }
};

/// Where a plugin's code runs: in the server, in a process of its own, or in such a process with rights taken away. In rising strictness.
enum class Isolation { in_process, worker, sandboxed };
[[nodiscard]] std::string_view name(Isolation isolation);
[[nodiscard]] std::optional<Isolation> isolation_named(std::string_view name);

struct Plugin {
  std::string name, version, title;
  Isolation isolation = Isolation::in_process;  ///< the least that it accepts; a deployment may ask for more
  std::vector<Requirement> requires_;
  std::vector<Requirement> uses;  ///< asked where somebody provides them; without them the plugin stands
  std::vector<std::string> vocabularies, grants, permissions;
  std::vector<std::pair<std::string, Fields>> types;
  std::vector<Operation> operations;  ///< commands and queries, in the order of the file
  std::vector<Event> events;
  std::vector<std::string> reactions;
  std::vector<Job> jobs;
  Fields settings;
  std::vector<Page> pages;
  std::vector<SlotFiller> slots;
  std::vector<NavigationEntry> navigation;
  std::vector<std::string> imports;  ///< full command names
  bool mail = false;                 ///< it may write letters
  std::string people;                ///< query "<plugin>.<verb>" that says who actors are, or empty
  std::string layout;                ///< view that frames every page, or empty

  /// All that it may ask of others.
  [[nodiscard]] std::vector<Requirement> asks() const;
  [[nodiscard]] const Operation* operation(std::string_view verb) const;
  [[nodiscard]] const Event* event(std::string_view verb) const;
  [[nodiscard]] const Job* job(std::string_view verb) const;
  [[nodiscard]] const Fields* type(std::string_view name) const;
};

/// Why a contract was refused, for a person: "plugins/x/plugin.json:12: command 'submit' has no permission; write \"public\" if anybody may".
class Refused : public std::runtime_error {
 public:
  Refused(std::string file, int line, const std::string& reason);
  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] int line() const { return line_; }

 private:
  std::string file_;
  int line_;
};

/// Reads and checks one contract. `file` is only for messages. `views`, when given, is the folder that must hold every view named.
/// Throws Refused at the first rule broken.
[[nodiscard]] Plugin read(std::string_view json, const std::string& file, const std::optional<std::filesystem::path>& views = std::nullopt);

/// Checks that hold between contracts: requirements that nobody provides, a major that differs, a cycle of requirements and uses (printed whole),
/// two plugins of one name, two pages of one path. Returns a sentence for each plugin that cannot stand, by its name.
[[nodiscard]] std::map<std::string, std::string> conflicts(const std::vector<Plugin>& plugins);

/// Replaces each "{field}" by what `value` gives for it. Used for subjects, scopes, paths and titles.
template <typename Value>
[[nodiscard]] std::string fill(std::string_view text, Value&& value) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto open = text.find('{', at);
    const auto close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) return out.append(text.substr(at));
    out.append(text.substr(at, open - at)).append(value(text.substr(open + 1, close - open - 1)));
    at = close + 1;
  }
  return out;
}

}  // namespace hemicycle::contract
