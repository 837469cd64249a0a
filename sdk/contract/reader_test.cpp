// What the reader refuses, with the line and the reason that a person reads; and what it makes of a contract that is right.
#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "sdk/contract/model.hpp"

using namespace hemicycle::contract;

namespace {

/// A contract whose first line is right; the rest begins on line 2.
std::string contract(const std::string& rest) {
  return R"({"hemicycle": 1, "name": "club", "version": "1.0.0", "permissions": ["club.act"], "vocabularies": ["themes"])" + rest + "}";
}

struct Broken {
  const char* why;
  int line;
  std::string json;
  const char* reason;
};

std::vector<Broken> broken_files() {
  return {
      {"not JSON", 2, "{\"hemicycle\": 1,\n name}", "not JSON"},
      {"nothing", 1, "", "not JSON"},
      {"a list", 1, "[]", "the contract is array; expected object"},
      {"no name", 1, R"({"hemicycle": 1, "version": "1.0.0"})", "the contract has no 'name'"},
      {"another format", 2, "{\n\"hemicycle\": 2, \"name\": \"club\", \"version\": \"1.0.0\"}", "'hemicycle' is not 1"},
      {"bad version", 3, "{\"hemicycle\": 1,\n\"name\": \"club\",\n\"version\": \"1.0\"}", "bad version '1.0'"},
      {"PascalCase plugin", 2, "{\"hemicycle\": 1,\n\"name\": \"Club\", \"version\": \"1.0.0\"}", "plugin 'Club' is not snake_case"},
      {"the kernel's prefix", 2, "{\"hemicycle\": 1,\n\"name\": \"hmc\", \"version\": \"1.0.0\"}", "prefix of the kernel's tables"},
      {"permission of another", 3,
       "{\"hemicycle\": 1, \"name\": \"club\", \"version\": \"1.0.0\",\n\"permissions\": [\"club.act\",\n\"other.act\"]}",
       "permission 'other.act' does not begin with the plugin's name"},
      {"huge integer", 2, "{\"hemicycle\":\n123456789012345678901234567890}", "number too large"},
      {"65 levels", 1, std::string(65, '[') + std::string(65, ']'), "deeper than 64 levels"},
      {"a hundred thousand levels", 1, std::string(100'000, '['), "deeper than 64 levels"},
      {"bad UTF-8", 1, "{\"hemicycle\xff\": 1}", "not JSON"},
  };
}

std::vector<Broken> broken_blocks() {
  return {
      {"unknown key", 3, ",\n\"events\": {},\n\"comands\": {}", "unknown key 'comands' in the contract; known: hemicycle, name"},
      {"unknown key of a command", 3, ",\n\"commands\": {\"act\": {\"permission\": \"public\",\n\"permision\": \"public\"}}",
       "unknown key 'permision' in command 'act'"},
      {"doubled key", 3, ",\n\"settings\": {},\n\"settings\": {}", "key 'settings' stands twice"},
      {"doubled verb", 4, ",\n\"commands\": {\n\"act\": {\"permission\": \"public\"},\n\"act\": {\"permission\": \"public\"}}",
       "key 'act' stands twice"},
      {"no permission", 3, ",\n\"commands\": {\n\"act\": {\"input\": {}}}",
       "command 'act' has no permission; write \"public\" if anybody may"},
      {"unknown permission", 3, ",\n\"queries\": {\"see\": {\n\"permission\": \"club.see\"}}",
       "unknown permission 'club.see' of query 'see'"},
      {"command name", 2, ",\n\"commands\": {\"doAct\": {\"permission\": \"public\"}}", "command 'doAct' is not snake_case"},
      {"C++ word", 2, ",\n\"commands\": {\"delete\": {\"permission\": \"public\"}}", "command 'delete' is a word of C++"},
      {"type name", 2, ",\n\"types\": {\"person\": {}}", "type 'person' is not PascalCase"},
      {"verb and event", 3, ",\n\"commands\": {\"act\": {\"permission\": \"public\"}},\n\"events\": {\"act\": {\"subject\": \"club\"}}",
       "event 'act' and command 'act' share the name 'act'"},
      {"job and query", 3, ",\n\"queries\": {\"tidy\": {\"permission\": \"public\"}},\n\"jobs\": {\"tidy\": {}}",
       "job 'tidy' and query 'tidy' share the name 'tidy'"},
      {"type and reply", 2, ",\n\"types\": {\"ActReply\": {}}, \"commands\": {\"act\": {\"permission\": \"public\"}}",
       "type 'ActReply' and the reply of command 'act' share the name 'ActReply'"},
      {"type and input", 2, ",\n\"types\": {\"Act\": {}}, \"commands\": {\"act\": {\"permission\": \"public\"}}", "share the name 'Act'"},
      {"type Settings", 2, ",\n\"types\": {\"Settings\": {}}", "share the name 'Settings'"},
      {"query named settings", 2, ",\n\"queries\": {\"settings\": {\"permission\": \"public\"}}", "share the name 'Settings'"},
      {"two verbs, one struct", 3, ",\n\"commands\": {\"a_1\": {\"permission\": \"public\"},\n\"a1\": {\"permission\": \"public\"}}",
       "share the name 'A1'"},
      {"emits unknown", 3, ",\n\"commands\": {\"act\": {\"permission\": \"public\",\n\"emits\": [\"acted\"]}}",
       "command 'act' emits the unknown event 'acted'"},
      {"malformed depends", 3, ",\n\"queries\": {\"see\": {\"permission\": \"public\", \"depends\": [\n\"acted\"]}}",
       "'depends' of query 'see' 'acted' is not of the form 'plugin.event'"},
      {"depends on an own event that is not", 2, ",\n\"queries\": {\"see\": {\"permission\": \"public\", \"depends\": [\"club.acted\"]}}",
       "unknown event 'club.acted'"},
      {"unknown prepare", 3, ",\n\"commands\": {\"act\": {\"permission\": \"public\",\n\"prepare\": \"hash\"}}",
       "names the unknown query 'hash'"},
      {"prepare wants more", 3,
       ",\n\"queries\": {\"hash\": {\"permission\": \"public\", \"input\": {\"salt\": {\"type\": \"string\"}}}},\n\"commands\": {\"act\": "
       "{\"permission\": \"public\", \"prepare\": \"hash\"}}",
       "query 'hash' needs 'salt', which the command's input does not have"},
      {"bad rate", 3, ",\n\"commands\": {\"act\": {\"permission\": \"public\",\n\"rate\": \"often\"}}", "bad 'rate' 'often'"},
      {"rate of none", 2, ",\n\"commands\": {\"act\": {\"permission\": \"public\", \"rate\": \"0/1h\"}}", "bad 'rate' '0/1h'"},
      {"bad every", 2, ",\n\"jobs\": {\"tidy\": {\"every\": \"weekly\"}}", "bad 'every' 'weekly'"},
      {"recurring with input", 2, ",\n\"jobs\": {\"tidy\": {\"every\": \"1h\", \"input\": {\"id\": {\"type\": \"string\"}}}}",
       "recurs, so it takes no input"},
      {"bad session", 2, ",\n\"commands\": {\"act\": {\"permission\": \"public\", \"session\": \"start\"}}", "is 'begins' or 'ends'"},
      {"bad lane", 2, ",\n\"queries\": {\"see\": {\"permission\": \"public\", \"lane\": \"fast\"}}", "unknown lane 'fast'"},
      {"major zero", 2, ",\n\"queries\": {\"see\": {\"permission\": \"public\", \"major\": 0}}", "begins at 1"},
      {"scope over nothing", 3, ",\n\"commands\": {\"act\": {\"permission\": \"club.act\",\n\"scope\": \"group:{group}\"}}",
       "'scope' of command 'act' names the unknown field 'group'"},
      {"no subject", 2, ",\n\"events\": {\"acted\": {}}", "event 'acted' has no 'subject'"},
      {"subject over nothing", 3, ",\n\"events\": {\"acted\": {\n\"subject\": \"act:{id}\"}}", "names the unknown field 'id'"},
      {"reaction malformed", 2, ",\n\"reactions\": [\"closed\"]", "a reaction 'closed' is not of the form 'plugin.event'"},
      {"requirement malformed", 2, ",\n\"requires\": [\"accounts.names\"]", "bad requirement 'accounts.names'"},
      {"requirement of itself", 2, ",\n\"requires\": [\"club.see@1\"]", "is of the plugin itself"},
      {"used and required", 3, ",\n\"requires\": [\"accounts.names@1\"],\n\"uses\": [\"accounts.names@1\"]", "'accounts.names' is required twice; it stands once, in 'requires' or in 'uses'"},
      {"use malformed", 2, ",\n\"uses\": [\"names@1\"]", "bad requirement 'names@1'"},
      {"import of nothing", 2, ",\n\"imports\": [{\"command\": \"import_item\"}]", "an import names the unknown command 'import_item'"},
  };
}

/// The same inside the input of a command, which begins on line 3.
std::vector<Broken> broken_fields() {
  return {
      {"unknown type", 3, R"("a": {"type": "text"})",
       "unknown type 'text' of field 'a' of the input of command 'act'; known: string, integer"},
      {"unknown format", 4, "\"a\": {\"type\": \"string\",\n\"format\": \"html\"}", "unknown format 'html'"},
      {"neither type nor ref", 3, R"("a": {"optional": true})", "needs either 'type' or 'ref'"},
      {"both", 3, R"("a": {"type": "object", "ref": "A"})", "needs either 'type' or 'ref'"},
      {"ref to nothing", 3, R"("a": {"ref": "Person"})", "unknown type 'Person' in 'ref'"},
      {"field name", 3, R"("aB": {"type": "string"})", "field 'aB' is not snake_case"},
      {"_html", 3, R"("body_html": {"type": "string"})", "ends in '_html'"},
      {"array without items", 3, R"("a": {"type": "array"})", "is an array without 'items'"},
      {"object without fields", 3, R"("a": {"type": "object"})", "is an object without 'fields'"},
      {"format of an integer", 3, R"("a": {"type": "integer", "format": "line"})",
       "'format' of field 'a' of the input of command 'act', which is not a string"},
      {"enum of nothing", 3, R"("a": {"type": "string", "enum": []})", "has no value"},
      {"enum twice", 3, R"("a": {"type": "string", "enum": ["x", "x"]})", "'x' stands twice"},
      {"unknown vocabulary", 3, R"("a": {"type": "string", "among": "colours"})", "unknown vocabulary 'colours'"},
      {"options of nothing", 3, R"("a": {"type": "string", "options": "choices"})", "names the unknown query 'club.choices'"},
      {"options of a stranger", 3, R"("a": {"type": "string", "options": "other.choices"})", "which is not in 'requires'"},
      {"fixed list of words", 3, R"("a": {"type": "array", "fixed": true, "items": {"type": "string"}})",
       "'fixed' of field 'a' of the input of command 'act', which is not an array of objects"},
      {"min above max", 3, R"("a": {"type": "integer", "min": 3, "max": 2})",
       "'min' of field 'a' of the input of command 'act' is greater than its 'max'"},
      {"min of a boolean", 3, R"("a": {"type": "boolean", "min": 1})", "which has no size"},
      {"default of another type", 4, "\"a\": {\"type\": \"integer\",\n\"default\": \"3\"}",
       "'default' of field 'a' of the input of command 'act' is string; expected integer"},
      {"default too large", 3, R"("a": {"type": "integer", "max": 2, "default": 3})", "is not between min and max"},
      {"default out of enum", 3, R"("a": {"type": "string", "enum": ["x"], "default": "y"})", "'y' is not in 'enum'"},
      {"default item", 3, R"("a": {"type": "array", "items": {"type": "string"}, "default": [1]})",
       "has an item that is integer; expected string"},
  };
}

void refuses(const Broken& broken) {
  INFO(broken.why << "\n" << broken.json.substr(0, 300));
  try {
    static_cast<void>(read(broken.json, "club/plugin.json"));
    FAIL("not refused");
  } catch (const Refused& refused) {
    INFO(refused.what());
    CHECK(refused.line() == broken.line);
    CHECK(refused.file() == "club/plugin.json");
    CHECK_THAT(std::string(refused.what()), Catch::Contains(broken.reason));
    CHECK_THAT(std::string(refused.what()), Catch::StartsWith("club/plugin.json:" + std::to_string(broken.line) + ": "));
  }
}

}  // namespace

TEST_CASE("a file that is no contract is refused with its line and the reason") {
  for (const auto& broken : broken_files()) refuses(broken);
}

TEST_CASE("a broken message, job or requirement is refused with its line and the reason") {
  for (auto broken : broken_blocks()) {
    broken.json = contract(broken.json);
    refuses(broken);
  }
}

TEST_CASE("a broken field is refused with its line and the reason") {
  for (auto broken : broken_fields()) {
    broken.json = contract(",\n\"commands\": {\"act\": {\"permission\": \"public\", \"input\": {\n" + broken.json + "}}}");
    refuses(broken);
  }
}

TEST_CASE("nothing personal enters an event, neither directly nor through a type") {
  refuses(
      {"direct", 3,
       contract(
           ",\n\"events\": {\"acted\": {\"subject\": \"club\", \"payload\": {\n\"who\": {\"type\": \"string\", \"x-personal\": true}}}}"),
       "field 'who' of event 'acted' is personal"});
  refuses({"in an object", 3,
           contract(",\n\"events\": {\"acted\": {\"subject\": \"club\", \"payload\": {\"a\": {\"type\": \"object\", \"fields\": "
                    "{\n\"who\": {\"type\": \"string\", \"x-personal\": true}}}}}}"),
           "is personal"});
  refuses({"by ref in an array, two types deep", 4,
           contract(",\n\"types\": {\"Team\": {\"lead\": {\"ref\": \"Person\"}}, \"Person\": {\"mail\": {\"type\": \"string\", "
                    "\"x-personal\": true}}},\n"
                    "\"events\": {\"acted\": {\"subject\": \"club\", \"payload\": {\n\"teams\": {\"type\": \"array\", \"items\": {\"ref\": "
                    "\"Team\"}}}}}"),
           "is personal in type 'Team': 'lead.mail'"});
}

TEST_CASE("a type that contains itself is refused with the whole chain") {
  refuses({"circle", 3, contract(",\n\"types\": {\"A\": {\"b\": {\"ref\": \"B\"}},\n\"B\": {\"a\": {\"ref\": \"A\"}}}"),
           "type 'A' contains itself: A -> B -> A"});
}

TEST_CASE("a setting has a default or is optional") {
  refuses({"neither", 3, contract(",\n\"settings\": {\n\"limit\": {\"type\": \"integer\"}}"),
           "field 'limit' of the settings has neither 'default' nor 'optional'"});
}

TEST_CASE("what is left out has the defaults of the document") {
  const auto plugin = read(contract(R"(, "commands": {"act": {"permission": "club.act", "rate": "10/10min", "input": {
    "a": {"type": "string"}, "b": {"type": "string", "format": "text"}, "c": {"type": "string", "format": "markdown"},
    "d": {"type": "string", "format": "email"}, "e": {"type": "string", "format": "uri"}, "f": {"type": "string", "format": "password"},
    "g": {"type": "array", "items": {"type": "string", "max": 3}}, "h": {"type": "integer"}}}})"),
                           "plugin.json");
  const auto& act = *plugin.operation("act");
  const auto max = [&](const char* name) { return act.input.find(name)->max; };
  CHECK(max("a") == 200);
  CHECK(max("b") == 10'000);
  CHECK(max("c") == 60'000);
  CHECK(max("d") == 254);
  CHECK(max("e") == 2'000);
  CHECK(max("f") == 128);
  CHECK(max("g") == 100);
  CHECK(act.input.find("g")->items->max == 3);
  CHECK_FALSE(max("h").has_value());
  CHECK(act.major == 1);
  CHECK(act.name == "club.act");
  CHECK(act.permission.access == Access::permission);
  REQUIRE(act.rate.has_value());
  CHECK(act.rate->count == 10);
  CHECK(act.rate->period_ns == 600'000'000'000);
}

TEST_CASE("types come after those that they refer to, fields in the order of the file") {
  const auto plugin =
      read(contract(R"(, "types": {"Team": {"lead": {"ref": "Person"}}, "Person": {"z": {"type": "string"}, "a": {"type": "string"}}})"),
           "plugin.json");
  REQUIRE(plugin.types.size() == 2);
  CHECK(plugin.types[0].first == "Person");
  CHECK(plugin.types[1].first == "Team");
  CHECK(plugin.type("Person")->list[0].name == "z");
  CHECK(plugin.type("Team")->find("lead")->fields->find("a") != nullptr);
  CHECK(plugin.type("Nobody") == nullptr);
}

TEST_CASE("events, emits, depends, jobs and requirements carry full names") {
  const auto plugin = read(
      contract(R"(, "requires": ["accounts.names@2"], "events": {"acted": {"subject": "act:{id}", "payload": {"id": {"type": "integer"}}}},
    "commands": {"act": {"permission": "public", "emits": ["acted"], "session": "begins"}},
    "queries": {"see": {"permission": "internal", "depends": ["club.acted", "other.thing"], "lane": "slow"}},
    "jobs": {"tidy": {"every": "30s"}}, "reactions": ["stranger.left"], "imports": [{"command": "act"}])"),
      "plugin.json");
  CHECK(plugin.operation("act")->emits == std::vector<std::string>{"club.acted"});
  CHECK(plugin.operation("act")->begins_session);
  CHECK(plugin.operation("see")->depends == std::vector<std::string>{"club.acted", "other.thing"});
  CHECK(plugin.operation("see")->slow_lane);
  CHECK(plugin.operation("see")->permission.access == Access::internal);
  CHECK(plugin.job("tidy")->every_ns == 30'000'000'000);
  CHECK(plugin.event("acted")->subject == "act:{id}");
  CHECK(plugin.imports == std::vector<std::string>{"club.act"});
  REQUIRE(plugin.requires_.size() == 1);
  CHECK(plugin.requires_[0].plugin() == "accounts");
  CHECK(plugin.requires_[0].major == 2);
}
