// The addresses that a page tells of itself: its own, however it was asked for, and that of its feed.
#include "kernel/web/gateway/page_reading.hpp"
#include "kernel/web/http/url.hpp"

namespace hemicycle::web::gateway {
namespace {

std::string with_fields(const std::string& path, const http::FormFields& fields) { return fields.empty() ? path : path + "?" + http::write_urlencoded(fields); }

}  // namespace

/// Made from the route: a final slash, or a percent sign where none is needed, leads to the same page and is no other address of it.
std::string PageMaker::canonical(const Reading& reading) const {
  const auto value = [&](std::string_view parameter) {
    const auto found = reading.parameters.find(std::string(parameter));
    return found == reading.parameters.end() ? std::string() : http::percent_encode(found->second);
  };
  http::FormFields kept;
  for (const auto& [name, text] : reading.visit->query)
    if (!text.empty() && reading.input.contains(name) && !reading.parameters.contains(name)) kept.emplace_back(name, text);
  return with_fields(contract::fill(reading.page().path, value), kept);
}

/// Of a filtered list: with those filters that the feed takes too, in the order of the contract.
std::string PageMaker::feed(const Reading& reading) const {
  const auto& path = reading.page().feed;
  const auto found = premises_.router.find(path);
  if (!found || found->route->operation == nullptr) return path;
  http::FormFields kept;
  for (const auto& name : reading.page().filters) {
    const auto* text = reading.visit->query_value(name);
    if (text != nullptr && !text->empty() && reading.input.contains(name) && found->route->operation->input.find(name) != nullptr) kept.emplace_back(name, *text);
  }
  return with_fields(path, kept);
}

}  // namespace hemicycle::web::gateway
