// Pages that are no pages: feeds, files and tables, whose bytes the kernel writes.
#include "kernel/web/gateway/page_reading.hpp"
#include "kernel/web/gateway/page_title.hpp"
#include "kernel/web/http/multipart.hpp"
#include "kernel/web/http/url.hpp"
#include "kernel/web/render/atom.hpp"
#include "kernel/web/render/csv.hpp"
#include "kernel/web/render/icalendar.hpp"

namespace hemicycle::web::gateway {
namespace {

using core::Status;
using nlohmann::json;

std::string disposition(const char* kind, const std::string& name) {
  return std::string(kind) + "; filename*=UTF-8''" + http::percent_encode(http::safe_file_name(name));
}

http::Response download(std::string_view media_type, std::string bytes, const std::string& name) {
  auto response = http::Response::of(200, media_type, std::move(bytes));
  response.headers.emplace_back("Content-Disposition", disposition("attachment", name));
  // A second policy beside the fixed one: both hold. What somebody uploaded runs nothing and belongs to no origin, even if a browser shows it.
  response.headers.emplace_back("Content-Security-Policy", "sandbox");
  response.headers.emplace_back("Cache-Control", "private, no-cache");
  return response;
}

}  // namespace

void PageMaker::show_feed(Reading& reading, core::Asker& asker) const {
  auto& visit = *reading.visit;
  const auto outcome = asker.ask(reading.route.operation->name, reading.input.dump());
  if (!outcome.ok()) return visit.respond(shell_.problem(visit, outcome.problem, reading.plugin().name, reading.route.operation));
  const bool atom = reading.page().kind == contract::PageKind::atom;
  const auto& base = premises_.settings.public_url;
  const auto body = atom ? render::atom_feed(outcome.payload, {.base_url = base, .path = canonical(reading), .author = premises_.settings.site_name, .locale = visit.locale})
                         : render::icalendar_file(outcome.payload, base);
  if (!body) throw std::runtime_error(reading.route.operation->name + " replied another shape than `as` wants");
  auto response = http::Response::of(200, atom ? "application/atom+xml; charset=utf-8" : "text/calendar; charset=utf-8", *body);
  response.headers.emplace_back("Cache-Control", "no-cache");
  visit.respond(std::move(response));
}

void PageMaker::show_file(Reading& reading, core::Asker& asker) const {
  auto& visit = *reading.visit;
  const auto outcome = asker.ask(reading.route.operation->name, reading.input.dump());
  if (!outcome.ok()) return visit.respond(shell_.problem(visit, outcome.problem, reading.plugin().name, reading.route.operation));
  const auto file = json::parse(outcome.payload).value("file", json::object());
  auto bytes = premises_.blobs.read(file.value("blob", ""));
  if (!bytes) return visit.respond(shell_.problem(visit, {.status = Status::not_found, .code = "not_found"}, render::kKernel));
  visit.respond(download(file.value("media_type", "application/octet-stream"), std::move(*bytes), file.value("name", "document")));
}

void PageMaker::show_csv(Reading& reading, core::Asker& asker) const {
  auto& visit = *reading.visit;
  const auto outcome = asker.ask(reading.route.operation->name, reading.input.dump());
  if (!outcome.ok()) return visit.respond(shell_.problem(visit, outcome.problem, reading.plugin().name, reading.route.operation));
  const auto& output = reading.route.operation->output;
  const bool worded = output.find("rows")->items->type == contract::Type::object;
  auto table = worded ? render::worded_csv(outcome.payload, output, premises_.reader(reading.plugin().name, nullptr, reading.visit->locale)) : render::csv_file(outcome.payload);
  if (!table) throw std::runtime_error(reading.route.operation->name + " replied another shape than `as` wants");
  visit.respond(download("text/csv; charset=utf-8; header=present", std::move(table->bytes), table->name));
}

void PageMaker::show_pdf(Reading& reading, core::Asker& asker) const {
  auto& visit = *reading.visit;
  const auto& plugin = reading.plugin();
  const auto outcome = asker.ask(reading.route.operation->name, reading.input.dump());
  if (!outcome.ok()) return visit.respond(shell_.problem(visit, outcome.problem, plugin.name, reading.route.operation));
  const auto* view = premises_.views.find(plugin.name, reading.page().view, visit.locale);
  auto data = render::read_reply(outcome.payload, reading.route.operation->output, premises_.reader(plugin.name, view, reading.visit->locale));
  if (!data || view == nullptr) throw std::runtime_error(reading.route.operation->name + " replied what is no JSON object");
  const auto global = shell_.globals(visit);
  const auto name = page_title(premises_, reading.route, reading.visit->locale, *data);
  auto frame = render::Data(render::Data::type::object);
  render::put(frame, "lang", visit.locale);
  render::put(frame, "title", name);
  render::put(frame, "base", premises_.settings.public_url);
  render::put(frame, "content_html", view->render(*data, &global));
  auto html = premises_.views.render(render::kKernel, "print", visit.locale, frame, &global);
  // The answer comes from the press: the lane of queries is free again before the first page is on paper.
  const auto printed = [this, kept = reading.visit, name](const press::Press::Sheets& pdf) {
    if (!pdf) return kept->respond(shell_.problem(*kept, {.status = Status::internal, .code = {}, .fields = {}, .detail = "not printed"}, render::kKernel));
    auto response = http::Response::of(200, "application/pdf", {});
    response.body = pdf;
    response.headers.emplace_back("Content-Disposition", disposition("inline", name + ".pdf"));
    response.headers.emplace_back("Content-Language", kept->locale);
    response.headers.emplace_back("Cache-Control", kept->session ? "private, no-cache" : "no-cache");
    kept->respond(std::move(response));
  };
  using press::Press;
  const auto order = premises_.press.print(std::move(html), printed);
  if (order == Press::Order::taken) return;
  const bool absent = order == Press::Order::absent;
  visit.respond(shell_.problem(visit, {.status = absent ? Status::unavailable : Status::overloaded, .code = absent ? "printing_absent" : "printing_busy"}, render::kKernel));
}

}  // namespace hemicycle::web::gateway
