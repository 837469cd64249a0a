// What the parts of the reader share while one contract is read. Internal to this folder.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/contract/json_lines.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::contract {

[[nodiscard]] bool is_snake_case(std::string_view name);
[[nodiscard]] bool is_pascal_case(std::string_view name);
[[nodiscard]] bool is_cpp_keyword(std::string_view name);
[[nodiscard]] std::string pascal_case(std::string_view snake);
/// "accounts.names": two snake_case words.
[[nodiscard]] bool is_full_name(std::string_view name);
[[nodiscard]] std::string in_quotes(std::string_view name);  ///< 'name'

/// Nanoseconds of "30s", "10min", "1h", "1d"; nothing when it is none of these.
[[nodiscard]] std::optional<std::int64_t> parse_period(std::string_view text);
/// Names between braces, in order; nothing when a brace is not closed or a name is not snake_case.
[[nodiscard]] std::optional<std::vector<std::string>> template_names(std::string_view text);

/// Node by node: each function refuses, with the node's line, what is not as the rule says.
class Source {
 public:
  explicit Source(std::string file) : file_(std::move(file)) {}

  [[noreturn]] void refuse(const Node& at, const std::string& reason) const { throw Refused(file_, at.line, reason); }

  /// An object with no other keys than these.
  void object(const Node& node, const std::string& what, std::initializer_list<std::string_view> keys) const;
  void expect(const Node& node, Node::Kind kind, const std::string& what) const;
  [[nodiscard]] const std::string& text(const Node& node, const std::string& what) const;
  /// The text of `key`, or "" when the key is absent.
  [[nodiscard]] std::string text_of(const Node& object, std::string_view key, const std::string& what) const;
  [[nodiscard]] bool truth_of(const Node& object, std::string_view key, const std::string& what) const;
  [[nodiscard]] std::int64_t integer_of(const Node& object, std::string_view key, const std::string& what, std::int64_t otherwise) const;
  [[nodiscard]] const Node& required(const Node& object, std::string_view key, const std::string& what) const;
  /// An array of different strings; empty when the key is absent.
  [[nodiscard]] std::vector<std::string> texts_of(const Node& object, std::string_view key, const std::string& what) const;
  void snake(const Node& at, std::string_view name, const std::string& what) const;
  /// snake_case that may stand in C++: no keyword.
  void cpp_name(const Node& at, std::string_view name, const std::string& what) const;

 private:
  std::string file_;
};

/// `history` and `history_names` of a view page, whose query is `source`.
void read_history(const Source& reader, const Node& node, const std::string& what, const Operation& source, const Plugin& plugin, Page& out);

/// Where a fields block stands: an event may hold nothing personal, a setting always has a value.
enum class Place { message, event, settings };

/// Reads the fields of one contract; resolves `ref` among its `types`.
class FieldReader {
 public:
  /// `types` may be null. All must outlive the reader.
  FieldReader(const Source& source, const Plugin& plugin, const Node* types);

  /// The types, each after those that it refers to. Throws Refused on a type that contains itself.
  [[nodiscard]] std::vector<std::pair<std::string, Fields>> types();
  /// `block` may be null: no fields.
  [[nodiscard]] Fields fields(const Node* block, const std::string& what, Place place);

  /// `options` name queries, which are read later.
  struct WantedOptions {
    const Node* at;
    std::string query;
  };
  [[nodiscard]] const std::vector<WantedOptions>& wanted_options() const { return wanted_options_; }

 private:
  struct Resolved {
    std::string name;
    std::shared_ptr<const Fields> fields;
  };
  [[nodiscard]] Field field(const Node& node, const std::string& name, const std::string& what, Place place);
  void read_type(Field& out, const Node& node, const std::string& what, Place place);
  void read_string(Field& out, const Node& node, const std::string& what);
  void read_bounds(Field& out, const Node& node, const std::string& what) const;
  void read_default(Field& out, const Node& node, const std::string& what) const;
  [[nodiscard]] std::shared_ptr<const Fields> resolve(const std::string& name, const Node& at);

  const Source& source_;
  const Plugin& plugin_;
  const Node* types_;
  std::vector<Resolved> resolved_;
  std::vector<std::string> open_types_;
  std::vector<WantedOptions> wanted_options_;
};

void read_messages(const Source& source, const Node& root, FieldReader& fields, Plugin& plugin);
void check_names(const Source& source, const Node& root, const Plugin& plugin);
void read_navigation(const Source& source, const Node& root, Plugin& plugin);
void read_pages(const Source& source, const Node& root, const std::optional<std::filesystem::path>& views, Plugin& plugin);

}  // namespace hemicycle::contract
