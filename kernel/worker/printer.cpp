// hemicycle-printer: takes away from itself what printing does not need, then becomes the program that prints. Not for the command line: the server
// starts it with what is to be printed as its standard input, and a folder for it alone as TMPDIR.
//
//   hemicycle-printer PROGRAM [ARGUMENT…]
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "kernel/worker/confine_printing.hpp"

int main(int count, char** words) {
  if (count < 2) return EXIT_FAILURE;
  const char* workshop = std::getenv("TMPDIR");
  const auto missing = hemicycle::worker::confine_printing(words[1], workshop == nullptr ? "" : workshop);
  for (const auto& sentence : missing) std::fprintf(stderr, "%s\n", sentence.c_str());
  // What cannot be confined is not printed: a document may hold what a stranger wrote.
  if (!missing.empty()) return EXIT_FAILURE;
  ::execv(words[1], words + 1);
  std::fprintf(stderr, "%s: %s\n", words[1], std::strerror(errno));
  return EXIT_FAILURE;
}
