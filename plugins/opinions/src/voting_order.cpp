// The list of amendments as it is voted: bundles, order, and what contradicts what.
#include <map>

#include "amendment.hpp"
#include "deliverable.hpp"
#include "difference.hpp"

namespace opinions_plugin {
namespace {

std::vector<contract::Run> shown_change(const Amendment& amendment) {
  if (amendment.action == "replace") return compare_words(amendment.passage, amendment.proposed);
  if (amendment.action == "delete") return {{.change = "deleted", .text = amendment.passage}};
  return {{.change = "same", .text = amendment.passage + " "}, {.change = "inserted", .text = amendment.proposed}};
}

contract::AmendmentLine line_of(const Amendment& amendment, const std::vector<Amendment>& all, std::string_view body) {
  contract::AmendmentLine line{.amendment = amendment.number,
                               .amends = amendment.amends,
                               .action = amendment.action,
                               .passage = amendment.passage,
                               .reason = amendment.reason,
                               .author = amendment.author,
                               .fate = amendment.fate,
                               .bundle = amendment.bundle,
                               .place = amendment.place,
                               .explanation = amendment.explanation,
                               .runs = shown_change(amendment)};
  if (!amendment.proposed.empty()) line.proposed = amendment.proposed;
  const auto* parent = amendment.amends ? numbered(all, *amendment.amends) : nullptr;
  const std::string_view amended = parent ? std::string_view(parent->proposed) : body;
  const bool open = amendment.is("pending") || amendment.is("accepted");
  line.found = !open || bites(amendment, amended).has_value();
  if (!open) return line;
  for (const auto& other : all) {
    if (other.number == amendment.number || other.amends != amendment.amends) continue;
    if ((other.is("pending") || other.is("accepted")) && contradict(amendment, other, amended)) line.conflicts.push_back(other.number);
  }
  return line;
}

}  // namespace

Result<contract::AmendmentsReply> Opinions::amendments(const contract::Amendments& request, const Query& query) const {
  const auto deliverable = find_in_group(request.deliverable, request.group, query);
  // Who reads the tabled text does not read who wanted to change it, and why: that is the group's.
  if (!deliverable || !query.allowed(contract::permission::read, scope_of(*deliverable))) return not_found("no_such_deliverable");
  const auto text = text_of(deliverable->id, deliverable->version, query);
  if (!text) return not_found("no_such_deliverable");
  const auto all = amendments_of(deliverable->id, query);
  const bool amended = deliverable->in({"draft", "group_review", "sent_back"});
  const bool writes = amended && query.allowed(contract::permission::draft, scope_of(*deliverable));
  const bool contributes = amended && query.allowed(contract::permission::contribute, scope_of(*deliverable));

  contract::AmendmentsReply reply{.group = deliverable->group, .deliverable = deliverable->id, .title = text->title};
  std::vector<std::string> authors;
  bool accepted = false;
  for (const auto& amendment : all) {
    auto line = line_of(amendment, all, text->body);
    line.examinable = writes && amendment.is("pending");
    line.amendable = contributes && amendment.is("pending") && !amendment.amends && amendment.action != "delete";
    accepted = accepted || amendment.is("accepted");
    authors.push_back(amendment.author);
    reply.amendments.push_back(std::move(line));
  }
  const auto names = names_of(authors, query);
  if (!names) return names.error();
  for (auto& line : reply.amendments)
    if (const auto name = names->find(line.author); name != names->end()) line.author = name->second;
  if (amended) reply.actions.push_back("propose_amendment");
  if (amended && all.size() > 1) reply.actions.push_back("arrange_amendments");
  if (amended && accepted) reply.actions.push_back("apply_amendments");
  return reply;
}

Result<contract::AmendmentReply> Opinions::amendment(const contract::Amendment& request, const Query& query) const {
  const auto deliverable = find_in_group(request.deliverable, request.group, query);
  if (!deliverable) return not_found("no_such_deliverable");
  const auto text = text_of(deliverable->id, deliverable->version, query);
  const auto all = amendments_of(deliverable->id, query);
  const auto* asked = numbered(all, request.amendment);
  if (!asked || !text) return not_found("no_such_amendment");
  const auto names = names_of({asked->author}, query);
  if (!names) return names.error();
  const auto name = names->find(asked->author);
  auto line = line_of(*asked, all, text->body);
  return contract::AmendmentReply{.amendment = line.amendment, .amends = line.amends, .action = std::move(line.action),
                                  .author = name == names->end() ? asked->author : name->second, .bundle = std::move(line.bundle),
                                  .reason = std::move(line.reason), .found = line.found, .runs = std::move(line.runs)};
}

Result<contract::ArrangeFormReply> Opinions::arrange_form(const contract::ArrangeForm& request, const Query& query) const {
  const auto deliverable = find_in_group(request.deliverable, request.group, query);
  if (!deliverable) return not_found("no_such_deliverable");
  contract::ArrangeFormReply reply;
  for (const auto& amendment : amendments_of(deliverable->id, query))
    if (amendment.is("pending")) reply.amendments.push_back({.amendment = amendment.number, .bundle = amendment.bundle, .place = amendment.place});
  return reply;
}

Result<contract::ArrangeAmendmentsReply> Opinions::arrange_amendments(const contract::ArrangeAmendments& request, Command& command) {
  const auto deliverable = find_in_group(request.deliverable, request.group, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (!deliverable->in({"draft", "group_review", "sent_back"})) return conflict("no_longer_amended");
  for (std::size_t i = 0; i < request.amendments.size(); ++i) {
    const auto& wanted = request.amendments[i];
    if (command.store().exec("UPDATE opinions_amendment SET bundle = :bundle, place = :place "
                             "WHERE deliverable = :id AND number = :number AND fate = 'pending'",
                             {bind("bundle", wanted.bundle), bind("place", wanted.place), bind("id", deliverable->id),
                              bind("number", wanted.amendment)}) == 0)
      return invalid("amendments." + std::to_string(i) + ".amendment", "no_pending_amendment");
  }
  command.emit(contract::AmendmentsArranged{.deliverable = deliverable->id});
  return contract::ArrangeAmendmentsReply{};
}

}  // namespace opinions_plugin
