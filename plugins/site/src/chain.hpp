// Chains and their entries. A chain is what links join, whoever said them: reactions to different objects come in any order, and linking twice, or
// late, leads to the same chain.
#pragma once

#include "site.contract.hpp"

#include <hemicycle/plugin.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace site {

/// "group" and "12" make "group:12".
[[nodiscard]] std::string object(std::string_view kind, std::string_view id);

struct Told {
  std::string kind;   ///< among the contract's kinds of entry
  std::string about;  ///< id of what it tells of; with `kind`, it names the entry
  std::string label, path;
  std::string date;  ///< ISO day
};

/// That an object belongs to this one; nothing when `id` is absent.
struct Link {
  std::string_view kind;
  std::optional<std::string> id;
};

/// The chain that holds this object, if one does.
[[nodiscard]] std::optional<std::string> chain_of(const hemicycle::ReadStore& store, std::string_view object);

/// Extends chains during one reaction, and tells those that changed when it ends.
class Extending final {
 public:
  explicit Extending(hemicycle::Command& command) : command_(command) {}

  /// All that `object` belongs to from now on, as its event says it: chains become one, and what this object alone held together comes apart.
  void link(std::string_view object, std::initializer_list<Link> links);
  /// Adds the entry to the chain of `object`, or replaces it.
  void tell(std::string_view object, const Told& told);
  /// Tells the entry, or, when it is there, that it stands for one more. Its day is that of the latest.
  void tell_one_more(std::string_view object, const Told& told);
  /// Adds `by` comments to the one entry that stands for them all; it goes when none is left.
  void count_comments(std::string_view article, std::int64_t by);
  /// What an entry of this name is called; empty when there is none.
  [[nodiscard]] std::string label_of(std::string_view kind, std::string_view about) const;
  /// A new label for an entry that is there; nothing else of it changes.
  void rename(std::string_view kind, std::string_view about, std::string_view label);
  void remove(std::string_view kind, std::string_view about);

  /// When what is reacted to happened.
  [[nodiscard]] std::string day() const { return hemicycle::local_date(command_.message().time_ns); }
  /// To be called last: announces the chain of `object`, and those that it left.
  void announce(std::string_view object);

 private:
  /// The chain of `object`; a new one when it had none.
  std::string join(std::string_view object);
  void unite(std::string_view object, const std::string& other);
  /// The object does not belong to those that are `gone` any more.
  void part(std::string_view object, const std::vector<std::string>& gone);
  /// Gives a chain of their own to `object` and all that is linked to it, where links do not lead to the name of `chain` any more.
  void found_chain(std::string_view object, const std::string& chain);

  hemicycle::Command& command_;
  std::vector<std::string> left_;  ///< objects to whose chains ours may not belong any more
};

}  // namespace site
