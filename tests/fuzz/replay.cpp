// Without libFuzzer: gives a target each file of its corpus, whole and cut short at every byte. A crash or an abort is the failure.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int count, char** arguments) {
  int files = 0;
  for (int i = 1; i < count; ++i)
    for (const auto& entry : std::filesystem::directory_iterator(arguments[i])) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes(std::istreambuf_iterator<char>(file), {});
      for (std::size_t size = 0; size <= bytes.size(); ++size) {
        // A block of exactly this size, so that reading past its end is seen by the address sanitizer.
        const auto copy = std::make_unique<std::uint8_t[]>(size);
        std::copy_n(bytes.begin(), size, copy.get());
        LLVMFuzzerTestOneInput(copy.get(), size);
      }
      ++files;
    }
  std::printf("%d files replayed\n", files);
  return files > 0 ? 0 : 1;
}
