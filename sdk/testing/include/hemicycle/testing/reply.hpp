// What came back from a call, and what was told: JSON with a few ways to look into it.
#pragma once

#include <cstddef>
#include <hemicycle/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hemicycle::testing {

/// What stands at `path` in a JSON text: "title", "hearings.0.title". A string as its text, anything else as JSON.
/// Throws std::out_of_range with the path and the whole text when nothing is there.
[[nodiscard]] std::string at(std::string_view json, std::string_view path);
/// How many items the array at `path` has; an empty path is the whole text. Throws std::out_of_range when there is no array.
[[nodiscard]] std::size_t count(std::string_view json, std::string_view path);

/// One answer. A value: it outlives the kernel.
class Reply final {
 public:
  struct Field {
    std::string path, code;
  };
  struct Parts {
    std::string status, json{}, code{}, detail{};
    std::vector<Field> errors{};
  };
  explicit Reply(Parts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] bool ok() const { return parts_.status == "ok"; }
  /// "ok", "invalid", "denied", "not_found", "conflict", "overloaded", "unavailable", "deadline" or "internal".
  [[nodiscard]] const std::string& status() const { return parts_.status; }
  /// What the handler said beside the status, "already_decided"; empty when ok.
  [[nodiscard]] const std::string& code() const { return parts_.code; }
  /// The code at an input field, "too_long"; empty when that field is sound.
  [[nodiscard]] std::string error(std::string_view path) const;
  [[nodiscard]] const std::vector<Field>& errors() const { return parts_.errors; }
  [[nodiscard]] const std::string& json() const { return parts_.json; }
  [[nodiscard]] std::string field(std::string_view path) const { return at(parts_.json, path); }
  [[nodiscard]] std::size_t size(std::string_view path) const { return count(parts_.json, path); }
  /// As the struct that the contract's header declares. Throws JsonError.
  template <typename Struct>
  [[nodiscard]] Struct as() const {
    return from_json<Struct>(parts_.json);
  }
  /// All of it for a person, in one line: INFO(reply.explain()).
  [[nodiscard]] std::string explain() const;

 private:
  Parts parts_;
};

/// One event as the journal keeps it.
struct Event {
  std::string type, subject, actor, payload;
  [[nodiscard]] std::string field(std::string_view path) const { return at(payload, path); }
};

/// One line of a plugin, or of the kernel about it. Levels are those of hemicycle/ext/log.h.
struct LogLine {
  std::string plugin;
  unsigned level = 0;
  std::string text;
};

/// A letter that a plugin wrote with `command.mail`.
struct Mail {
  std::string id, plugin;
  std::string to;  ///< as the plugin said it: an address or an actor
  std::string subject, text;
  std::string calendar;  ///< JSON of the entry, or empty
  std::string state;     ///< "queued", "sent" or "failed"
  [[nodiscard]] std::string calendar_field(std::string_view path) const { return at(calendar, path); }
};

/// An event or a job that was given up after its tries.
struct DeadLetter {
  std::string plugin, type, payload, problem;
};

}  // namespace hemicycle::testing
