#include <limits>

#include "kernel/core/door.hpp"

namespace hemicycle::core {

namespace {

/// Builds the value from nlohmann's SAX events and stops at the first rule broken. The lexer itself refuses what is not UTF-8.
class StrictBuilder {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = std::string;
  using binary_t = nlohmann::json::binary_t;

  bool null() { return add(nullptr) != nullptr; }
  bool boolean(bool value) { return add(value) != nullptr; }
  bool number_integer(number_integer_t value) { return add(value) != nullptr; }
  bool number_unsigned(number_unsigned_t value) {
    if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max())) return refuse("number_too_large");
    return add(static_cast<std::int64_t>(value)) != nullptr;
  }
  bool number_float(number_float_t value, const std::string& digits) {
    // An integer too long for 64 bits arrives here without a point: it would lose digits silently.
    if (digits.find_first_of(".eE") == std::string::npos) return refuse("number_too_large");
    return add(value) != nullptr;
  }
  bool string(std::string& value) { return add(std::move(value)) != nullptr; }
  bool binary(binary_t&) { return refuse("malformed"); }
  bool start_object(std::size_t) { return open(nlohmann::json::object()); }
  bool start_array(std::size_t) { return open(nlohmann::json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& name) {
    const auto [member, fresh] = stack_[depth_ - 1]->get_ref<nlohmann::json::object_t&>().try_emplace(std::move(name), nullptr);
    member_ = &member->second;
    return fresh || refuse("duplicate_key");
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& error) {
    detail = error.what();
    return refuse(error.id == 406 ? "number_too_large" : "malformed");
  }

  nlohmann::json root;
  std::string code, detail;

 private:
  bool refuse(const char* why) {
    if (code.empty()) code = why;
    return false;
  }

  nlohmann::json* add(nlohmann::json value) {
    if (++values_ > kMaxPayloadValues) {
      refuse("too_many_values");
      return nullptr;
    }
    if (depth_ == 0) {
      root = std::move(value);
      return &root;
    }
    auto& parent = *stack_[depth_ - 1];
    if (parent.is_object()) {
      *member_ = std::move(value);
      return member_;
    }
    auto& items = parent.get_ref<nlohmann::json::array_t&>();
    items.push_back(std::move(value));
    return &items.back();
  }

  bool open(nlohmann::json container) {
    if (depth_ == kMaxPayloadDepth) return refuse("too_deep");
    auto* added = add(std::move(container));
    if (!added) return false;
    stack_[depth_++] = added;
    return true;
  }

  bool close() {
    --depth_;
    return true;
  }

  nlohmann::json* stack_[kMaxPayloadDepth] = {};  // only the innermost container grows, so the pointers hold
  std::size_t depth_ = 0;
  nlohmann::json* member_ = nullptr;
  std::size_t values_ = 0;
};

}  // namespace

Payload parse_strict(std::string_view bytes) {
  StrictBuilder builder;
  // nlohmann would skip a byte order mark; RFC 8259 §8.1 says that none is sent.
  const bool marked = bytes.starts_with("\xEF\xBB\xBF");
  if (!marked && nlohmann::json::sax_parse(bytes.begin(), bytes.end(), &builder)) return {.value = std::move(builder.root)};
  if (builder.code.empty()) builder.code = "malformed";
  return {.value = nullptr,
          .problem = Problem{.status = Status::invalid, .code = std::move(builder.code), .detail = std::move(builder.detail)}};
}

}  // namespace hemicycle::core
