// The whole SDK, and the one macro: HEMICYCLE_PLUGIN(Club) in one source file exports the plugin.
// No exception leaves these functions: what a handler throws is logged and answered as `internal`, a Conflict as `conflict`.
#pragma once

#include <hemicycle/entry.h>
#include <hemicycle/answer.hpp>
#include <hemicycle/wrong_setting.hpp>

#include <exception>
#include <memory>
#include <string>
#include <type_traits>

namespace hemicycle {

/// The four doors of a plugin whose class implements the generated `Handler`.
template <typename Plugin>
class Doors final {
 public:
  static hmc_status enter(const hmc_host_v1* host, hmc_instance_v1* out) noexcept {
    if (host == nullptr || out == nullptr || host->struct_size < sizeof(hmc_host_v1) || out->struct_size < sizeof(hmc_instance_v1)) {
      return HMC_UNAVAILABLE;
    }
    Host found{.self = host, .plugin = Plugin::kPlugin};
    if (!collect(*host, found)) return HMC_UNAVAILABLE;
    try {
      auto self = std::make_unique<Doors>(found);
      out->start = &start;
      out->handle = &handle;
      out->stop = &stop;
      out->destroy = &destroy;
      out->self = self.release();  // the host gives it back to destroy
      return HMC_OK;
    } catch (const std::exception& error) {
      Log(found).error(error.what());
    } catch (...) {
      Log(found).error("the plugin's constructor threw what is no exception");
    }
    return HMC_INTERNAL;
  }

  explicit Doors(const Host& host) : host_(host) {}

 private:
  static hmc_status start(void* self) noexcept {
    auto& doors = *static_cast<Doors*>(self);
    hmc_span settings{};
    const auto status = doors.host_.config->settings(doors.host_.self, &settings);
    if (status != HMC_OK) return status;
    try {
      doors.plugin_.configure(to_view(settings));
      const auto wrong = doors.plugin_.wrong_setting();
      if (!wrong) return HMC_OK;
      doors.host_.config->refuse(doors.host_.self, to_span(wrong->path), to_span(wrong->expected), to_span(wrong->found));
      return HMC_INVALID;
    } catch (const std::exception& error) {
      Log(doors.host_).error(error.what());
    } catch (...) {
      Log(doors.host_).error("start threw what is no exception");
    }
    return HMC_INTERNAL;
  }

  static hmc_status handle(void* self, hmc_call token, const hmc_message_v1* message) noexcept {
    auto& doors = *static_cast<Doors*>(self);
    const Call call{doors.host_, doors.vocabularies_, token, *message};
    const Answer answer(call);
    try {
      try {
        return doors.plugin_.dispatch(answer);
      } catch (const HostFailure& failure) {
        return refused(call, failure);
      } catch (const std::exception& error) {
        return broken(call, error.what());
      } catch (...) {
        return broken(call, "threw what is no exception");
      }
    } catch (...) {  // no memory left to say it properly
      constexpr std::string_view problem = R"({"code":"internal"})";
      doors.host_.reply->fail(token, HMC_INTERNAL, to_span(problem));
      return HMC_INTERNAL;
    }
  }

  static void stop(void*) noexcept {}

  static void destroy(void* self) noexcept { const std::unique_ptr<Doors> ends(static_cast<Doors*>(self)); }

  static hmc_status refused(const Call& call, const HostFailure& failure) {
    switch (failure.status()) {
      case Status::conflict:
        return Answer(call).fail(conflict("conflict"));
      case Status::overloaded:
        return Answer(call).fail({Status::overloaded, "overloaded", {}});
      case Status::unavailable:
        return Answer(call).fail(unavailable("unavailable"));
      case Status::deadline:
        return Answer(call).fail(deadline("deadline"));
      default:
        return broken(call, failure.what());
    }
  }

  static hmc_status broken(const Call& call, const std::string& what) {
    Log(call.host).error(std::string(to_view(call.message.type)).append(": ").append(what));
    return Answer(call).fail({Status::internal, "internal", {}});
  }

  Host host_;
  Vocabularies vocabularies_;
  Plugin plugin_;
};

}  // namespace hemicycle

// The only macro: a C symbol cannot be made by a template.
#define HEMICYCLE_PLUGIN(Class)                                                                        \
  static_assert(!std::is_abstract_v<Class>, #Class " does not answer all that its contract declares"); \
  extern "C" hmc_status hmc_plugin_entry_v1(const hmc_host_v1* host, hmc_instance_v1* out) {           \
    return hemicycle::Doors<Class>::enter(host, out);                                                  \
  }
