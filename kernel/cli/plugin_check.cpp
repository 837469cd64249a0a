// `hemicycle plugin check FILE`: does a plugin keep what every plugin promises?
#include <fstream>

#include "kernel/cli/check/promises.hpp"
#include "kernel/cli/check/report.hpp"
#include "kernel/cli/commands.hpp"
#include "kernel/core/elf_sections.hpp"
#include "kernel/host/elf_manifest.hpp"
#include "kernel/packages/package.hpp"
#include "kernel/packages/refused.hpp"
#include "sdk/testing/src/scratch.hpp"

namespace hemicycle::cli {
namespace {

constexpr auto kReads = "its library is ELF for this machine and its contract is sound";
constexpr auto kSymbols = "it shows the linker its entry alone, and nothing that holds it in memory";
constexpr auto kLoads = "it loads, starts, stops and is destroyed, twice over";

/// A package is checked as the folder that it becomes. Whom to trust with its signature is the operator's question, not the author's.
std::filesystem::path unpacked(const std::filesystem::path& file, const std::filesystem::path& scratch) {
  const auto package = packages::Package::open(file);
  const auto& name = package.contract.name;
  const auto own = "lib/" + std::string(core::machine_name(core::this_machine())) + "/" + name + ".so";
  if (!package.files.contains(own)) throw host::NotAPlugin("the package holds no library for this machine: " + own);
  for (const auto& [path, content] : package.files) {
    if (path.starts_with("lib/") && path != own) continue;
    const auto target = scratch / name / (path == own ? name + ".so" : path);
    std::filesystem::create_directories(target.parent_path());
    std::ofstream(target, std::ios::binary) << content;
  }
  return scratch / name / (name + ".so");
}

constexpr auto kMendFirst = "mend what stands above first";

}  // namespace

Exit plugin_check(const std::filesystem::path& file, bool as_json) {
  check::Report report(file);
  const auto premises = Premises::beside_program();
  const testing::Scratch scratch;
  try {
    const auto subject = check::open_subject(file.extension() == ".hmc" ? unpacked(file, scratch.path()) : file, premises.plugins);
    const auto facts = check::facts_of(subject.bytes);
    report.judge("reads", kReads, {});
    report.judge("symbols", kSymbols, check::symbols(facts));
    report.judge("contract", "its contract declares nothing in vain", check::contract_lint(subject));

    web::render::Catalogue catalogue;
    catalogue.add(web::render::kKernel, premises.share);
    catalogue.add(subject.contract.name, subject.folder);
    static_cast<void>(catalogue.say_terms());
    report.judge("words", "every label, title and permission has a text in French and English", check::words(subject, catalogue));
    auto views = check::views(subject, catalogue, premises.share);
    auto migrations = check::migrations(subject);
    auto lifecycle = check::lifecycle(subject);
    const bool runs = views.empty() && migrations.empty() && lifecycle.empty();
    report.judge("views", "every view reads, and shows an example of its query", std::move(views));
    report.judge("migrations", "its migrations run on an empty database, and once only", std::move(migrations));
    report.judge("lifecycle", kLoads, std::move(lifecycle));
    bool answers_well = true;
    const auto judge = [&](const char* name, const char* says, auto&& work) {
      if (!runs) return report.not_tried(name, says, kMendFirst);
      auto findings = work();
      answers_well = answers_well && findings.empty();
      report.judge(name, says, std::move(findings));
    };
    judge("answers", "every command, query, reaction and job answers, whatever is sent", [&] { return check::answers(subject, catalogue); });
    judge("permissions", "who may not is refused", [&] { return check::permissions(subject); });
    judge("deadlines", "a spent budget is a deadline", [&] { return check::deadlines(subject); });
    constexpr auto kDrains = "calls in flight are answered while it stops";
    if (answers_well)
      judge("drain", kDrains, [&] { return check::drain(subject); });
    else
      report.not_tried("drain", kDrains, kMendFirst);
    judge("unload", "nothing of it is left once it is unloaded", [&] { return check::unload(subject, facts); });
  } catch (const host::NotAPlugin& error) {
    report.judge("reads", kReads, {file.filename().string() + ": " + error.what()});
  } catch (const packages::Refused& error) {
    report.judge("reads", kReads, {error.what()});
  } catch (const contract::Refused& error) {
    report.judge("reads", kReads, {error.what()});
  } catch (const web::render::Refused& error) {
    report.judge("words", "its catalogues read", {error.what()});
  }
  report.print(as_json);
  return report.kept() ? Exit::ok : Exit::failed;
}

}  // namespace hemicycle::cli
