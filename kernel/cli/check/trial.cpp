#include "kernel/cli/check/trial.hpp"

#include "kernel/cli/check/child.hpp"
#include "kernel/cli/check/example.hpp"

namespace hemicycle::check {

std::unique_ptr<testing::TestKernel> open_trial(const Subject& subject) {
  testing::Options options{.isolation = testing::Isolation::in_process};
  for (const auto& [name, terms] : subject.vocabularies)
    for (const auto& term : terms) options.vocabularies[name].push_back(term.id);
  hold(subject.library);
  auto kernel = std::make_unique<testing::TestKernel>(std::move(options));
  kernel->load(subject.library);
  for (const auto& requirement : subject.contract.asks()) {
    std::string reply = "{}";
    if (const auto found = subject.neighbours.find(requirement.plugin()); found != subject.neighbours.end())
      if (const auto* query = found->second.operation(requirement.name.substr(requirement.name.find('.') + 1)))
        reply = example_of(query->output, subject.vocabularies).dump();
    kernel->stub(requirement.name, reply);
  }
  return kernel;
}

testing::Caller caller_for(testing::TestKernel& kernel, const Subject& subject, const contract::Operation& operation) {
  if (operation.permission.access == contract::Access::internal) return kernel.system();
  auto member = kernel.as(kMember);
  for (const auto& permission : subject.contract.permissions) member.may(permission);
  return member;
}

}  // namespace hemicycle::check
