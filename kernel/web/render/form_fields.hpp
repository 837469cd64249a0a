// The controls of one form, field by field. Used by forms.cpp.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "kernel/web/render/forms.hpp"

namespace hemicycle::web::render {

/// Draws controls through the kernel view `field`. Lives for one form.
class FormFields final {
 public:
  FormFields(const contract::Plugin& plugin, const contract::Operation& operation, const FormKit& kit,
             const std::map<std::string, std::vector<Option>>& options, const std::vector<core::FieldError>& errors, bool filters);

  /// HTML of one field named by its path ("recommendations.0.text"). `value` may be nullptr or of a wrong type: shown as it is.
  [[nodiscard]] std::string draw(const contract::Field& field, const std::string& path, const nlohmann::json* value);
  /// Id of the element that an error at `path` leads to, or empty when the form shows no such field.
  [[nodiscard]] std::string target(std::string_view path) const;
  [[nodiscard]] std::string id(std::string_view path) const;
  [[nodiscard]] bool multipart() const { return multipart_; }
  [[nodiscard]] bool any_optional() const { return any_optional_; }

 private:
  [[nodiscard]] std::string label(const contract::Field& field) const;
  [[nodiscard]] std::string hint(const contract::Field& field) const;
  [[nodiscard]] std::string error(const contract::Field& field, std::string_view path) const;
  [[nodiscard]] std::vector<Option> choices(const contract::Field& field) const;
  void put_choices(Data& data, const contract::Field& field, const std::vector<Option>& options, const std::vector<std::string>& chosen,
                   const std::string& path, const std::string& type);
  void put_control(Data& data, const contract::Field& field, const nlohmann::json* value);
  [[nodiscard]] std::string group(const contract::Field& field, const std::string& path, const nlohmann::json* value,
                                  const contract::Field* left_out = nullptr);
  /// The label of what a row is about: its first field, when that is a choice made already. Empty otherwise.
  [[nodiscard]] std::string subject_of_row(const contract::Field& field, const nlohmann::json* value) const;
  [[nodiscard]] std::string rows(const contract::Field& field, const std::string& path, const nlohmann::json* value);

  const contract::Plugin& plugin_;
  const contract::Operation& operation_;
  const FormKit& kit_;
  const std::map<std::string, std::vector<Option>>& options_;
  const std::vector<core::FieldError>& errors_;
  bool filters_;
  bool multipart_ = false, any_optional_ = false, in_fixed_row_ = false;
  std::map<std::string, std::string, std::less<>> targets_;  ///< path -> element id
};

}  // namespace hemicycle::web::render
