// The calls that wait, for the command line and tests: never from a lane's thread.
#include <future>
#include <utility>

#include "kernel/core/bus.hpp"

namespace hemicycle::core {
namespace {

template <typename Send>
Outcome wait_for(Send send) {
  std::promise<Outcome> promise;
  auto future = promise.get_future();
  send([&promise](Outcome outcome) { promise.set_value(std::move(outcome)); });
  return future.get();
}

}  // namespace

Outcome Bus::call(Request request) {
  return wait_for([&](Completion done) { send(std::move(request), std::move(done)); });
}
Outcome Bus::read_now(std::function<Outcome(Connection&)> work) {
  return wait_for([&](Completion done) { read(std::move(work), std::move(done)); });
}
Outcome Bus::write_now(std::function<Outcome(Connection&)> work) {
  return wait_for([&](Completion done) { write(std::move(work), std::move(done)); });
}

}  // namespace hemicycle::core
