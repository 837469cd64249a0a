#include "kernel/web/gateway/form_desk.hpp"

#include "kernel/core/identity.hpp"
#include "kernel/web/gateway/form_filling.hpp"
#include "kernel/web/gateway/uploads.hpp"
#include "kernel/web/http/multipart.hpp"
#include "kernel/web/http/url.hpp"

namespace hemicycle::web::gateway {
namespace {

using core::Problem;
using core::Status;

}  // namespace

void FormDesk::show(VisitPtr visit, const PageRoute& route, const Parameters& parameters) const {
  visit->cacheable = false;
  auto filling = std::make_shared<Filling>(visit, route, parameters);
  if (!may_fill(*filling)) return;
  for (const auto& [name, value] : visit->query) {
    if (name == kReturnField && is_local_path(value)) filling->return_to = value;
    if (route.operation->input.find(name) != nullptr && !parameters.contains(name)) filling->form.emplace(name, value);
  }
  if (!filling->form.empty()) filling->values = core::coerce(route.operation->input, filling->form, core::Sent::query_string);
  filling->fresh = true;
  draw(std::move(filling), 200);
}

bool FormDesk::may_fill(const Filling& filling) const {
  auto& visit = *filling.visit;
  const auto scope = contract::fill(filling.operation().scope, [&](std::string_view field) {
    const auto in_path = filling.parameters.find(std::string(field));
    if (in_path != filling.parameters.end()) return in_path->second;
    const auto sent = filling.form.find(std::string(field));
    return sent == filling.form.end() ? std::string() : sent->second;
  });
  if (shell_.may(visit, filling.operation(), scope)) return true;
  visit.respond(shell_.problem(visit, {.status = Status::denied, .code = visit.session ? "denied" : "sign_in_first"}, filling.route.plugin->name));
  return false;
}

void FormDesk::take(VisitPtr visit, const PageRoute& route, const Parameters& parameters) const {
  visit->cacheable = false;
  auto filling = std::make_shared<Filling>(visit, route, parameters);
  const auto type = visit->request().head.header(http::Known::content_type);
  if (http::multipart_boundary(type) || core::takes_files(route.operation->input)) {
    // Files are written and synced, or read again: not on an I/O thread.
    premises_.bus.aside([this, filling] { read_body(filling); });
  } else {
    read_body(std::move(filling));
  }
}

bool FormDesk::takes_table(Filling& filling, std::string_view sent_as, std::string_view bytes) {
  constexpr std::string_view kBeside = ".file";  // the control beside the text area
  const auto name = std::string(sent_as.substr(0, sent_as.size() - (sent_as.ends_with(kBeside) ? kBeside.size() : 0)));
  const auto* field = filling.operation().input.find(name);
  if (field == nullptr || field->format != contract::Format::csv) return false;
  auto text = table_text(bytes);
  if (!text) filling.upload_errors.push_back({name, "not_a_table"});
  filling.form.erase(name);  // the file, and not what stands in the text area
  filling.form.emplace(name, std::move(text).value_or(""));
  return true;
}

void FormDesk::read_body(std::shared_ptr<Filling> filling) const {
  auto& visit = *filling->visit;
  const auto& request = visit.request();
  const auto type = request.head.header(http::Known::content_type);
  const auto malformed = [&](const char* code) {
    visit.respond(shell_.problem(visit, {.status = Status::invalid, .code = code}, render::kKernel));
  };
  struct File {
    std::string field, name;
    std::string_view bytes;
  };
  std::vector<File> files;
  http::Multipart multipart;
  if (const auto boundary = http::multipart_boundary(type)) {
    multipart = http::parse_multipart(request.body.text(), *boundary);
    if (!multipart.ok()) return malformed("malformed");
    for (auto& part : multipart.parts) {
      if (!part.file_name)
        filling->form.emplace(part.name, std::string(part.data));
      else if (!part.data.empty())
        files.push_back({part.name, *part.file_name, part.data});
    }
  } else if (type.starts_with("application/x-www-form-urlencoded")) {
    auto fields = http::parse_urlencoded(request.body.text());
    if (!fields) return malformed("malformed");
    for (auto& [name, value] : *fields) filling->form.emplace(std::move(name), std::move(value));
  } else {
    return malformed("malformed");
  }

  const auto take_out = [&](std::string_view name) { return filling->take_out(name); };
  const auto token = take_out(render::kCsrfField);
  if (visit.session_ended && !visit.session && keep_for_later(filling)) return;
  const auto expected = visit.session ? visit.session->csrf : (visit.visitor.empty() ? std::string() : premises_.form_tokens.of(visit.visitor));
  if (expected.empty() || !same_secret(token, expected))
    return visit.respond(shell_.problem(visit, {.status = Status::denied, .code = "form_expired"}, render::kKernel));
  filling->once = take_out(kOnceField);
  if (auto from = take_out(kSlotField); is_local_path(from)) filling->slot_of = std::move(from);
  const auto draft = take_out(kDraftField);
  if (auto back = take_out(kReturnField); is_local_path(back)) filling->return_to = std::move(back);
  for (const auto& [name, value] : filling->parameters) {
    filling->form.erase(name);
    filling->form.emplace(name, value);  // the address says which object, not the body
  }
  // Before a file is kept and before a word about the fields: both are for those who may send the form at all.
  if (!may_fill(*filling)) return;
  if (!draft.empty() && keeps_drafts(*filling)) return draft == kDiscard ? discard(std::move(filling)) : save(std::move(filling));
  if (!files.empty()) {
    if (const auto slowed = too_many_uploads(premises_, visit)) {
      auto response = shell_.problem(visit, {.status = Status::overloaded, .code = "rate_limited"}, render::kKernel);
      tell_limit(response, *slowed);
      return visit.respond(std::move(response));
    }
    for (const auto& file : files) {
      if (takes_table(*filling, file.field, file.bytes)) continue;
      auto kept = keep_upload(premises_.blobs, file.field, file.name, file.bytes);
      if (auto* wrong = std::get_if<core::FieldError>(&kept))
        filling->upload_errors.push_back(*wrong);
      else
        filling->form.emplace(file.field, std::get<std::string>(kept));
    }
  }
  send(std::move(filling));
}

}  // namespace hemicycle::web::gateway
