#include "kernel/store/migrations.hpp"

#include "kernel/cli/check/promises.hpp"
#include "sdk/testing/src/scratch.hpp"

namespace hemicycle::check {

Findings migrations(const Subject& subject) {
  constexpr std::int64_t kThen = 1;
  const auto& name = subject.contract.name;
  const testing::Scratch scratch;
  const auto database = store::open_sqlite({.path = scratch.path() / "house.db", .synchronous = store::Synchronous::normal});
  const auto schema = database->open_schema();
  store::apply(*schema, core::kKernel, store::kernel_migrations(), kThen);
  try {
    const auto all = store::read_migrations(name, subject.folder / "migrations");
    static_cast<void>(store::plan(*schema, name, all));
    store::apply(*schema, name, all, kThen);
    if (!store::apply(*schema, name, all, kThen).empty()) return {"a migration ran twice"};
  } catch (const std::exception& error) {
    return {error.what()};
  }
  return {};
}

}  // namespace hemicycle::check
