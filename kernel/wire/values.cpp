#include "kernel/wire/values.hpp"

namespace hemicycle::wire {

void write_value(Writer out, const hmc_value& value) {
  // A type that a plugin invented is sent as null: what the store answers to it in the server's own process as well.
  switch (value.type) {
    case HMC_INTEGER: out.number<std::uint8_t>(HMC_INTEGER).number(value.as.integer); return;
    case HMC_REAL: out.number<std::uint8_t>(HMC_REAL).number(value.as.real); return;
    case HMC_TEXT: out.number<std::uint8_t>(HMC_TEXT).text(view(value.as.bytes)); return;
    case HMC_BLOB: out.number<std::uint8_t>(HMC_BLOB).text(view(value.as.bytes)); return;
    default: out.number<std::uint8_t>(HMC_NULL);
  }
}

hmc_value read_value(Reader& in) {
  hmc_value value{};
  value.type = in.number<std::uint8_t>();
  switch (value.type) {
    case HMC_NULL: break;
    case HMC_INTEGER: value.as.integer = in.number<std::int64_t>(); break;
    case HMC_REAL: value.as.real = in.number<double>(); break;
    case HMC_TEXT:
    case HMC_BLOB: value.as.bytes = span(in.text()); break;
    default: in.refuse("a value has a type that does not exist");
  }
  return value;
}

void write_params(Writer out, std::span<const hmc_param> params) {
  out.number(static_cast<std::uint32_t>(params.size()));
  for (const auto& param : params) {
    out.text(view(param.name));
    write_value(out, param.value);
  }
}

std::vector<hmc_param> read_params(Reader& in) {
  std::vector<hmc_param> params;
  const auto count = in.number<std::uint32_t>();
  // The count is the sender's word: nothing is reserved for it, and the fields end the loop when it is a lie.
  for (std::uint32_t i = 0; i < count && in.sound(); ++i) {
    hmc_param param{};
    param.name = span(in.text());
    param.value = read_value(in);
    params.push_back(param);
  }
  return params;
}

}  // namespace hemicycle::wire
