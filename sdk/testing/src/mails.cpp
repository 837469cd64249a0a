// Letters, in a house that sends none.
#include <algorithm>
#include <hemicycle/testing/kernel.hpp>

#include "sdk/testing/src/house.hpp"

namespace hemicycle::testing {
namespace {

constexpr int kAll = 100'000;

}  // namespace

std::vector<Mail> TestKernel::mails() const {
  std::vector<Mail> out;
  const auto read = house_->bus().read_now([&](core::Connection& db) {
    for (auto& [letter, state] : house_->outbox.list(db, {}, kAll))
      out.push_back({letter.id, letter.plugin, letter.to, letter.subject, letter.text, letter.calendar, state.state});
    return core::Outcome::success({});
  });
  if (!read.ok()) throw Misuse("the letters cannot be read: " + read.problem.detail);
  std::reverse(out.begin(), out.end());
  return out;
}

void TestKernel::mail_sent(std::string_view id, std::string_view words) {
  const auto written = house_->bus().write_now([&](core::Connection& db) {
    house_->outbox.sent(db, id, words, house_->clock.now_ns());
    return core::Outcome::success({});
  });
  if (!written.ok()) throw Misuse(written.problem.detail);
}

void TestKernel::mail_failed(std::string_view id, std::string_view words) {
  const auto written = house_->bus().write_now([&](core::Connection& db) {
    house_->outbox.failed(db, id, words, house_->clock.now_ns());
    return core::Outcome::success({});
  });
  if (!written.ok()) throw Misuse(written.problem.detail);
}

}  // namespace hemicycle::testing
