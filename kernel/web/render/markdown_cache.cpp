#include "kernel/web/render/markdown_cache.hpp"

#include "kernel/web/render/markdown.hpp"

namespace hemicycle::web::render {

std::string MarkdownCache::html(std::string_view markdown) {
  if (const auto found = find(markdown)) return *found;
  const auto made = std::make_shared<const std::string>(markdown_html(markdown));
  keep(markdown, made);
  return *made;
}

std::size_t MarkdownCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return young_bytes_ + old_bytes_;
}

std::shared_ptr<const std::string> MarkdownCache::find(std::string_view markdown) {
  std::shared_ptr<const std::string> found;
  {
    const std::lock_guard lock(mutex_);
    if (const auto young = young_.find(markdown); young != young_.end()) return young->second;
    const auto old = old_.find(markdown);
    if (old == old_.end()) return nullptr;
    found = old->second;
  }
  keep(markdown, found);  // asked for again: it stays for another generation
  return found;
}

void MarkdownCache::keep(std::string_view markdown, const std::shared_ptr<const std::string>& html) {
  const auto size = markdown.size() + html->size() + 128;  // 128: the map's node and the two strings' heads
  if (size > half_ / 4) return;
  const std::lock_guard lock(mutex_);
  if (young_bytes_ + size > half_) {
    old_ = std::move(young_);
    old_bytes_ = young_bytes_;
    young_.clear();
    young_bytes_ = 0;
  }
  if (young_.emplace(markdown, html).second) young_bytes_ += size;
}

}  // namespace hemicycle::web::render
