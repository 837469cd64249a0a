// What every part of the gateway works with: the grounds, which stay as long as the server runs, and what one showroom has of its own.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/core/blobs.hpp"
#include "kernel/core/bus.hpp"
#include "kernel/core/drafts.hpp"
#include "kernel/web/gateway/fittings.hpp"
#include "kernel/web/gateway/health.hpp"
#include "kernel/web/gateway/live_desk.hpp"
#include "kernel/web/gateway/router.hpp"
#include "kernel/web/gateway/session_keeper.hpp"
#include "kernel/web/gateway/tokens.hpp"
#include "kernel/web/http/page_cache.hpp"
#include "kernel/web/http/rate_limit.hpp"
#include "kernel/web/press/press.hpp"
#include "kernel/web/render/forms.hpp"
#include "kernel/web/render/markdown_cache.hpp"
#include "kernel/web/render/reply.hpp"

namespace hemicycle::web::gateway {

/// What the deployment decides about the web.
struct WebSettings {
  std::string site_name;
  std::string version{};                  ///< of this program
  std::string public_url;                 ///< "https://conseil.example.org"; empty = http and whatever local host was asked
  std::vector<std::string> hosts;         ///< Host values that are answered, with their ports
  std::vector<std::string> locales{"fr", "en"};
  bool page_cache = true;
  bool rate_limits = true;
  std::size_t max_body = 1U << 20U, max_upload = 20U << 20U;
  http::Rule anonymous{120, std::chrono::seconds(60)}, signed_in{300, std::chrono::seconds(60)};
  http::Rule sign_in_account{5, std::chrono::seconds(60)}, sign_in_address{20, std::chrono::seconds(60)};
  http::Rule uploads{20, std::chrono::hours(1)};
  std::chrono::days drafts{30};  ///< how long a saved draft is kept
};

/// The frame around every page.
struct Frame {
  std::string plugin;  ///< whose view it is; render::kKernel without a layout plugin
  std::string view = "layout";
  std::vector<std::string> stylesheets, scripts;
};

using Contracts = std::vector<std::shared_ptr<const contract::Plugin>>;

/// What all showrooms stand on. Its parts outlive the server and every room.
struct Grounds {
  WebSettings settings;
  FittingPlaces places;
  core::Bus& bus;
  const core::Policy& policy;
  const core::Vocabularies& vocabularies;
  const core::Blobs& blobs;
  core::Journal& journal;
  const core::Drafts& drafts;
  const core::Clock& clock;
  render::MarkdownCache& markdown;
  const FormTokens& form_tokens;
  SessionKeeper& sessions;
  http::RateLimiter& limiter;
  http::FailureDelay& sign_in_delay;
  press::Press& press;
  LiveDesk& live;
  Health health;
  std::function<void(std::uint32_t level, std::string_view text)> log;
  std::function<Contracts()> set_aside{};  ///< of the plugins that are known and do not serve: at their addresses is said so
};

/// One showroom's: refers to its parts and to the grounds.
struct Premises : Grounds {
  Premises(const Grounds& grounds, const Contracts& shown, const Router& ways, const Router& closed, const Fittings& fittings, http::PageCache& pages, Frame around)
      : Grounds(grounds), contracts(shown), router(ways), closed_ways(closed), catalogue(fittings.catalogue()), views(fittings.views()), assets(fittings.assets()),
        cache(pages), frame(std::move(around)) {}

  /// Of the plugins shown: the bus may already have others.
  const Contracts& contracts;
  const Router& router;
  const Router& closed_ways;  ///< to the pages of plugins that were set aside
  const render::Catalogue& catalogue;
  const render::Views& views;
  const http::StaticFiles& assets;
  http::PageCache& cache;
  Frame frame;

  /// "<plugin>.<verb>" of the contracts shown, or nullptr. Lives as long as the room.
  [[nodiscard]] const contract::Operation* operation(std::string_view name) const;
  /// What reads a reply of `plugin` for `view`, which may be nullptr.
  [[nodiscard]] render::Reader reader(const std::string& plugin, const render::View* view, const std::string& locale) const {
    return {.catalogue = catalogue, .vocabularies = vocabularies, .view = view, .plugin = plugin, .locale = locale, .markdown = &markdown, .views = &views, .base = settings.public_url};
  }
  [[nodiscard]] render::FormKit kit(const std::string& locale) const { return {catalogue, views, vocabularies, locale}; }
};

}  // namespace hemicycle::web::gateway
