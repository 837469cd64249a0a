// What the bus costs beside what it stands on, in microseconds, one line a round: bare asio::post and back, a query through the bus and
// back, a query nested in another. Usage: bus_cost FOLDER ROUNDS CALLS
#include <sched.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <cstdlib>
#include <future>
#include <iostream>
#include <string>
#include <thread>

#include "kernel/core/bus.hpp"
#include "kernel/core/call_context.hpp"
#include "kernel/core/envelope.hpp"
#include "kernel/store/journal.hpp"
#include "kernel/store/migrations.hpp"
#include "kernel/store/sqlite_store.hpp"

namespace {

using namespace hemicycle;
using std::chrono::steady_clock;

constexpr const char* kContract = R"({"hemicycle": 1, "name": "echo", "version": "1.0.0", "queries": {
  "inner": {"permission": "public", "input": {}, "output": {}},
  "outer": {"permission": "public", "input": {}, "output": {}}}})";

double since(steady_clock::time_point begun, int calls) {
  return std::chrono::duration<double, std::micro>(steady_clock::now() - begun).count() / calls;
}

/// `inner` answers at once; `outer` asks it `calls` times and notes what one cost.
class Echo final : public core::Instance {
 public:
  explicit Echo(int calls) : calls_(calls) {}
  core::Outcome start() override { return core::Outcome::success({}); }
  void stop() override {}
  core::Outcome handle(core::CallContext& call, const core::Message& message) override {
    if (message.type == "echo.outer") {
      const auto begun = steady_clock::now();
      for (int i = 0; i < calls_; ++i)
        if (auto inner = call.services().ask(call, "echo.inner", "{}"); !inner.ok()) return inner;
      nested_us = since(begun, calls_);
    }
    return core::Outcome::success("{}");
  }
  double nested_us = 0;  ///< written on the lane's thread before the outer query is answered, read after

 private:
  const int calls_;
};

double bare_post(boost::asio::io_context& context, int calls) {
  const auto begun = steady_clock::now();
  for (int i = 0; i < calls; ++i) {
    std::promise<void> done;
    auto future = done.get_future();
    boost::asio::post(context, [&done] { done.set_value(); });
    future.get();
  }
  return since(begun, calls);
}

void ask(core::Bus& bus, const char* query) {
  const auto outcome = bus.call({.type = query, .payload = "{}", .actor = {}, .checked = true});
  if (!outcome.ok()) throw std::runtime_error(std::string(query) + ": " + outcome.problem.detail);
}

void measure(const std::string& folder, int rounds, int calls) {
  const auto database = store::open_sqlite({.path = folder + "/bus.db"});
  const core::SystemClock clock;
  store::apply(*database->open_schema(), core::kKernel, store::kernel_migrations(), clock.now_ns());
  store::SqlJournal journal;
  core::Policy policy({});
  const core::Vocabularies vocabularies;
  const auto echo = std::make_shared<Echo>(calls);
  core::Bus bus({.store = *database,
                 .journal = journal,
                 .policy = policy,
                 .clock = clock,
                 .log = [](std::string_view, std::uint32_t, std::string_view) {},
                 .vocabularies = vocabularies,
                 .broken = [](const std::string&) {}},
                {.query_threads = 1, .slow_threads = 1});
  bus.attach(std::make_shared<const contract::Plugin>(contract::read(kContract, "echo.json")), echo);
  bus.start();
  boost::asio::io_context context(1);
  auto guard = boost::asio::make_work_guard(context);
  std::thread lane([&context] { context.run(); });
  for (int round = 0; round < rounds; ++round) {
    const auto post_us = bare_post(context, calls);
    const auto begun = steady_clock::now();
    for (int i = 0; i < calls; ++i) ask(bus, "echo.inner");
    const auto hop_us = since(begun, calls);
    ask(bus, "echo.outer");
    std::cout << post_us << ' ' << hop_us << ' ' << echo->nested_us << '\n';
  }
  guard.reset();
  lane.join();
  bus.stop();
}

}  // namespace

/// Both sides on one processor: waking a halted one costs a virtual machine 30 us each way, which hits whichever side the scheduler spreads
/// (the bare post too: 54 us in one round, 6 us in the next) and says nothing of the code.
void stay_on_one_processor() {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(0, &one);
  sched_setaffinity(0, sizeof one, &one);
}

int main(int count, char** arguments) {
  stay_on_one_processor();
  if (count != 4) {
    std::cerr << "usage: bus_cost FOLDER ROUNDS CALLS\n";
    return 2;
  }
  try {
    measure(arguments[1], std::atoi(arguments[2]), std::atoi(arguments[3]));
  } catch (const std::exception& error) {
    std::cerr << "bus_cost: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
