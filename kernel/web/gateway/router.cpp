#include "kernel/web/gateway/router.hpp"

#include <algorithm>

namespace hemicycle::web::gateway {
namespace {

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> out;
  for (std::size_t at = 1; at <= path.size();) {
    const auto end = std::min(path.find('/', at), path.size());
    if (end > at) out.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

bool is_parameter(std::string_view segment) { return segment.size() > 2 && segment.front() == '{' && segment.back() == '}'; }

/// Literal segments matched, or nothing when the pattern does not fit.
std::optional<std::size_t> match(std::string_view pattern, const std::vector<std::string_view>& path, Parameters& parameters) {
  const auto wanted = segments(pattern);
  std::size_t literal = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (is_parameter(wanted[i])) {
      parameters.emplace(wanted[i].substr(1, wanted[i].size() - 2), path[i]);
    } else if (wanted[i] == path[i]) {
      ++literal;
    } else {
      return std::nullopt;
    }
  }
  return literal;
}

}  // namespace

std::vector<std::string> parameters_of(std::string_view pattern) {
  std::vector<std::string> out;
  for (const auto segment : segments(pattern))
    if (is_parameter(segment)) out.emplace_back(segment.substr(1, segment.size() - 2));
  return out;
}

Router::Router(const std::vector<std::shared_ptr<const contract::Plugin>>& contracts) {
  for (const auto& plugin : contracts)
    for (const auto& page : plugin->pages) {
      const auto& verb = page.form.empty() ? page.query : page.form;
      pages_.push_back({plugin, &page, verb.empty() ? nullptr : plugin->operation(verb)});
    }
  for (std::size_t i = 0; i < pages_.size(); ++i) {
    const auto& route = pages_[i];
    by_length_.emplace(segments(route.page->path).size(), i);
    if (route.page->home) home_ = &route;
    if (route.page->kind != contract::PageKind::form || !parameters_of(route.page->path).empty()) continue;
    if (route.operation->begins_session && route.operation->permission.access == contract::Access::open && sign_in_ == nullptr) sign_in_ = &route;
    if (route.operation->ends_session && sign_out_ == nullptr) sign_out_ = &route;
  }
}

std::optional<Found> Router::find(std::string_view path) const {
  const auto parts = segments(path);
  std::optional<Found> best;
  std::size_t best_literal = 0;
  const auto [begin, end] = by_length_.equal_range(parts.size());
  for (auto it = begin; it != end; ++it) {
    Parameters parameters;
    const auto literal = match(pages_[it->second].page->path, parts, parameters);
    if (!literal || (best && *literal <= best_literal)) continue;
    best_literal = *literal;
    best = Found{&pages_[it->second], std::move(parameters)};
  }
  return best;
}

const PageRoute* Router::form(std::string_view plugin, std::string_view verb) const {
  const auto found = std::find_if(pages_.begin(), pages_.end(), [&](const PageRoute& r) { return r.plugin->name == plugin && r.page->form == verb; });
  return found == pages_.end() ? nullptr : &*found;
}

}  // namespace hemicycle::web::gateway
