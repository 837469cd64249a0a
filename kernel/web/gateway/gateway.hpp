// What answers HTTP in one showroom: checks every request, finds who asks, and hands it to a page, a form, the API or a file.
#pragma once

#include <memory>

#include "kernel/web/gateway/api.hpp"
#include "kernel/web/gateway/form_desk.hpp"
#include "kernel/web/gateway/health.hpp"
#include "kernel/web/gateway/page_maker.hpp"
#include "kernel/web/gateway/shell.hpp"

namespace hemicycle::web::gateway {

/// Any thread.
class Gateway final {
 public:
  explicit Gateway(const Premises& premises);

  /// The answers of http::Handler. `room` is what holds this gateway and the premises: it lives until the request is answered.
  bool cached(const http::Head& head, http::Ready& out) const;
  void handle(http::Exchange&& exchange, std::shared_ptr<const void> room) const;
  [[nodiscard]] static std::size_t body_limit(const http::Head& head, const WebSettings& settings);
  [[nodiscard]] http::Response refuse(const http::Refusal& refusal, const http::Head* head) const;

 private:
  [[nodiscard]] bool host_is_ours(const http::Head& head) const;
  [[nodiscard]] std::string locale_of(const http::Head& head) const;
  [[nodiscard]] static bool comes_from_us(const Visit& visit, const WebSettings& settings);
  [[nodiscard]] VisitPtr receive(http::Exchange&& exchange, std::shared_ptr<const void> room) const;
  void admit(VisitPtr visit, std::string_view session_cookie) const;
  void route(VisitPtr visit) const;

  const Premises& premises_;
  Shell shell_;
  PageMaker pages_;
  FormDesk forms_;
  Api api_;
};

}  // namespace hemicycle::web::gateway
