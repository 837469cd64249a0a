#include "kernel/host/worker_service.hpp"

#include <algorithm>

namespace hemicycle::host {
namespace {

using core::Status;
using wire::Kind;
using wire::Reader;
using wire::Writer;

// One round trip carries what a page shows; a longer list is fetched while it is read, and does not lie in memory whole.
constexpr std::size_t kBatch = std::size_t{32} << 10;
// A plugin opens a few; one of ill will must not hold the connection's statements by the million.
constexpr std::size_t kMostCursors = 256;
constexpr std::string_view kNotOpen = "it used a cursor that is not open";

void write_status(std::string& out, Status status) { Writer(out).number(static_cast<hmc_status>(status)); }

void write_refusal(std::string& out, Status status, std::string_view why) {
  out.clear();
  write_status(out, status);
  Writer(out).text(why);
}

}  // namespace

std::string_view WorkerService::serve(Kind kind, std::string_view body) {
  out_.clear();
  const Reader in(body);
  auto& services = context_.services();
  switch (kind) {
    case Kind::exec: return exec(in);
    case Kind::query: return query(in);
    case Kind::next: return next(in);
    case Kind::close: return close(in);
    case Kind::ask: return ask(in);
    case Kind::schedule: return schedule(in);
    case Kind::allowed: return allowed(in);
    case Kind::write_letter: return write_letter(in);
    case Kind::letter_state: return letter_state(in);
    case Kind::emit: return simple(in, 3, [&](const Strings& t) { return services.emit(context_, t[0], t[1], t[2]); });
    case Kind::grant:
    case Kind::revoke:
      return simple(in, 3, [&](const Strings& t) {
        return services.change_grant(context_, {.actor = std::string(t[0]), .grant = {std::string(t[1]), std::string(t[2])}, .given = kind == Kind::grant});
      });
    case Kind::begin_session:
      return simple(in, 1, [&](const Strings& t) { return services.change_session(context_, {core::SessionChange::Kind::begin, std::string(t[0])}); });
    case Kind::end_session:
      return simple(in, 0, [&](const Strings&) { return services.change_session(context_, {core::SessionChange::Kind::end, {}}); });
    case Kind::end_all_sessions: return simple(in, 1, [&](const Strings& t) { return services.end_all_sessions(context_, t[0]); });
    default: return "it made a request that nobody knows";
  }
}

template <typename Work>
void WorkerService::guarded(Work work) {
  try {
    work();
  } catch (const core::StoreError& error) {
    write_refusal(out_, error.status(), error.what());
  } catch (const std::exception& error) {
    write_refusal(out_, Status::internal, error.what());
  }
}

template <typename Work>
std::string_view WorkerService::simple(Reader in, std::size_t texts, Work work) {
  Strings read;
  for (std::size_t i = 0; i < texts; ++i) read.push_back(in.text());
  if (!in.wrong().empty()) return in.wrong();
  guarded([&] { write_status(out_, work(read)); });
  return {};
}

std::string_view WorkerService::exec(Reader in) {
  const auto sql = in.text();
  const auto params = wire::read_params(in);
  if (!in.wrong().empty()) return in.wrong();
  guarded([&] {
    if (context_.effects() == nullptr) return write_refusal(out_, Status::denied, "a query may not write");
    const auto changed = context_.exec(sql, params);
    write_status(out_, Status::ok);
    Writer(out_).number(changed);
  });
  return {};
}

std::string_view WorkerService::query(Reader in) {
  const auto sql = in.text();
  const auto params = wire::read_params(in);
  if (!in.wrong().empty()) return in.wrong();
  guarded([&] {
    if (cursors_.size() >= kMostCursors) return write_refusal(out_, Status::internal, "256 cursors are open in this call: close one first");
    auto rows = context_.query(sql, params);
    const auto number = ++last_cursor_;
    write_status(out_, Status::ok);
    Writer out(out_);
    const auto names = rows->columns();
    out.number(number).number(static_cast<std::uint16_t>(names.size()));
    for (const auto& name : names) out.text(wire::view(name));
    if (!write_batch(*rows)) cursors_.push_back({number, std::move(rows)});
  });
  return {};
}

bool WorkerService::write_batch(core::Cursor& rows) {
  Writer out(out_);
  const auto columns = rows.columns().size();
  const auto head = out.size();
  std::uint32_t count = 0;
  out.number<std::uint8_t>(0).number(count);
  const hmc_value* row = nullptr;
  while (out.size() < kBatch && (row = rows.next()) != nullptr) {
    for (std::size_t i = 0; i < columns; ++i) wire::write_value(out, row[i]);
    ++count;
  }
  // A batch that was filled by its last row leaves the end to be found by the next one.
  const bool complete = row == nullptr && out.size() < kBatch;
  out.amend(head, static_cast<std::uint8_t>(complete ? 1 : 0));
  out.amend(head + 1, count);
  return complete;
}

std::string_view WorkerService::next(Reader in) {
  const auto open = find(in.number<std::uint32_t>());
  if (!in.wrong().empty()) return in.wrong();
  if (open == cursors_.end()) return kNotOpen;
  guarded([&] {
    write_status(out_, Status::ok);
    if (write_batch(*open->rows)) cursors_.erase(open);
  });
  return {};
}

std::string_view WorkerService::close(Reader in) {
  const auto open = find(in.number<std::uint32_t>());
  if (!in.wrong().empty()) return in.wrong();
  if (open == cursors_.end()) return kNotOpen;
  cursors_.erase(open);
  return {};
}

std::vector<WorkerService::OpenCursor>::iterator WorkerService::find(std::uint32_t number) {
  return std::find_if(cursors_.begin(), cursors_.end(), [&](const OpenCursor& open) { return open.number == number; });
}

std::string_view WorkerService::ask(Reader in) {
  const auto type = in.text();
  const auto payload = in.text();
  if (!in.wrong().empty()) return in.wrong();
  guarded([&] {
    const auto outcome = context_.services().ask(context_, type, payload);
    write_status(out_, outcome.status);
    Writer(out_).text(outcome.ok() ? outcome.payload : outcome.problem.json());
  });
  return {};
}

std::string_view WorkerService::schedule(Reader in) {
  const auto type = in.text();
  const auto payload = in.text();
  const auto due = in.number<std::int64_t>();
  const auto key = in.text();
  if (!in.wrong().empty()) return in.wrong();
  guarded([&] { write_status(out_, context_.services().schedule(context_, type, payload, due, key)); });
  return {};
}

std::string_view WorkerService::allowed(Reader in) {
  const auto permission = in.text();
  const auto scope = in.text();
  if (!in.wrong().empty()) return in.wrong();
  guarded([&] {
    const bool yes = context_.services().allowed(permission, context_.message().actor, scope);
    write_status(out_, Status::ok);
    Writer(out_).number(static_cast<std::uint8_t>(yes ? 1 : 0));
  });
  return {};
}

std::string_view WorkerService::write_letter(Reader in) {
  core::Letter letter;
  for (auto* part : {&letter.to, &letter.subject, &letter.text, &letter.calendar}) *part = in.text();
  if (!in.wrong().empty()) return in.wrong();
  guarded([&] {
    write_status(out_, context_.services().write_letter(context_, letter));
    Writer(out_).text(letter.id);
  });
  return {};
}

std::string_view WorkerService::letter_state(Reader in) {
  const auto id = in.text();
  if (!in.wrong().empty()) return in.wrong();
  guarded([&] {
    const auto found = context_.services().letter_state(context_, id);
    write_status(out_, found ? Status::ok : Status::not_found);
    Writer(out_).text(found ? core::letter_state_json(*found) : std::string());
  });
  return {};
}

}  // namespace hemicycle::host
