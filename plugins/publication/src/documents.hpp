// What goes with an article: files that the house keeps, and links.
#pragma once

#include "record.hpp"

namespace publication {

inline constexpr std::string_view kDocumentPath = "/documents/";

/// Keeps a file for `article`; it is served once the article is published.
[[nodiscard]] ShownAttachment keep_file(hemicycle::Command& command, std::string_view article, std::string_view type, std::string_view label,
                                        const hemicycle::Upload& file);

/// What the form gave, as it will be shown. `invalid` at the attachment that has neither file, link nor kept document, or another
/// article's document.
[[nodiscard]] hemicycle::Result<std::vector<ShownAttachment>> keep(hemicycle::Command& command, std::string_view article,
                                                                   const std::vector<Attachment>& given);

/// The other way round: what is shown, as the form takes it.
[[nodiscard]] std::vector<Attachment> as_given(const std::vector<ShownAttachment>& shown);

}  // namespace publication
