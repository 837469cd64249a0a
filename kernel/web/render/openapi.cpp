#include "kernel/web/render/openapi.hpp"

#include "kernel/web/render/schema.hpp"

namespace hemicycle::web::render {

namespace {

using Json = nlohmann::ordered_json;
using contract::Operation;
using contract::Plugin;

constexpr const char* kKernelTag = "hemicycle";

Json content(const char* type, Json schema) { return {{type, {{"schema", std::move(schema)}}}}; }

Json problem_response(const char* description) {
  return {{"description", description}, {"content", content("application/problem+json", {{"$ref", "#/components/schemas/Problem"}})}};
}

Json responses(const Plugin& plugin, const Operation& operation) {
  Json ok = {{"description", "The reply, after the effects are durable."}};
  ok["content"] = content("application/json", object_schema(plugin.name, operation.output));
  Json out = {{"200", std::move(ok)}};
  const bool open = operation.permission.access == contract::Access::open;
  for (const auto* status : {"400", "401", "403", "404", "409", "422", "429", "503"}) {
    if (open && (std::string_view(status) == "401" || std::string_view(status) == "403") && !operation.command) continue;
    if (!operation.command && std::string_view(status) == "409") continue;
    out[status] = {{"$ref", std::string("#/components/responses/Problem") + status}};
  }
  return out;
}

/// Query parameters are text: what is no simple value (an object) is sent as JSON.
Json parameters(const Plugin& plugin, const Operation& operation) {
  auto out = Json::array();
  for (const auto& field : operation.input.list) {
    Json parameter = {{"name", field.name}, {"in", "query"}, {"required", !field.optional && field.default_json.empty()}};
    if (!field.summary.empty()) parameter["description"] = field.summary;
    parameter["schema"] = field_schema(plugin.name, field);
    out.push_back(std::move(parameter));
  }
  return out;
}

/// A command wants both: the cookie, and the token that is tied to it.
Json with_token(const char* cookie) { return {{cookie, Json::array()}, {"csrf", Json::array()}}; }

Json path_item(const Plugin& plugin, const Operation& operation) {
  Json out = {{"operationId", plugin.name + "_" + operation.verb},
              {"tags", {plugin.name}},
              {"summary", operation.summary.empty() ? operation.name : operation.summary},
              {"description", "Permission: " + operation.permission.name + "."}};
  const bool open = operation.permission.access == contract::Access::open;
  if (operation.command) {
    out["parameters"] = {{{"$ref", "#/components/parameters/IdempotencyKey"}}};
    out["requestBody"] = {{"required", true}, {"content", content("application/json", object_schema(plugin.name, operation.input))}};
    out["security"] = Json::array({with_token("session")});
    if (open) out["security"].push_back(with_token("visitor"));
  } else {
    if (!operation.input.empty()) out["parameters"] = parameters(plugin, operation);
    out["security"] = {{{"session", Json::array()}}};
    if (open) out["security"].push_back(Json::object());
  }
  out["responses"] = responses(plugin, operation);
  return {{operation.command ? "post" : "get", std::move(out)}};
}

Json refusals(std::initializer_list<const char*> statuses) {
  Json out = Json::object();
  for (const auto* status : statuses) out[status] = {{"$ref", std::string("#/components/responses/Problem") + status}};
  return out;
}

Json session_item() {
  Json reply = {{"type", "object"}, {"required", {"signed_in", "actor", "csrf"}}};
  reply["properties"] = {{"signed_in", {{"type", "boolean"}}},
                         {"actor", {{"type", "string"}, {"description", "Who asks; empty for who has not signed in."}}},
                         {"csrf", {{"type", "string"}, {"description", "What each command and each file wants in X-CSRF-Token."}}}};
  Json out = {{"operationId", "session"},
              {"tags", {kKernelTag}},
              {"summary", "Who asks, and the token that commands want."},
              {"description", "Who has not signed in is given a cookie to which the token is tied: send both back. Another token comes with the session."}};
  out["security"] = Json::array({Json({{"session", Json::array()}}), Json::object()});
  out["responses"]["200"] = {{"description", "The session as it is now."}, {"content", content("application/json", std::move(reply))}};
  out["responses"].update(refusals({"429", "503"}));
  return {{"get", std::move(out)}};
}

Json uploads_item() {
  Json part = {{"type", "object"}, {"required", {"file"}}};
  part["properties"]["file"] = {{"type", "string"}, {"contentMediaType", "application/octet-stream"}, {"description", "With its file name; no other part beside it."}};
  Json out = {{"operationId", "uploads"},
              {"tags", {kKernelTag}},
              {"summary", "Stores a file; the reply is what a command's `Upload` takes."},
              {"description", "For who has signed in. Documents, images, text and CSV are taken, judged by what they hold."}};
  out["requestBody"] = {{"required", true}, {"content", content("multipart/form-data", std::move(part))}};
  out["security"] = Json::array({with_token("session")});
  out["responses"]["200"] = {{"description", "The file is stored."}, {"content", content("application/json", {{"$ref", "#/components/schemas/Upload"}})}};
  out["responses"].update(refusals({"400", "401", "403", "413", "422", "429", "503"}));
  return {{"post", std::move(out)}};
}

Json shared_schemas() {
  const Json text = {{"type", "string"}};
  const Json error = {
      {"type", "object"}, {"properties", {{"field", text}, {"code", text}, {"message", text}}}, {"required", {"field", "code", "message"}}};
  return {{"Problem",
           {{"type", "object"},
            {"description", "RFC 9457 problem."},
            {"properties",
             {{"type", {{"type", "string"}, {"format", "uri-reference"}}},
              {"title", text},
              {"status", {{"type", "integer"}}},
              {"detail", text},
              {"code", text},
              {"errors", {{"type", "array"}, {"items", error}}},
              {"trace", text}}},
            {"required", {"type", "title", "status"}}}},
          {"Upload",
           {{"type", "object"},
            {"description", "A file that POST /api/v1/uploads has stored."},
            {"properties",
             {{"blob", {{"type", "string"}, {"pattern", "^[0-9a-f]{64}$"}}},
              {"name", text},
              {"media_type", text},
              {"size", {{"type", "integer"}, {"minimum", 0}}}}},
            {"required", {"blob", "name", "media_type", "size"}}}}};
}

Json components(const std::vector<const Plugin*>& plugins, const ApiInfo& info) {
  Json out;
  out["schemas"] = shared_schemas();
  for (const auto* plugin : plugins) {
    for (const auto& [name, fields] : plugin->types) out["schemas"][plugin->name + "." + name] = object_schema(plugin->name, fields);
  }
  out["parameters"]["IdempotencyKey"] = {{"name", "Idempotency-Key"},
                                         {"in", "header"},
                                         {"required", false},
                                         {"description", "Makes a repeated send safe: the same key gets the first answer."},
                                         {"schema", {{"type", "string"}, {"maxLength", 200}}}};
  out["responses"] = {{"Problem400", problem_response("The request could not be read.")},
                      {"Problem401", problem_response("Sign in first.")},
                      {"Problem403", problem_response("The actor has not the permission, or the token is wrong.")},
                      {"Problem404", problem_response("There is no such thing.")},
                      {"Problem409", problem_response("The present state does not allow it.")},
                      {"Problem413", problem_response("The body is larger than this house takes.")},
                      {"Problem422", problem_response("The input breaks the schema or a rule; `errors` says where.")},
                      {"Problem429", problem_response("Too many requests; wait for Retry-After.")},
                      {"Problem503", problem_response("Overloaded or stopped; wait for Retry-After.")}};
  out["securitySchemes"] = {{"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", info.session_cookie}}},
                            {"visitor", {{"type", "apiKey"}, {"in", "cookie"}, {"name", info.visitor_cookie}}},
                            {"csrf", {{"type", "apiKey"}, {"in", "header"}, {"name", "X-CSRF-Token"}}}};
  return out;
}

}  // namespace

std::string openapi_document(const std::vector<const Plugin*>& plugins, const ApiInfo& info) {
  Json out = {{"openapi", "3.1.0"},
              {"info",
               {{"title", info.title},
                {"version", info.version},
                {"description", "Commands and queries of the loaded plugins, as their contracts declare them."}}},
              {"servers", {{{"url", info.base_url.empty() ? "/" : info.base_url}}}},
              {"tags", Json::array()},
              {"paths", {{"/api/v1/session", session_item()}, {"/api/v1/uploads", uploads_item()}}}};
  out["tags"].push_back({{"name", kKernelTag}, {"description", "What all plugins share: the session with its token, and files."}});
  for (const auto* plugin : plugins) {
    const auto before = out["paths"].size();
    for (const auto& operation : plugin->operations) {
      if (operation.permission.access == contract::Access::internal) continue;
      out["paths"]["/api/v1/" + plugin->name + "/" + operation.verb] = path_item(*plugin, operation);
    }
    if (out["paths"].size() > before)
      out["tags"].push_back({{"name", plugin->name}, {"description", "The plugin " + plugin->name + ", version " + plugin->version + "."}});
  }
  out["components"] = components(plugins, info);
  return out.dump();
}

}  // namespace hemicycle::web::render
