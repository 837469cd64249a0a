// What needs no house is tested without one. Each line is a promise; the program exits with the number of those that do not hold.
#include <cstdio>

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
  promise(newcomer::tidy("A title") == "A title", "a tidy title stays as it is");
  promise(newcomer::tidy("   ").empty(), "blanks alone are nothing");
  promise(newcomer::Added{.id = "7"}.subject() == "newcomer:7", "the event is about the entry");
  return broken;
}
