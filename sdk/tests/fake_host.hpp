// A host of a few lines: it records what a plugin does through the C tables, and answers what a test prepared.
#pragma once

#include <hemicycle/entry.h>
#include <hemicycle/ext/store.h>

#include <atomic>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hemicycle::test {

class FakeHost final {
 public:
  FakeHost();
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;

  // What the host answers.
  std::set<std::string, std::less<>> lacking;  ///< extensions that it does not have
  std::string settings = "{}";
  std::string vocabulary = "[]";
  hmc_status store_status = HMC_OK;
  std::vector<std::vector<hmc_value>> rows;
  hmc_status ask_status = HMC_OK;
  std::string ask_reply = "{}";
  std::int64_t now_ns = 1'775'656'800'000'000'000;  ///< 2026-04-08T14:00:00Z

  // What the plugin did.
  std::vector<std::string> replies;  ///< "<status> <payload or problem>"
  std::vector<std::string> said;     ///< events, jobs, questions: "<type> <subject, due or nothing> <payload>"
  std::vector<std::string> executed;
  std::vector<std::string> logged;
  std::atomic<int> vocabularies_read = 0;
  int open_cursors = 0;

  [[nodiscard]] hmc_host_v1& table() { return table_; }
  /// Sends one message through the doors of `instance` and returns the status that came back.
  hmc_status send(const hmc_instance_v1& instance, std::uint32_t kind, std::string_view type, std::string_view payload,
                  std::string_view prepared = {});

  std::size_t next_row = 0;

 private:
  struct Table : hmc_host_v1 {
    FakeHost* owner = nullptr;
  };
  friend FakeHost& owner_of(const hmc_host_v1* host);
  Table table_{};
};

FakeHost& owner_of(const hmc_host_v1* host);
FakeHost& owner_of(hmc_call call);

}  // namespace hemicycle::test
