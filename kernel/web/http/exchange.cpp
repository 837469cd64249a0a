#include "kernel/web/http/exchange.hpp"

#include <boost/asio/dispatch.hpp>
#include <stdexcept>
#include <utility>

#include "kernel/web/http/connection.hpp"
#include "kernel/web/http/loop.hpp"

namespace hemicycle::web::http {

Exchange::Exchange(std::unique_ptr<Request> request, std::shared_ptr<Loop> loop, std::weak_ptr<Connection> connection)
    : request_(std::move(request)), loop_(std::move(loop)), connection_(std::move(connection)) {}

Exchange::Exchange(Exchange&&) noexcept = default;

Exchange::~Exchange() {
  if (!loop_) return;
  try {
    deliver(std::nullopt);
  } catch (...) {
    // Out of memory while reporting a lost request: the connection's own end of life is all that is left.
  }
}

void Exchange::respond(Answer answer) {
  if (!loop_) throw std::logic_error("an exchange is answered once");
  deliver(std::move(answer));
}

void Exchange::deliver(std::optional<Answer> answer) {
  const auto loop = std::move(loop_);
  // The posted work must not own the loop: it may be destroyed by the loop's own end.
  boost::asio::dispatch(loop->context, [connection = connection_, kept = std::move(answer)]() mutable {
    if (const auto alive = connection.lock()) alive->answered(std::move(kept));
  });
}

std::size_t Handler::body_limit(const Head&) { return std::size_t{1024} * 1024; }

Response Handler::refuse(const Refusal& refusal, const Head*) {
  auto body = "{\"status\":" + std::to_string(refusal.status) + ",\"title\":\"" + std::string(reason_phrase(refusal.status)) +
              "\",\"code\":\"" + std::string(refusal.why) + "\"}";
  return Response::of(refusal.status, "application/problem+json", std::move(body));
}

}  // namespace hemicycle::web::http
