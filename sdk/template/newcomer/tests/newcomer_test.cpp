// The plugin in a house made for the test: real tables, real events, a clock that stands still. Each line is a promise; the program exits with
// the number of those that do not hold.
#include <cstdio>
#include <hemicycle/testing/kernel.hpp>

#include "newcomer.contract.hpp"
#include "title.hpp"

namespace {

int broken = 0;

void promise(bool holds, const char* what) {
  std::printf("%s: %s\n", holds ? "ok" : "BROKEN", what);
  broken += holds ? 0 : 1;
}

}  // namespace

int main() {
  promise(newcomer::tidy("  A   title ") == "A title", "blanks are counted once, and not at the ends");

  hemicycle::testing::TestKernel kernel;
  kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
  auto somebody = kernel.as("a1");
  auto visitor = kernel.visitor();

  promise(visitor.call(newcomer::Add{.title = "A title"}).status() == "denied", "who has not signed in adds nothing");
  promise(somebody.call(newcomer::Add{.title = "x"}).error("title") == "too_short", "a title has two characters at least");
  promise(kernel.rows("SELECT * FROM newcomer_entry").empty(), "what is refused leaves nothing");

  const auto added = somebody.call(newcomer::Add{.title = " A   title"});
  promise(added.ok(), "a title is added");
  promise(somebody.call(newcomer::Add{.title = "A title "}).error("title") == "there_already", "two titles that read alike are one");

  const auto events = kernel.events("newcomer.added");
  promise(events.size() == 1 && events.front().subject == "newcomer:" + added.field("id"), "one event tells of one entry");
  const auto list = visitor.call(newcomer::List{});
  promise(list.size("entries") == 1 && list.field("entries.0.title") == "A title", "everybody reads the list");
  promise(list.field("entries.0.added") == kernel.now(), "an entry bears the time of its adding");
  return broken;
}
