// The door: strict JSON, then the contract's rules. The first byte says whether the rest is a body or a form.
#include <algorithm>
#include <cstdint>

#include "kernel/core/door.hpp"
#include "tests/fuzz/must_hold.hpp"

using namespace hemicycle;
using fuzz::must_hold;

namespace {

const contract::Plugin& plugin() {
  static const auto kPlugin =
      contract::read(R"({"hemicycle": 1, "name": "club", "version": "1.0.0", "commands": {"act": {"permission": "public", "input": {
    "title": {"type": "string", "max": 20}, "body": {"type": "string", "format": "markdown", "optional": true},
    "day": {"type": "string", "format": "date", "optional": true}, "at": {"type": "string", "format": "date-time", "optional": true},
    "email": {"type": "string", "format": "email", "optional": true}, "link": {"type": "string", "format": "uri", "optional": true},
    "count": {"type": "integer", "optional": true, "max": 10}, "share": {"type": "number", "optional": true}, "yes": {"type": "boolean", "default": false},
    "kind": {"type": "string", "enum": ["a", "b"], "default": "a"}, "file": {"type": "upload", "optional": true},
    "lines": {"type": "array", "items": {"type": "string"}, "optional": true},
    "rows": {"type": "array", "optional": true, "items": {"type": "object", "fields": {"text": {"type": "string"}}}}}}}})",
                     "club.json");
  return kPlugin;
}

/// "a=b\nc=d"
core::Form form_of(std::string_view text) {
  core::Form form;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    const auto sign = line.find('=');
    form.emplace(line.substr(0, sign), sign == std::string_view::npos ? "" : line.substr(sign + 1));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return form;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto& input = plugin().operations.at(0).input;
  nlohmann::json value;
  if (data[0] == 'f') {
    value = core::coerce(input, form_of(rest));
  } else {
    auto parsed = core::parse_strict(rest);
    if (!parsed.ok()) return 0;
    // What was accepted says the same to any other reader.
    must_hold(nlohmann::json::parse(parsed.value.dump()) == parsed.value);
    value = std::move(parsed.value);
  }
  auto checked = core::check(input, std::move(value), {});
  if (!checked.ok()) return 0;
  const auto bytes = checked.value.dump();  // throws when a string is not UTF-8
  auto again = core::check(input, core::parse_strict(bytes).value, {});
  must_hold(again.ok() && again.value == checked.value);
  return 0;
}
