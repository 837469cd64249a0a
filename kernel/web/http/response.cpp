#include "kernel/web/http/response.hpp"

#include <boost/beast/http/status.hpp>

namespace hemicycle::web::http {

Response Response::of(unsigned status, std::string_view content_type, std::string body_text) {
  Response response;
  response.status = status;
  response.headers.emplace_back("Content-Type", std::string(content_type));
  response.body = std::make_shared<const std::string>(std::move(body_text));
  return response;
}

std::string_view reason_phrase(unsigned status) noexcept {
  const auto reason = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
  if (reason.starts_with("<")) return "Unknown";
  return {reason.data(), reason.size()};
}

}  // namespace hemicycle::web::http
