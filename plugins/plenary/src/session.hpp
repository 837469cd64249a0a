// A session and its items as the store has them, and who may see them.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plenary.hpp"

namespace plenary_plugin {

struct Session {
  std::string id{}, body{}, title{}, mode{}, state{}, code{};
  std::optional<std::string> place{}, link{}, follows{}, current_item{}, urgency_reason{}, reason{};
  std::int64_t starts_ns = 0, convocation = 1, changed_ns = 0;
  std::optional<std::int64_t> notice_days{}, papers_days{}, convened_ns{}, opened_ns{}, closed_ns{};
  bool notice_respected = false;

  [[nodiscard]] bool in(std::initializer_list<std::string_view> states) const;
  /// The day it is held, or was.
  [[nodiscard]] std::string date() const;
  /// The form with which one says that one has come, with the code filled in.
  [[nodiscard]] std::string join_path() const;
};

/// Whether the local day of a session has come, or it is open already: before it nobody opens the session, and nobody comes.
[[nodiscard]] bool day_has_come(const Session& session, const Query& query);

[[nodiscard]] std::optional<Session> find_session(const std::string& id, const Query& query);

struct AgendaItem {
  std::string id{}, session{}, kind{}, title{}, matter_kind{}, act{}, progress{};
  std::optional<std::string> parent{}, note{}, matter{}, reason{};
  std::int64_t position = 0;
  std::string number{};  ///< "2.1"; of agenda_of alone
};

[[nodiscard]] std::optional<AgendaItem> find_item(const std::string& session, const std::string& id, const Query& query);
/// All items in the order of the agenda, numbered.
[[nodiscard]] std::vector<AgendaItem> agenda_of(const std::string& session, const Query& query);

/// Whether this call's actor takes part in the council's sessions or prepares them.
[[nodiscard]] bool is_inside(const Query& query);
/// Whether this session is shown: what is only planned, and sessions of a body that meets in private, are for those inside.
[[nodiscard]] Result<bool> may_see(const Session& session, const Query& query);
/// Whether this is a referral that is not public yet, read from outside: its reference alone is shown, never its words nor its papers.
[[nodiscard]] bool is_veiled(const AgendaItem& item, bool inside, const Query& query);
/// A title as this actor may read it: a referral that is not public yet is its reference alone.
[[nodiscard]] std::string shown_title(const AgendaItem& item, bool inside, const Query& query);

/// "SE-2026-003": counted in the same transaction, so no number is lost or given twice.
[[nodiscard]] std::string next_number(std::string_view letters, Command& command);

/// Names of persons; who has none is left out. An error when they could not be asked.
[[nodiscard]] Result<members::NamesReply> names_of(std::vector<std::string> persons, const Query& query);
[[nodiscard]] std::string name_in(const members::NamesReply& names, const std::string& person, const std::string& otherwise);

}  // namespace plenary_plugin
