// A password that was forgotten: what the letter opens, for how long, and what nobody learns.
#include <catch2/catch.hpp>
#include <hemicycle/testing/kernel.hpp>

#include "accounts.contract.hpp"

using hemicycle::testing::Reply;
using hemicycle::testing::TestKernel;
using namespace std::chrono_literals;

namespace {

const std::string kOld = "un mot de passe ancien", kNew = "un mot de passe nouveau";

struct House {
  TestKernel kernel;
  std::string account;
  House() {
    kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
    account = must(kernel.system().call(accounts::Add{.email = "Ada@example.org", .name = "Ada", .password = kOld})).field("account");
  }
  Reply forget(const std::string& email) { return kernel.visitor().call(accounts::ForgetPassword{.email = email}); }
  Reply choose(const std::string& token) { return kernel.visitor().call(accounts::ChoosePassword{.token = token, .password = kNew}); }
  bool opens(const std::string& password) { return kernel.visitor().call(accounts::SignIn{.email = "ada@example.org", .password = password}).ok(); }
  std::string token() {
    const auto text = kernel.mails().back().text;
    const auto begin = text.find("/mot-de-passe/") + 14;
    return text.substr(begin, text.find('\n', begin) - begin);
  }
  static Reply must(Reply reply) {
    INFO(reply.explain());
    REQUIRE(reply.ok());
    return reply;
  }
};

}  // namespace

TEST_CASE("the letter goes to the account's address, and with it a new password is chosen, once") {
  House house;
  House::must(house.forget("ADA@example.org"));
  REQUIRE(house.kernel.mails().size() == 1);
  CHECK(house.kernel.mails().at(0).to == "ada@example.org");
  const auto token = house.token();
  CHECK(house.kernel.rows("SELECT token_hash FROM accounts_reset") != hemicycle::testing::Rows{{token}});
  House::must(house.choose(token));
  CHECK(house.opens(kNew));
  CHECK_FALSE(house.opens(kOld));
  CHECK(house.choose(token).code() == "letter_over");
}

TEST_CASE("an address that nobody has gets the same answer and no letter") {
  House house;
  const auto known = house.forget("ada@example.org"), unknown = house.forget("nobody@example.org");
  CHECK(known.status() == unknown.status());
  CHECK(known.code() == unknown.code());
  CHECK(house.kernel.mails().size() == 1);
}

TEST_CASE("whoever asks again and again sends one letter in twenty minutes; the later one alone holds, for two hours") {
  House house;
  House::must(house.forget("ada@example.org"));
  const auto first = house.token();
  House::must(house.forget("ada@example.org"));
  house.kernel.advance(19min);
  House::must(house.forget("ada@example.org"));
  CHECK(house.kernel.mails().size() == 1);
  house.kernel.advance(2min);
  House::must(house.forget("ada@example.org"));
  REQUIRE(house.kernel.mails().size() == 2);
  CHECK(house.choose(first).code() == "letter_over");
  house.kernel.advance(121min);
  CHECK(house.choose(house.token()).code() == "letter_over");
  CHECK(house.opens(kOld));
}

TEST_CASE("a password that was changed in the meantime is not undone by a letter asked for before") {
  House house;
  House::must(house.forget("ada@example.org"));
  const auto token = house.token();
  House::must(house.kernel.as(house.account).call(accounts::ChangePassword{.current = kOld, .password = "un troisième mot de passe"}));
  CHECK(house.choose(token).code() == "letter_over");
  CHECK(house.opens("un troisième mot de passe"));
}

TEST_CASE("a closed account gets no letter, and the letter that it had opens nothing") {
  House house;
  House::must(house.forget("ada@example.org"));
  const auto token = house.token();
  House::must(house.kernel.system().call(accounts::Close{.account = house.account}));
  CHECK(house.choose(token).code() == "letter_over");
  house.kernel.advance(6min);
  House::must(house.forget("ada@example.org"));
  CHECK(house.kernel.mails().size() == 1);
}
