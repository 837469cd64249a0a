// Bodies of forms: the first byte says which of the two kinds the rest is.
#include <cstdint>
#include <string>

#include "kernel/web/http/multipart.hpp"
#include "kernel/web/http/urlencoded.hpp"
#include "tests/fuzz/must_hold.hpp"

using namespace hemicycle::web::http;
using hemicycle::fuzz::must_hold;

namespace {

void urlencoded(std::string_view body) {
  const auto fields = parse_urlencoded(body, 100);
  if (!fields) return;
  must_hold(fields->size() <= 100);
  // What was read, written and read again, is the same.
  must_hold(parse_urlencoded(write_urlencoded(*fields), 100) == fields);
}

/// The first line is the Content-Type.
void multipart(std::string_view text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return;
  const auto boundary = multipart_boundary(text.substr(0, end));
  if (!boundary) return;
  must_hold(!boundary->empty() && boundary->size() <= 70);
  const auto body = text.substr(end + 1);
  const auto parsed = parse_multipart(body, *boundary);
  must_hold(parsed.parts.size() <= 100);
  for (const auto& part : parsed.parts) {
    must_hold(!part.name.empty() && hemicycle::fuzz::inside(part.data, body));
    if (part.file_name)
      must_hold(!part.file_name->empty() && part.file_name->size() <= 200 && part.file_name->find('/') == std::string::npos);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] == 'u')
    urlencoded(rest);
  else
    multipart(rest);
  return 0;
}
