#include "kernel/cli/json_list.hpp"

#include <fstream>
#include <iterator>

#include "kernel/cli/commands.hpp"

namespace hemicycle::cli {
namespace {

constexpr std::size_t kLargestFile = 512U << 20U;

}  // namespace

nlohmann::json read_list(const std::filesystem::path& file, const char* of_what) {
  std::ifstream in(file, std::ios::binary);
  // A folder opens like a file: only reading tells.
  if (!in || in.peek() == std::ifstream::traits_type::eof()) throw Refusal(Exit::not_found, "cannot read " + file.string() + ", or it is empty");
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  auto list = bytes.size() > kLargestFile ? nlohmann::json() : nlohmann::json::parse(bytes, nullptr, false);
  if (!list.is_array()) throw Refusal(Exit::invalid, file.string() + " is not a JSON array of " + of_what + " (at most 512 MiB)");
  return list;
}

}  // namespace hemicycle::cli
