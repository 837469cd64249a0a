#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <iterator>

#include "kernel/cli/commands.hpp"
#include "kernel/cli/notify.hpp"
#include "kernel/cli/plugin_words.hpp"
#include "kernel/cli/vigil.hpp"
#include "kernel/steward/control.hpp"
#include "kernel/web/gateway/front_door.hpp"
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

gateway::WebSettings web_settings(const config::Settings& settings, const std::string& version, std::uint16_t port) {
  const auto rule = [&](const char* key) { return http::Rule{static_cast<std::uint32_t>(settings.integer(key)), seconds(60)}; };
  auto public_url = settings.text("web.public_url");
  if (public_url.empty()) public_url = "http://127.0.0.1:" + std::to_string(port);
  return {.site_name = settings.text("site.name"),
          .version = version,
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
          .sign_in_address = rule("web.sign_in_per_minute_per_address"),
          .drafts = std::chrono::days(settings.integer("web.draft_days"))};
}

http::Options server_options(const config::Settings& settings, std::optional<int> inherited, std::string fixed_headers) {
  http::Options options{.address = settings.text("web.address"),
                        .port = static_cast<std::uint16_t>(settings.integer("web.port")),
                        .inherited = inherited,
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

/// How the steward shows what it changed: what is wrong with the texts, views or assets of a plugin is found before anything is replaced.
std::function<std::function<void()>(const std::vector<host::Resident>&)> furnisher(const gateway::Grounds& grounds, const gateway::Exhibit& desk,
                                                                                    gateway::FrontDoor& door) {
  return [&grounds, &desk, &door](const std::vector<host::Resident>& residents) -> std::function<void()> {
    std::vector<gateway::Exhibit> exhibits;
    for (const auto& resident : residents) exhibits.push_back({resident.name, resident.folder, resident.contract});
    exhibits.push_back(desk);
    auto fittings = std::make_shared<const gateway::Fittings>(grounds.places, exhibits, &door.room()->fittings());
    return [&grounds, &door, exhibits = std::move(exhibits), fittings = std::move(fittings)] {
      door.furnish(std::make_shared<const gateway::Showroom>(grounds, exhibits, door.room().get(), fittings));
      grounds.live.end_all();  // readers come again, to what is shown now
    };
  };
}

/// Those that were stopped, refused or could not start, as far as their contracts can be read.
gateway::Contracts set_aside(const std::vector<host::Resident>& residents) {
  gateway::Contracts out;
  for (const auto& resident : residents)
    if (!host::attached(resident) && resident.contract != nullptr) out.push_back(resident.contract);
  return out;
}

std::vector<gateway::PluginHealth> health_of(const steward::Steward& steward) {
  std::vector<gateway::PluginHealth> out;
  for (const auto& one : steward.standings())
    out.push_back({.name = one.name, .state = one.state, .reason = one.reason, .restarts = one.restarts, .statements = one.statements, .memory_bytes = one.memory_bytes});
  return out;
}

gateway::MailHealth mail_health(const Kernel& kernel) {
  if (kernel.postman() == nullptr) return {};
  const auto state = kernel.postman()->state();
  return {.server = state.server, .queued = state.queued, .failed = state.failed};
}

}  // namespace

Exit serve(config::Settings settings, const ServeArguments& arguments) {
  const auto signals = hold_signals();
  const auto manager = ServiceManager::from_environment();
  std::signal(SIGPIPE, SIG_IGN);
  const auto main_thread = pthread_self();
  const fs::path data_dir = settings.text("data.dir");
  Kernel kernel(std::move(settings), {.safe_mode = arguments.safe_mode, .serves = true, .serve_pages = true, .broken = [main_thread](const std::string&) { pthread_kill(main_thread, SIGTERM); }});
  kernel.start();

  // The port must be known before the addresses of feeds; port 0 is for tests, which set web.public_url or do not read them.
  const gateway::FormTokens form_tokens(fs::path(kernel.settings().text("data.dir")) / "form.key");
  gateway::SessionKeeper sessions(kernel.bus(), kernel.sessions(), kernel.clock());
  http::RateLimiter limiter;
  http::FailureDelay sign_in_delay;
  web::render::MarkdownCache markdown;
  web::press::Press press({.programs = printing_programs(kernel.settings()),
                           .at_once = static_cast<int>(kernel.settings().integer("print.at_once")),
                           .failed = [&kernel](const std::string& why) { kernel.log().write("web", 3, "not printed: " + why); }});
  const auto connections = static_cast<std::size_t>(kernel.settings().integer("web.max_connections"));
  gateway::LiveDesk live(kernel.bus(), {.in_all = std::min(static_cast<std::size_t>(kernel.settings().integer("web.live_readers")), std::max<std::size_t>(1, connections / 2)),
                                        .per_address = static_cast<std::size_t>(kernel.settings().integer("web.live_readers_per_address"))});
  std::unique_ptr<http::Server> server;
  const gateway::Grounds grounds{.settings = web_settings(kernel.settings(), arguments.version, manager.port().value_or(static_cast<std::uint16_t>(kernel.settings().integer("web.port")))),
                                 .places = kernel.fitting_places(),
                                 .bus = kernel.bus(),
                                 .policy = kernel.policy(),
                                 .vocabularies = kernel.settings().vocabularies(),
                                 .blobs = kernel.blobs(),
                                 .journal = kernel.journal(),
                                 .drafts = kernel.drafts(),
                                 .clock = kernel.clock(),
                                 .markdown = markdown,
                                 .form_tokens = form_tokens,
                                 .sessions = sessions,
                                 .limiter = limiter,
                                 .sign_in_delay = sign_in_delay,
                                 .press = press,
                                 .live = live,
                                 .health = {.bus = kernel.bus(),
                                            .plugins = [&kernel] { return health_of(kernel.steward()); },
                                            .http = [&server] { return server ? server->statistics() : http::Statistics(); },
                                            .store_trusted = [&kernel] { return kernel.store_trusted(); },
                                            .mail = [&kernel] { return mail_health(kernel); }},
                                 .log = [&kernel](std::uint32_t level, std::string_view text) { kernel.log().write("web", level, text); },
                                 .set_aside = [&kernel] { return set_aside(kernel.house().residents()); }};
  gateway::FrontDoor door(grounds.settings,
                          std::make_shared<const gateway::Showroom>(grounds, kernel.exhibits({host::State::running, host::State::degraded}), nullptr, kernel.take_fittings()));
  kernel.steward().start({.house = kernel.house(),
                          .bus = kernel.bus(),
                          .furnish = furnisher(grounds, kernel.desk(), door),
                          .stuck =
                              [&kernel](const std::string& plugin) {
                                kernel.log().write(plugin, 4, "has held a thread of the server for more than " + std::to_string(steward::kStuckAfter.count()) +
                                                                  " s; only a new start of the server ends that, and the plugin then runs in a process of its own");
                                std::abort();
                              },
                          .crumbs = kernel.breadcrumbs(),
                          .log = [&kernel](std::string_view plugin, std::uint32_t level, std::string_view text) { kernel.log().write(plugin, level, text); },
                          .rate = [words = kernel_words(kernel.settings())](steward::Standing& one, const host::Resident& resident) { rate(one, resident, words); },
                          .remember =
                              [&kernel](const std::string& plugin, bool disabled) {
                                if (disabled)
                                  kernel.ledger().set_disabled(plugin, true);
                                else
                                  kernel.ledger().forgive(plugin);
                              }});
  // Before the address is told: whoever reads it may ask at once.
  steward::Control control(data_dir / steward::kControlSocket, [&kernel](const nlohmann::json& request) { return answer_control(kernel, request); });
  server = std::make_unique<http::Server>(server_options(kernel.settings(), manager.listening_socket(), grounds.places.fixed_headers), door);
  const auto port = server->listen();
  const auto& address = kernel.settings().text("web.address");
  std::cout << "http://" << (address.find(':') == std::string::npos ? address : "[" + address + "]") << ':' << port << '/' << std::endl;
  kernel.log().write("serve", kInfo, "serving " + std::to_string(kernel.bus().contracts().size()) + " plugins on port " + std::to_string(port));
  sessions.purge();

  manager.ready("serving on port " + std::to_string(port));
  keep_vigil(signals, manager, kernel.bus(), [&] {
    manager.reloading();
    kernel.log().write("serve", kInfo, "SIGHUP: configuration is read at the start; restart the service to have it read");
    manager.ready("serving on port " + std::to_string(port));
  });
  kernel.log().write("serve", kInfo, "stopping");
  manager.stopping();
  kernel.steward().stop();
  control.stop();
  server->stop(kGrace);
  kernel.stop_post();
  press.stop();
  kernel.bus().stop();
  return kernel.store_trusted() ? Exit::ok : Exit::unavailable;
}

}  // namespace hemicycle::cli
