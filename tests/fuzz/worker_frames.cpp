// What a worker sends while a call runs. The input is a run of datagrams, each behind its length (two bytes, little-endian); the kernel's side
// reads them as it does in a call, with a store and services that answer everything.
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "kernel/core/call_context.hpp"
#include "kernel/host/worker_service.hpp"
#include "kernel/wire/call_message.hpp"
#include "tests/fuzz/must_hold.hpp"

using namespace hemicycle;
using fuzz::must_hold;

namespace {

/// 2,000 rows of one number and one text: several batches.
class Rows final : public core::Cursor {
 public:
  [[nodiscard]] std::span<const hmc_span> columns() const override { return columns_; }
  [[nodiscard]] const hmc_value* next() override {
    if (++row_ > 2000) return nullptr;
    values_[0].type = HMC_INTEGER;
    values_[0].as.integer = row_;
    values_[1].type = HMC_TEXT;
    values_[1].as.bytes = core::span("a text of some length");
    return values_.data();
  }

 private:
  const std::array<hmc_span, 2> columns_{core::span("id"), core::span("text")};
  std::array<hmc_value, 2> values_{};
  std::int64_t row_ = 0;
};

class Connection final : public core::Connection {
 public:
  void begin_read() override {}
  void begin_write() override {}
  void commit() override {}
  void rollback() noexcept override {}
  void savepoint() override {}
  void release() override {}
  void rollback_to_savepoint() override {}
  std::int64_t exec(std::string_view, std::string_view sql, std::span<const hmc_param> params) override {
    if (sql == "refuse") throw core::StoreError(core::Status::conflict, "refused");
    return static_cast<std::int64_t>(params.size());
  }
  std::unique_ptr<core::Cursor> query(std::string_view, std::string_view, std::span<const hmc_param>) override { return std::make_unique<Rows>(); }
};

class Services final : public core::CallServices {
 public:
  core::Outcome ask(core::CallContext&, std::string_view, std::string_view payload) override { return core::Outcome::success(std::string(payload)); }
  core::Status emit(core::CallContext&, std::string_view, std::string_view, std::string_view) override { return core::Status::ok; }
  core::Status schedule(core::CallContext&, std::string_view, std::string_view, std::int64_t, std::string_view) override { return core::Status::ok; }
  core::Status change_grant(core::CallContext&, core::Policy::Change) override { return core::Status::ok; }
  core::Status change_session(core::CallContext&, core::SessionChange) override { return core::Status::ok; }
  core::Status end_all_sessions(core::CallContext&, std::string_view) override { return core::Status::ok; }
  core::Status write_letter(core::CallContext&, core::Letter&) override { return core::Status::ok; }
  std::optional<core::LetterState> letter_state(core::CallContext&, std::string_view) const override { return std::nullopt; }
  bool allowed(std::string_view, std::string_view, std::string_view) const override { return true; }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const contract::Plugin plugin;
  Connection db;
  Services services;
  core::Effects effects;
  const core::Message message;
  core::CallContext context(plugin, nullptr, message, db, &effects, services, 0);
  host::WorkerService service(context);
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  while (rest.size() >= 2) {
    const auto length = static_cast<std::size_t>(static_cast<std::uint8_t>(rest[0])) | static_cast<std::size_t>(static_cast<std::uint8_t>(rest[1])) << 8U;
    const auto datagram = rest.substr(2, length);
    rest.remove_prefix(2 + datagram.size());
    wire::Header header;
    if (!wire::decode(datagram, 0, header).empty()) break;
    const auto body = datagram.substr(sizeof header);
    must_hold(header.length == body.size() && body.size() <= wire::kLargestInline);
    if (!service.serve(static_cast<wire::Kind>(header.kind), body).empty()) break;
    // Every request but `close` is answered with a status first, and a batch of rows stays near its measure.
    const bool closes = static_cast<wire::Kind>(header.kind) == wire::Kind::close;
    must_hold(service.answer().empty() == closes && service.answer().size() < 2 * wire::kLargestInline);
    wire::Reader answer(service.answer());
    const auto status = answer.number<hmc_status>();
    must_hold(status >= HMC_OK && status <= HMC_INTERNAL);
  }
  return 0;
}
