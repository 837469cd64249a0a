// A sound plugin, and with a fault chosen when it is compiled, one that breaks a single promise.
#include "ill.contract.hpp"

#include <chrono>
#include <cstdlib>
#include <hemicycle/plugin.hpp>
#include <stdexcept>
#include <string>
#include <thread>

using namespace hemicycle;

#define FAULT_NONE 0
#define FAULT_CRASHES 1
#define FAULT_HANGS 2
#define FAULT_THROWS 3
#define FAULT_LIES 4
#define FAULT_LEAVES_A_THREAD 5
#define FAULT_PINNED 6
#define FAULT_NO_WORDS 7
#define FAULT_WILL_NOT_START 8
#define FAULT_ENDS_THE_PROCESS 9
#define FAULT_RACES 10

#if FAULT == FAULT_PINNED
struct Held {
  std::string text = "a destructor that runs when the thread ends, and not before";
  ~Held() { text.clear(); }
};
thread_local Held held;
#endif

class Ill final : public ill::Handler {
 public:
#if FAULT == FAULT_WILL_NOT_START
  Ill() { throw std::runtime_error("not today"); }
#elif FAULT == FAULT_LEAVES_A_THREAD
  Ill() {
    std::thread([] {
      for (volatile bool on = true; on;) std::this_thread::yield();  // comes back at once to code that must still be there
    }).detach();
  }
#endif

  Result<ill::ActReply> act(const ill::Act& request, Command& command) override {
#if FAULT == FAULT_CRASHES
    std::abort();
#elif FAULT == FAULT_THROWS
    throw std::logic_error("a bug of mine");
#elif FAULT == FAULT_NO_WORDS
    if (request.word != "never") return conflict("nobody_told_the_catalogue");
#elif FAULT == FAULT_ENDS_THE_PROCESS
    std::_Exit(0);
#elif FAULT == FAULT_PINNED
    held.text += request.word;
#endif
    command.store().exec("INSERT INTO ill_word (word) VALUES (:word)", {bind("word", request.word)});
    command.emit(ill::Acted{.word = request.word});
#if FAULT == FAULT_LIES
    return ill::ActReply{.count = -1};
#else
    return ill::ActReply{.count = 1};
#endif
  }

  Result<ill::LookReply> look(const ill::Look&, const Query& query) const override {
#if FAULT == FAULT_HANGS
    for (volatile bool on = true; on;) std::this_thread::sleep_for(std::chrono::milliseconds(10));
#elif FAULT == FAULT_RACES
    static int inside = 0;
    const int before = ++inside;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));  // somebody else comes in meanwhile, however busy the machine is
    if (before != inside--) throw std::runtime_error("somebody else was here");
#endif
    ill::LookReply reply;
    query.store().rows("SELECT word FROM ill_word LIMIT 100", {}, [&](const Row& row) { reply.words.push_back(row.text(0)); });
    return reply;
  }
};

HEMICYCLE_PLUGIN(Ill)
