#include <string>

#include "sdk/contractc/writing.hpp"

namespace hemicycle::contractc {

std::string write_manifest(const std::string& manifest) {
  std::string out =
      "/* Written by contractc. The contract, where the host reads it without running the plugin. */\n"
      "#include <hemicycle/entry.h>\n\n"
      "/* `used` holds it against the compiler, `retain` against --gc-sections. clang's address sanitizer pads what it watches. */\n"
      "#ifdef __clang__\n#define KEPT used, retain, no_sanitize(\"address\")\n#else\n#define KEPT used, retain\n#endif\n\n"
      "static const unsigned char manifest[] __attribute__((section(HMC_MANIFEST_SECTION), KEPT, aligned(1))) = {";
  // Numbers and not a string: ISO C promises string literals of 4,095 characters only.
  std::size_t column = 0;
  for (const char character : manifest) {
    out.append(column % 32 == 0 ? "\n  " : " ").append(std::to_string(static_cast<unsigned char>(character))).append(",");
    ++column;
  }
  return out.append("\n};\n");
}

}  // namespace hemicycle::contractc
