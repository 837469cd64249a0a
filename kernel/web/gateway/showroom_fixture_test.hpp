// For tests of what the server shows: a bus with a real store, the plugin `club` with one page, a showroom over it, a server in front.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/core/sha256.hpp"
#include "kernel/core/small_house_test.hpp"
#include "kernel/store/blobs.hpp"
#include "kernel/store/drafts.hpp"
#include "kernel/store/sessions.hpp"
#include "kernel/web/gateway/front_door.hpp"
#include "kernel/web/http/raw_client.hpp"
#include "kernel/web/render/house_fixture_test.hpp"

namespace hemicycle::web::gateway {

inline constexpr std::string_view kClub = R"({"hemicycle": 1, "name": "club", "version": "1.0.0", "permissions": [], "requires": ["hello.look@1"],
  "queries": {"list": {"permission": "public", "input": {"n": {"type": "integer", "default": 0}}, "output": {"word": {"type": "string"}}, "depends": ["hello.told"]}},
  "pages": [{"path": "/club", "query": "list", "view": "list"}]})";

/// The order of the members is that of their lives: the server goes first, the store last.
struct ShownHouse : core::SmallHouse {
  render::Folder folder;
  store::SessionTable session_table;
  store::DraftTable draft_table;
  store::BlobStore blobs{folder.path() / "blobs"};
  FormTokens form_tokens{folder.path() / "form.key"};
  http::RateLimiter limiter;
  http::FailureDelay sign_in_delay;
  render::MarkdownCache markdown;
  std::shared_ptr<core::Pretended> club = std::make_shared<core::Pretended>();
  std::vector<Exhibit> exhibits;
  std::vector<PluginHealth> health;
  std::unique_ptr<SessionKeeper> sessions;
  press::Press::Options printing;  ///< without programs unless a test gives some
  std::unique_ptr<press::Press> press;
  LiveLimits live_limits;
  std::optional<http::Rule> anonymous;  ///< without limits of rate unless a test gives one
  std::unique_ptr<LiveDesk> live;
  std::unique_ptr<Grounds> grounds;
  std::unique_ptr<FrontDoor> door;
  std::unique_ptr<http::Server> server;
  std::uint16_t port = 0;

  explicit ShownHouse(core::BusLimits limits = {}) : core::SmallHouse(limits) {
    furnish_club("first");
    attach(kClub, folder.path() / "club", club);
    club->handlers["club.list"] = [](core::CallContext&, const core::Message&) { return core::Outcome::success(R"({"word": "ready"})"); };
  }
  ~ShownHouse() {
    if (server) server->stop(std::chrono::seconds(5));
    if (press) press->stop();  // what it prints answers visits of the room
    bus->stop();
  }
  ShownHouse(const ShownHouse&) = delete;
  ShownHouse& operator=(const ShownHouse&) = delete;

  /// The view of /club and its style sheet, both with this word in them.
  void furnish_club(const std::string& word) const {
    folder.write("club/views/list.mustache", "<h1>{{#t}}page.list.title{{/t}}</h1><p id=\"" + word + "\">{{word}}</p>\n");
    folder.write("club/locales/fr.po", "msgid \"page.list.title\"\nmsgstr \"Le club\"\n");
    folder.write("club/assets/club.css", "/* " + word + " */");
  }
  void attach(std::string_view json, const std::filesystem::path& shown_from, std::shared_ptr<core::Instance> instance) {
    auto contract = std::make_shared<const contract::Plugin>(contract::read(json, "test", shown_from / "views"));
    bus->attach(contract, std::move(instance));
    exhibits.push_back({contract->name, shown_from, contract});
  }
  [[nodiscard]] std::shared_ptr<const Showroom> room(const Showroom* former = nullptr) const {
    return std::make_shared<const Showroom>(*grounds, exhibits, former);
  }

  void serve() {
    open();
    sessions = std::make_unique<SessionKeeper>(*bus, session_table, clock);
    live = std::make_unique<LiveDesk>(*bus, live_limits);
    press = std::make_unique<press::Press>(printing);
    grounds = std::make_unique<Grounds>(Grounds{.settings = {.site_name = "Maison", .public_url = {}, .hosts = {"localhost"}, .rate_limits = false},
                                                .places = {.share = render::kKernelFolder, .theme = {}, .fixed_headers = fixed_headers(false)},
                                                .bus = *bus,
                                                .policy = policy,
                                                .vocabularies = vocabularies,
                                                .blobs = blobs,
                                                .journal = journal,
                                                .drafts = draft_table,
                                                .clock = clock,
                                                .markdown = markdown,
                                                .form_tokens = form_tokens,
                                                .sessions = *sessions,
                                                .limiter = limiter,
                                                .sign_in_delay = sign_in_delay,
                                                .press = *press,
                                                .live = *live,
                                                .health = {.bus = *bus,
                                                           .plugins = [this] { return health; },
                                                           .http = [this] { return server->statistics(); },
                                                           .store_trusted = [] { return true; }},
                                                .log = [](std::uint32_t, std::string_view) {}});
    grounds->settings.rate_limits = anonymous.has_value();
    grounds->settings.anonymous = anonymous.value_or(grounds->settings.anonymous);
    door = std::make_unique<FrontDoor>(grounds->settings, room());
    server = std::make_unique<http::Server>(http::Options{.inherited = std::nullopt, .threads = 2, .trusted_proxies = {}, .fixed_headers = {}, .limits = {}}, *door);
    port = server->listen();
  }

  /// The cookie of a new session of `actor`.
  [[nodiscard]] std::string cookie_of(const std::string& actor) {
    const auto id = core::sha256(actor + "'s secret");  // 64 digits, as a real one has
    const auto record = core::SessionRecord{.id_hash = core::sha256(id), .actor = actor, .csrf = "token-" + actor, .created_ns = clock.now_ns(),
                                            .seen_ns = clock.now_ns(), .expires_ns = clock.now_ns() + 3'600'000'000'000};
    static_cast<void>(bus->write_now([&](core::Connection& db) {
      session_table.create(db, record);
      return core::Outcome::success({});
    }));
    return "Cookie: hemicycle=" + id + "\r\n";
  }
};

[[nodiscard]] inline std::string get(std::string_view target, std::string_view headers = {}) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(headers) + "\r\n";
}

}  // namespace hemicycle::web::gateway
