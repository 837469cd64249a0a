// contractc: one plugin.json -> the C++ that its author implements.
//
//   contractc plugin.json -o club.contract.hpp [--with other/plugin.json]… [--views DIR] [--embed manifest.c]
//
// Exit: 0 written, 1 the contract is refused (file:line: reason), 2 bad usage, 3 a file cannot be read or written.
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "sdk/contract/json_lines.hpp"
#include "sdk/contract/model.hpp"
#include "sdk/contractc/neighbours.hpp"
#include "sdk/contractc/writing.hpp"

namespace {

using namespace hemicycle::contractc;

constexpr auto kUsage = "usage: contractc plugin.json -o out.hpp [--with other/plugin.json]... [--views DIR] [--embed out.c]\n";

struct Options {
  std::string contract, header, embed;
  std::optional<std::filesystem::path> views;
  std::vector<std::string> with;
};

std::optional<Options> options_from(const std::vector<std::string>& words) {
  Options out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto& word = words[i];
    if (!word.starts_with('-')) {
      if (!out.contract.empty()) return std::nullopt;
      out.contract = word;
      continue;
    }
    if (i + 1 == words.size()) return std::nullopt;
    const auto& value = words[++i];
    if (word == "-o")
      out.header = value;
    else if (word == "--with")
      out.with.push_back(value);
    else if (word == "--views")
      out.views = value;
    else if (word == "--embed")
      out.embed = value;
    else
      return std::nullopt;
  }
  if (out.contract.empty() || out.header.empty()) return std::nullopt;
  return out;
}

struct FileTrouble {
  std::string file, what;
};

std::string contents(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad()) throw FileTrouble{file, "cannot be read"};
  return text;
}

/// A file that says the same already is left alone: what was made from it need not be made again.
void put(const std::string& file, const std::string& text) {
  if (std::ifstream in(file, std::ios::binary); in && std::string(std::istreambuf_iterator<char>(in), {}) == text) return;
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  if (!out) throw FileTrouble{file, "cannot be written"};
}

Source source(const std::string& file, const std::optional<std::filesystem::path>& views) {
  const auto text = contents(file);
  auto plugin = hemicycle::contract::read(text, file, views);
  return {file, hemicycle::contract::parse_with_lines(text, file), std::move(plugin)};
}

std::string header(const Source& own, const std::vector<Source>& others) {
  const auto shapes = all_shapes(own.plugin);
  refuse_one_name_twice(own, shapes);
  const auto wanted = needed(own, others);

  std::string out = "// Written by contractc from the contract of " + own.plugin.name + " " + own.plugin.version +
                    ". Change plugin.json, not this.\n"
                    "#pragma once\n\n#include <hemicycle/plugin.hpp>\n#include <hemicycle/upload.hpp>\n\n"
                    "#include <concepts>\n#include <cstdint>\n#include <optional>\n#include <string>\n#include <string_view>\n#include <vector>\n\n";
  for (const auto& other : others) {
    const auto found = wanted.find(other.plugin.name);
    if (found == wanted.end()) continue;
    out.append("namespace " + other.plugin.name + " {\n\n" + write_structs(shapes_for(other.plugin, found->second)) + "}  // namespace " +
               other.plugin.name + "\n\n");
  }
  out.append("namespace " + own.plugin.name + " {\n\n")
      .append(write_permissions(own.plugin))
      .append(write_structs(shapes))
      .append(write_handler(own.plugin));
  return out.append("\n}  // namespace " + own.plugin.name + "\n");
}

void run(const Options& options) {
  const auto own = source(options.contract, options.views);
  std::vector<Source> others;
  for (const auto& file : options.with) others.push_back(source(file, std::nullopt));
  put(options.header, header(own, others));
  if (!options.embed.empty()) put(options.embed, write_manifest(own.root.json()));
}

}  // namespace

int main(int count, char** words) try {
  const auto options = options_from({words + 1, words + count});
  if (!options) return std::cerr << kUsage, 2;
  run(*options);
  return 0;
} catch (const hemicycle::contract::Refused& refused) {
  std::cerr << refused.what() << '\n';
  return 1;
} catch (const FileTrouble& trouble) {
  std::cerr << "contractc: " << trouble.file << ' ' << trouble.what << '\n';
  return 3;
} catch (const std::exception& error) {
  std::cerr << "contractc: " << error.what() << '\n';
  return 3;
}
