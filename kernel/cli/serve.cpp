#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iostream>
#include <iterator>

#include "kernel/cli/commands.hpp"
#include "kernel/web/gateway/gateway.hpp"
#include "kernel/web/http/server.hpp"

namespace hemicycle::cli {
namespace {

namespace fs = std::filesystem;
namespace gateway = web::gateway;
namespace http = web::http;
using std::chrono::seconds;

constexpr std::uint32_t kInfo = 2;
constexpr seconds kGrace{10};
constexpr std::size_t kSpareDescriptors = 16, kFewestConnections = 8;

gateway::WebSettings web_settings(const config::Settings& settings, std::uint16_t port) {
  const auto rule = [&](const char* key) { return http::Rule{static_cast<std::uint32_t>(settings.integer(key)), seconds(60)}; };
  auto public_url = settings.text("web.public_url");
  if (public_url.empty()) public_url = "http://127.0.0.1:" + std::to_string(port);
  return {.site_name = settings.text("site.name"),
          .public_url = public_url,
          .hosts = settings.allowed_hosts(port),
          .locales = settings.list("site.languages"),
          .page_cache = settings.boolean("web.page_cache"),
          .rate_limits = settings.boolean("web.rate_limits"),
          .max_body = static_cast<std::size_t>(settings.integer("web.max_body_bytes")),
          .max_upload = static_cast<std::size_t>(settings.integer("web.max_upload_bytes")),
          .anonymous = rule("web.anonymous_per_minute"),
          .signed_in = rule("web.signed_in_per_minute"),
          .sign_in_account = rule("web.sign_in_per_minute"),
          .sign_in_address = rule("web.sign_in_per_minute_per_address")};
}

http::Options server_options(const config::Settings& settings, std::string fixed_headers) {
  http::Options options{.address = settings.text("web.address"),
                        .port = static_cast<std::uint16_t>(settings.integer("web.port")),
                        .inherited = std::nullopt,
                        .threads = static_cast<unsigned>(settings.integer("web.threads")),
                        .trusted_proxies = settings.list("web.trusted_proxies"),
                        .fixed_headers = std::move(fixed_headers),
                        .limits = {}};
  // A connection costs a descriptor; what the process may still open bounds how many are taken (R15), with some left for files to come.
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  const auto taken = static_cast<std::size_t>(std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator()));
  const auto kept = taken + options.limits.turned_away + kSpareDescriptors;
  const auto room = std::max(std::size_t{files.rlim_cur}, kept + kFewestConnections) - kept;
  options.limits.connections = std::min(static_cast<std::size_t>(settings.integer("web.max_connections")), room);
  options.limits.head_time = seconds(settings.integer("web.head_deadline_s"));
  options.limits.body_time = seconds(settings.integer("web.body_deadline_s"));
  options.limits.idle_time = seconds(settings.integer("web.idle_deadline_s"));
  return options;
}

/// Reads every plugin's assets; the layout's plugin gives the frame, and its style sheets and scripts.
gateway::Frame read_assets(const Kernel& kernel, const std::vector<host::Resident>& residents, http::StaticFiles& assets) {
  gateway::Frame frame{.plugin = std::string(web::render::kKernel), .view = "layout", .stylesheets = {}, .scripts = {}};
  for (const auto& resident : residents) {
    if (resident.state != host::State::running) continue;
    const auto folder = resident.folder / "assets";
    if (fs::exists(folder))
      for (const auto& left_out : assets.add_folder(resident.name, folder)) kernel.log().write(resident.name, 3, "asset left out: " + left_out.filename().string());
    if (!resident.contract->layout.empty()) frame = {.plugin = resident.name, .view = resident.contract->layout, .stylesheets = {}, .scripts = {}};
  }
  const fs::path theme = kernel.settings().text("web.theme");
  if (!theme.empty() && fs::exists(theme / "assets")) static_cast<void>(assets.add_folder("theme", theme / "assets"));
  const auto collect = [&](std::string_view owner, const fs::path& folder) {
    if (!fs::exists(folder)) return;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path().filename());
    std::sort(files.begin(), files.end());
    for (const auto& file : files)
      if (const auto url = assets.url(owner, file.string()); url && file.extension() == ".css") frame.stylesheets.push_back(*url);
  };
  for (const auto& resident : residents)
    if (resident.name == frame.plugin) collect(resident.name, resident.folder / "assets");
  if (!theme.empty()) collect("theme", theme / "assets");
  return frame;
}

