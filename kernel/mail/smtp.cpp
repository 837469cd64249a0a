#include "kernel/mail/smtp.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace hemicycle::mail {
namespace {

constexpr long kConnectSeconds = 20, kWholeSeconds = 120;
constexpr int kSignedOff = 221, kTlsFirst = 530, kWeakTls = 534, kNotSignedIn = 535, kEncryptFirst = 538;

/// curl_global_init is to be called once, before any thread uses the library.
void prepare_library() {
  static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  if (!ready) throw std::runtime_error("libcurl cannot be used");
}

struct Reading {
  std::string_view left;
};

std::size_t read(char* to, std::size_t size, std::size_t count, void* from) {
  auto& left = static_cast<Reading*>(from)->left;
  const auto taken = std::min(size * count, left.size());
  left.copy(to, taken);
  left.remove_prefix(taken);
  return taken;
}

/// The server's replies, without its goodbye, which comes after the one that counts.
struct Replies {
  bool about_recipient = false;  ///< RCPT TO was sent: what is refused from then on is this letter, before it is us
  int code = 0;
  std::string words;
};

std::size_t hear(char* bytes, std::size_t size, std::size_t count, void* to) {
  std::string_view line(bytes, size * count);
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
  int code = 0;
  std::from_chars(line.data(), line.data() + std::min<std::size_t>(3, line.size()), code);
  auto& replies = *static_cast<Replies*>(to);
  if (code >= 200 && code <= 599 && code != kSignedOff) {
    replies.code = code;
    replies.words = line.substr(0, 500);
  }
  return size * count;
}

/// The only way to know how far the conversation went. What else passes here, passwords among it, is not looked at.
int overhear(CURL*, curl_infotype type, char* bytes, std::size_t size, void* to) {
  if (type == CURLINFO_HEADER_OUT && std::string_view(bytes, size).starts_with("RCPT TO:")) static_cast<Replies*>(to)->about_recipient = true;
  return 0;
}

int go_on(void* stopping, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(stopping)->load() ? 1 : 0;
}

curl_usessl policy(Tls tls) { return tls == Tls::required ? CURLUSESSL_ALL : tls == Tls::opportunistic ? CURLUSESSL_TRY : CURLUSESSL_NONE; }

bool is_about_the_line(int code) { return code == kTlsFirst || code == kWeakTls || code == kNotSignedIn || code == kEncryptFirst; }

}  // namespace

struct Visit::Line {
  CURL* curl = nullptr;
  ~Line() { curl_easy_cleanup(curl); }
};

Visit::Visit(const Server& server, const std::atomic<bool>& stopping) : line_(std::make_unique<Line>()) {
  prepare_library();
  auto* curl = line_->curl = curl_easy_init();
  if (curl == nullptr) throw std::runtime_error("libcurl gives no handle");
  curl_easy_setopt(curl, CURLOPT_URL, server.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(policy(server.tls)));
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!server.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, server.ca_file.c_str());
  if (!server.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, server.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, server.password.c_str());
  }
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, kWholeSeconds);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, &read);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &hear);
  curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, &overhear);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &go_on);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &stopping);
}

Visit::~Visit() = default;

Answer Visit::hand_over(const std::string& from, const std::string& to, std::string_view message) {
  auto* curl = line_->curl;
  Reading reading{message};
  Replies replies;
  const auto sender = "<" + from + ">", recipient = "<" + to + ">";
  curl_slist* recipients = curl_slist_append(nullptr, recipient.c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender.c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt(curl, CURLOPT_READDATA, &reading);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &replies);
  curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(message.size()));
  curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &replies);
  curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);  // calls `overhear`; nothing is printed
  const auto done = curl_easy_perform(curl);
  curl_easy_setopt(curl, CURLOPT_VERBOSE, 0L);
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, nullptr);
  curl_slist_free_all(recipients);
  if (done == CURLE_OK) return {.kind = Answer::Kind::taken, .code = replies.code, .words = std::move(replies.words)};
  const bool refused = replies.about_recipient && replies.code >= 500 && !is_about_the_line(replies.code) && done != CURLE_LOGIN_DENIED;
  const bool spoke = replies.code >= 400;
  return {.kind = refused ? Answer::Kind::never : Answer::Kind::later,
          .code = spoke ? replies.code : 0,
          .words = spoke ? std::move(replies.words) : std::string(curl_easy_strerror(done))};
}

}  // namespace hemicycle::mail
