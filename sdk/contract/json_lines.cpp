#include "sdk/contract/json_lines.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>

#include "sdk/contract/model.hpp"

namespace hemicycle::contract {

namespace {

/// Tells through `at` how far the lexer has read.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* here, const char** at) : here_(here), at_(at) {}
  reference operator*() const { return *here_; }
  CountingIterator& operator++() {
    *at_ = ++here_;
    return *this;
  }
  CountingIterator operator++(int) {
    auto before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const CountingIterator& a, const CountingIterator& b) { return a.here_ == b.here_; }

 private:
  const char* here_;
  const char** at_;
};

/// nlohmann's SAX events, made into Nodes. The parser keeps its own stack on the heap: depth costs no recursion.
class Builder {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = std::string;
  using binary_t = nlohmann::json::binary_t;

  Builder(std::string_view json, const std::string& file, const char** at) : json_(json), file_(file), at_(at) {}

  bool null() { return add({}), true; }
  bool boolean(bool value) { return add({.kind = Node::Kind::boolean, .truth = value}), true; }
  bool number_integer(number_integer_t value) {
    // The lexer has read one character past a number.
    add({.kind = Node::Kind::integer, .line = line(1), .integer = value, .number = static_cast<double>(value)});
    return true;
  }
  bool number_unsigned(number_unsigned_t value) {
    if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max())) refuse(line(1), "number too large");
    return number_integer(static_cast<std::int64_t>(value));
  }
  bool number_float(number_float_t value, const std::string& digits) {
    if (digits.find_first_of(".eE") == std::string::npos) refuse(line(1), "number too large: " + digits);
    return add({.kind = Node::Kind::number, .line = line(1), .number = value}), true;
  }
  bool string(std::string& value) { return add({.kind = Node::Kind::text, .text = value}), true; }
  bool binary(binary_t&) { return false; }
  bool start_object(std::size_t) { return open({.kind = Node::Kind::object}); }
  bool start_array(std::size_t) { return open({.kind = Node::Kind::array}); }
  bool end_object() { return stack_.pop_back(), true; }
  bool end_array() { return stack_.pop_back(), true; }
  bool key(std::string& name) {
    auto& keys = stack_.back()->keys;
    if (std::find(keys.begin(), keys.end(), name) != keys.end()) refuse(line(0), "key '" + name + "' stands twice in one object");
    keys.push_back(name);
    key_line_ = line(0);
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& error) {
    std::string_view reason = error.what();
    // The parser's words would repeat the broken bytes, and whoever shows them needs UTF-8.
    if (reason.find("ill-formed UTF-8") != std::string_view::npos) refuse(line(1), "not JSON: a string is not UTF-8");
    if (const auto colon = reason.find(": "); colon != std::string_view::npos) reason.remove_prefix(colon + 2);
    refuse(line(1), "not JSON: " + std::string(reason));
  }

  Node root;

 private:
  [[noreturn]] void refuse(int where, const std::string& reason) const { throw Refused(file_, where, reason); }

  [[nodiscard]] int line(std::ptrdiff_t lookahead) const {
    const auto* end = std::max(json_.data(), *at_ - lookahead);
    return 1 + static_cast<int>(std::count(json_.data(), end, '\n'));
  }

  Node& add(Node node) {
    if (stack_.empty()) {
      node.line = line(0);
      return root = std::move(node);
    }
    Node& parent = *stack_.back();
    if (parent.kind == Node::Kind::object)
      node.line = key_line_;
    else if (node.kind != Node::Kind::integer && node.kind != Node::Kind::number)
      node.line = line(0);
    return parent.items.emplace_back(std::move(node));
  }

  bool open(Node node) {
    if (stack_.size() >= kMaxDepth) refuse(line(0), "deeper than " + std::to_string(kMaxDepth) + " levels");
    stack_.push_back(&add(std::move(node)));
    return true;
  }

  std::string_view json_;
  const std::string& file_;
  const char** at_;
  std::vector<Node*> stack_;  // only the innermost container grows, so the pointers hold
  int key_line_ = 1;
};

nlohmann::ordered_json to_json(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return nullptr;
    case Node::Kind::boolean:
      return node.truth;
    case Node::Kind::integer:
      return node.integer;
    case Node::Kind::number:
      return node.number;
    case Node::Kind::text:
      return node.text;
    case Node::Kind::array: {
      auto out = nlohmann::ordered_json::array();
      for (const auto& item : node.items) out.push_back(to_json(item));
      return out;
    }
    case Node::Kind::object: {
      auto out = nlohmann::ordered_json::object();
      for (std::size_t i = 0; i < node.keys.size(); ++i) out[node.keys[i]] = to_json(node.items[i]);
      return out;
    }
  }
  return nullptr;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  const auto found = std::find(keys.begin(), keys.end(), key);
  return found == keys.end() ? nullptr : &items[static_cast<std::size_t>(found - keys.begin())];
}

std::string Node::json() const { return to_json(*this).dump(); }

std::string_view Node::kind_name() const {
  static constexpr std::array<std::string_view, 7> kNames{"null", "boolean", "integer", "number", "string", "array", "object"};
  return kNames.at(static_cast<std::size_t>(kind));
}

Node parse_with_lines(std::string_view json, const std::string& file) {
  const char* at = json.data();
  Builder builder(json, file, &at);
  const char* end = json.data() + json.size();
  nlohmann::json::sax_parse(CountingIterator(json.data(), &at), CountingIterator(end, &at), &builder);
  return std::move(builder.root);
}

}  // namespace hemicycle::contract