/// Blocks SIGINT and SIGTERM for this thread and those that it will start.
sigset_t block_stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

}  // namespace

Exit serve(config::Settings settings, bool safe_mode) {
  const auto signals = block_stop_signals();
  std::signal(SIGPIPE, SIG_IGN);
  const auto main_thread = pthread_self();
  Kernel kernel(std::move(settings), {.safe_mode = safe_mode, .serve_pages = true, .broken = [main_thread](const std::string&) { pthread_kill(main_thread, SIGTERM); }});
  kernel.start();

  // The port must be known before the addresses of feeds; port 0 is for tests, which set web.public_url or do not read them.
  const bool secure = kernel.settings().text("web.public_url").starts_with("https:");
  const auto fixed = gateway::fixed_headers(secure);
  http::StaticFiles assets(fixed);
  const auto frame = read_assets(kernel, kernel.house().residents(), assets);
  const gateway::Router router(kernel.bus().contracts());
  const gateway::FormTokens form_tokens(fs::path(kernel.settings().text("data.dir")) / "form.key");
  gateway::SessionKeeper sessions(kernel.bus(), kernel.sessions(), kernel.clock());
  http::PageCache cache({.fixed_headers = fixed});
  http::RateLimiter limiter;
  http::FailureDelay sign_in_delay;
  web::render::MarkdownCache markdown;
  gateway::Premises premises{.settings = web_settings(kernel.settings(), static_cast<std::uint16_t>(kernel.settings().integer("web.port"))),
                             .bus = kernel.bus(),
                             .policy = kernel.policy(),
                             .vocabularies = kernel.settings().vocabularies(),
                             .blobs = kernel.blobs(),
                             .clock = kernel.clock(),
                             .router = router,
                             .catalogue = kernel.catalogue(),
                             .views = kernel.views(),
                             .markdown = markdown,
                             .assets = assets,
                             .form_tokens = form_tokens,
                             .sessions = sessions,
                             .cache = cache,
                             .limiter = limiter,
                             .sign_in_delay = sign_in_delay,
                             .frame = frame,
                             .log = [&kernel](std::uint32_t level, std::string_view text) { kernel.log().write("web", level, text); }};
  std::unique_ptr<http::Server> server;
  gateway::Gateway door(premises, {.bus = kernel.bus(),
                                   .plugins =
                                       [&kernel] {
                                         std::vector<gateway::PluginHealth> out;
                                         for (const auto& resident : kernel.house().residents())
                                           out.push_back({resident.name, std::string(host::name(resident.state)), resident.reason});
                                         return out;
                                       },
                                   .http = [&server] { return server ? server->statistics() : http::Statistics(); },
                                   .store_trusted = [&kernel] { return kernel.store_trusted(); }});
  server = std::make_unique<http::Server>(server_options(kernel.settings(), fixed), door);
  const auto port = server->listen();
  const auto& address = kernel.settings().text("web.address");
  std::cout << "http://" << (address.find(':') == std::string::npos ? address : "[" + address + "]") << ':' << port << '/' << std::endl;
  kernel.log().write("serve", kInfo, "serving " + std::to_string(kernel.bus().contracts().size()) + " plugins on port " + std::to_string(port));
  sessions.purge();

  int number = 0;
  sigwait(&signals, &number);
  kernel.log().write("serve", kInfo, "stopping");
  server->stop(kGrace);
  kernel.bus().stop();
  return kernel.store_trusted() ? Exit::ok : Exit::unavailable;
}

}  // namespace hemicycle::cli
