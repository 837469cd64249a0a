// The promises of a plugin, one function each: empty when it is kept, else a sentence for each way in which it is not.
// Those that run the plugin's code do so in a child process; call them while this process has one thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kernel/cli/check/library_facts.hpp"
#include "kernel/cli/check/subject.hpp"
#include "kernel/web/render/catalogue.hpp"

namespace hemicycle::check {

using Findings = std::vector<std::string>;

/// The rules of sdk/tests/symbol_lint.py.
[[nodiscard]] Findings symbols(const LibraryFacts& facts);
/// What the contract declares and nobody uses.
[[nodiscard]] Findings contract_lint(const Subject& subject);
/// Texts that the kernel will look for, in every language of the house.
[[nodiscard]] Findings words(const Subject& subject, const web::render::Catalogue& catalogue);
/// Every view is read, and those of queries are filled with an example. `share` holds the kernel's own.
[[nodiscard]] Findings views(const Subject& subject, const web::render::Catalogue& catalogue, const std::filesystem::path& share);
[[nodiscard]] Findings migrations(const Subject& subject);
[[nodiscard]] Findings lifecycle(const Subject& subject);
[[nodiscard]] Findings unload(const Subject& subject, const LibraryFacts& facts);
/// Every command and query with nothing, with wrong types, with an example; jobs and reactions.
[[nodiscard]] Findings answers(const Subject& subject, const web::render::Catalogue& catalogue);
[[nodiscard]] Findings permissions(const Subject& subject);
[[nodiscard]] Findings deadlines(const Subject& subject);
/// Many calls at once, some with hardly any time, while the house stops.
[[nodiscard]] Findings drain(const Subject& subject);

}  // namespace hemicycle::check
