#include <string>

#include "sdk/contractc/writing.hpp"

namespace hemicycle::contractc {

std::string write_manifest(const std::string& manifest) {
  std::string out = "/* Written by contractc. The contract, where the host reads it without running the plugin. */\n"
                    "#include <hemicycle/entry.h>\n\n"
                    "#if defined(__has_attribute)\n#if __has_attribute(retain)\n#define KEPT , retain\n#endif\n#endif\n"
                    "#ifndef KEPT\n#define KEPT\n#endif\n\n"
                    "/* `used` holds it against the compiler, `retain` against --gc-sections. */\n"
                    "static const unsigned char manifest[] __attribute__((section(HMC_MANIFEST_SECTION), used KEPT, aligned(1))) = {";
  // Numbers and not a string: ISO C promises string literals of 4,095 characters only.
  std::size_t column = 0;
  for (const char character : manifest) {
    out.append(column % 32 == 0 ? "\n  " : " ").append(std::to_string(static_cast<unsigned char>(character))).append(",");
    ++column;
  }
  return out.append("\n};\n");
}

}  // namespace hemicycle::contractc
