#include "kernel/mail/postman.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace hemicycle::mail {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr int kSome = 50;                    // letters over one connection
constexpr std::chrono::seconds kLongestWait = 4h, kLook = 30s;
constexpr std::chrono::nanoseconds kForgetEvery = 1h;
constexpr std::uint32_t kInfo = 2, kWarning = 3;

std::int64_t ns(std::chrono::nanoseconds time) { return time.count(); }

bool is_address(const std::string& to) { return to.find('@') != std::string::npos; }

core::Outcome done() { return core::Outcome::success({}); }

}  // namespace

void Postman::start() {
  thread_ = std::thread([this] { run(); });
}

void Postman::stop() {
  stopping_ = true;
  wake();
  if (thread_.joinable()) thread_.join();
}

void Postman::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_one();
}

void Postman::run() {
  while (!stopping_) {
    try {
      while (!stopping_ && !round_.server.url.empty() && carry_some()) continue;
      look();
    } catch (const std::exception& error) {
      parts_.log(kWarning, std::string("the outbox could not be carried: ") + error.what());
      next_due_ns_ = 0;  // what is due still is: it waits for the next look instead of spinning
    }
    rest();
  }
}

void Postman::rest() {
  const auto until_due = next_due_ns_ == 0 ? ns(kLook) : std::max<std::int64_t>(ns(20ms), next_due_ns_ - parts_.clock.now_ns());
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::min(std::chrono::nanoseconds(until_due), std::chrono::nanoseconds(kLook)), [&] { return woken_ || stopping_; });
  woken_ = false;
}

/// What waits, for those who watch; and what has been kept long enough.
void Postman::look() {
  std::optional<std::int64_t> due;
  core::OutboxCounts counts;
  next_due_ns_ = 0;
  const auto read = parts_.bus.read_now([&](core::Connection& db) {
    due = parts_.outbox.next_due(db);
    counts = parts_.outbox.counts(db);
    return done();
  });
  if (!read.ok()) return;
  next_due_ns_ = round_.server.url.empty() ? 0 : due.value_or(0);
  queued_ = counts.queued;
  failed_ = counts.failed;
  const auto now = parts_.clock.now_ns();
  if (now - forgot_ns_ < ns(kForgetEvery)) return;
  forgot_ns_ = now;
  static_cast<void>(parts_.bus.write_now([&](core::Connection& db) {
    parts_.outbox.forget(db, now - ns(round_.keep));
    return done();
  }));
}

bool Postman::carry_some() {
  Lines lines;
  const auto read = parts_.bus.read_now([&](core::Connection& db) {
    lines = parts_.outbox.due(db, parts_.clock.now_ns(), kSome);
    return done();
  });
  if (!read.ok() || lines.empty()) return false;
  const auto people = people_of(lines);
  Visit visit(round_.server, stopping_);
  for (const auto& line : lines) {
    if (stopping_) return false;
    carry(visit, line, people);
  }
  return static_cast<int>(lines.size()) == kSome;
}

std::map<std::string, Recipient> Postman::people_of(const Lines& lines) const {
  std::map<std::string, Recipient> out;
  std::set<std::string> ids;
  for (const auto& line : lines)
    if (!is_address(line.letter.to)) ids.insert(line.letter.to);
  if (ids.empty()) return out;
  bool asked = false;
  for (const auto& contract : parts_.bus.contracts()) {
    if (contract->people.empty()) continue;
    asked = true;
    const auto outcome = parts_.bus.call({.type = contract->people, .payload = json({{"ids", ids}}).dump(), .actor = std::string(core::kSystem)});
    if (!outcome.ok()) throw std::runtime_error(contract->people + " does not answer");  // they are tried again, not given up
    for (const auto& person : json::parse(outcome.payload).value("people", json::array()))
      out[person.value("id", "")] = {person.value("email", ""), person.value("name", "")};
  }
  if (!asked) throw std::runtime_error("no plugin says who people are");  // it may come back: nobody's letter is given up for that
  return out;
}

void Postman::carry(Visit& visit, const core::OutboxLine& line, const std::map<std::string, Recipient>& people) {
  const auto& letter = line.letter;
  if (const auto before = handed_over_.find(letter.id); before != handed_over_.end()) {
    record(line, before->second);
    handed_over_.erase(before);
    return;
  }
  Recipient recipient{.address = letter.to, .name = {}};
  if (!is_address(letter.to)) {
    const auto found = people.find(letter.to);
    if (found == people.end() || found->second.address.empty())
      return record(line, {.kind = Answer::Kind::never, .code = 0, .words = "this person has no address any more"});
    recipient = found->second;
  }
  Invitation invitation;
  if (!letter.calendar.empty()) invitation = parts_.invitation(letter.calendar, round_.sender.address, recipient.address);
  auto answer = visit.hand_over(round_.sender.address, recipient.address, compose(letter, round_.sender, recipient, invitation));
  if (stopping_ && answer.kind != Answer::Kind::taken) return;
  if (answer.kind == Answer::Kind::taken) handed_over_.insert_or_assign(letter.id, answer);
  record(line, answer);
  handed_over_.erase(letter.id);
}

void Postman::record(const core::OutboxLine& line, const Answer& answer) {
  const auto now = parts_.clock.now_ns();
  const auto& letter = line.letter;
  const auto tries = line.state.attempts + 1;
  const bool over = answer.kind == Answer::Kind::never || (answer.kind == Answer::Kind::later && tries >= round_.attempts);
  const auto wait = std::min<std::chrono::seconds>(round_.first_wait * (std::int64_t{1} << std::min<std::int64_t>(tries - 1, 12)), kLongestWait);
  const auto written = parts_.bus.write_now([&](core::Connection& db) {
    if (answer.kind == Answer::Kind::taken)
      parts_.outbox.sent(db, letter.id, answer.words, now);
    else if (over)
      parts_.outbox.failed(db, letter.id, answer.words, now);
    else
      parts_.outbox.postpone(db, letter.id, answer.words, now + ns(wait));
    return done();
  });
  // What the server said may hold the address: the log gets its number alone.
  const auto said = answer.code == 0 ? std::string("no answer") : "answer " + std::to_string(answer.code);
  if (!written.ok()) throw std::runtime_error("what became of letter " + letter.id + " cannot be written down");
  if (over)
    parts_.log(kWarning, "letter " + letter.id + " of " + letter.plugin + " is given up after " + std::to_string(tries) + " tries: " + said);
  else if (answer.kind == Answer::Kind::later)
    parts_.log(kInfo, "letter " + letter.id + " of " + letter.plugin + " is tried again in " + std::to_string(wait.count()) + " s: " + said);
}

}  // namespace hemicycle::mail
