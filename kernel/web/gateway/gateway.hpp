// The door of the house for HTTP: checks every request, finds who asks, and hands it to a page, a form, the API or a file.
#pragma once

#include <memory>

#include "kernel/web/gateway/api.hpp"
#include "kernel/web/gateway/form_desk.hpp"
#include "kernel/web/gateway/health.hpp"
#include "kernel/web/gateway/page_maker.hpp"
#include "kernel/web/gateway/shell.hpp"

namespace hemicycle::web::gateway {

class Gateway final : public http::Handler {
 public:
  Gateway(const Premises& premises, Health health);

  bool cached(const http::Head& head, http::Ready& out) override;
  void handle(http::Exchange&& exchange) override;
  std::size_t body_limit(const http::Head& head) override;
  http::Response refuse(const http::Refusal& refusal, const http::Head* head) override;

 private:
  [[nodiscard]] bool host_is_ours(const http::Head& head) const;
  [[nodiscard]] std::string locale_of(const http::Head& head) const;
  [[nodiscard]] static bool comes_from_us(const Visit& visit, const WebSettings& settings);
  [[nodiscard]] VisitPtr receive(http::Exchange&& exchange) const;
  void admit(VisitPtr visit, std::string_view session_cookie);
  void route(VisitPtr visit);
  [[nodiscard]] bool rate_is_fine(Visit& visit);

  const Premises& premises_;
  Health health_;
  Shell shell_;
  PageMaker pages_;
  FormDesk forms_;
  Api api_;
};

}  // namespace hemicycle::web::gateway
