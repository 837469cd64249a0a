// What every part of the gateway works with. Made once before serving; its parts outlive the server.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/core/blobs.hpp"
#include "kernel/core/bus.hpp"
#include "kernel/web/gateway/router.hpp"
#include "kernel/web/gateway/session_keeper.hpp"
#include "kernel/web/gateway/tokens.hpp"
#include "kernel/web/http/page_cache.hpp"
#include "kernel/web/http/rate_limit.hpp"
#include "kernel/web/http/static_files.hpp"
#include "kernel/web/render/catalogue.hpp"
#include "kernel/web/render/forms.hpp"
#include "kernel/web/render/markdown_cache.hpp"
#include "kernel/web/render/views.hpp"

namespace hemicycle::web::gateway {

/// What the deployment decides about the web.
struct WebSettings {
  std::string site_name;
  std::string public_url;                 ///< "https://conseil.example.org"; empty = http and whatever local host was asked
  std::vector<std::string> hosts;         ///< Host values that are answered, with their ports
  std::vector<std::string> locales{"fr", "en"};
  bool page_cache = true;
  bool rate_limits = true;
  std::size_t max_body = 1U << 20U, max_upload = 20U << 20U;
  http::Rule anonymous{120, std::chrono::seconds(60)}, signed_in{300, std::chrono::seconds(60)};
  http::Rule sign_in_account{5, std::chrono::seconds(60)}, sign_in_address{20, std::chrono::seconds(60)};
  http::Rule uploads{20, std::chrono::hours(1)};
};

/// The frame around every page.
struct Frame {
  std::string plugin;  ///< whose view it is; render::kKernel without a layout plugin
  std::string view = "layout";
  std::vector<std::string> stylesheets, scripts;
};

struct Premises {
  WebSettings settings;
  core::Bus& bus;
  const core::Policy& policy;
  const core::Vocabularies& vocabularies;
  const core::Blobs& blobs;
  const core::Clock& clock;
  const Router& router;
  const render::Catalogue& catalogue;
  const render::Views& views;
  render::MarkdownCache& markdown;
  const http::StaticFiles& assets;
  const FormTokens& form_tokens;
  SessionKeeper& sessions;
  http::PageCache& cache;
  http::RateLimiter& limiter;
  http::FailureDelay& sign_in_delay;
  Frame frame;
  std::function<void(std::uint32_t level, std::string_view text)> log;

  [[nodiscard]] render::FormKit kit(const std::string& locale) const { return {catalogue, views, vocabularies, locale}; }
};

}  // namespace hemicycle::web::gateway
