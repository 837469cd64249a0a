#include "password.hpp"

#include <catch2/catch.hpp>
#include <chrono>

using accounts_plugin::hash_password;
using accounts_plugin::verify_password;

namespace {
std::chrono::nanoseconds time_to_refuse(const std::string& phc) {
  const auto begin = std::chrono::steady_clock::now();
  CHECK_FALSE(verify_password("not the password", phc));
  return std::chrono::steady_clock::now() - begin;
}
}  // namespace

TEST_CASE("a password opens what it closed, and nothing near it does") {
  const auto phc = hash_password("phrase de passe d’été");
  CHECK(verify_password("phrase de passe d’été", phc));
  CHECK_FALSE(verify_password("phrase de passe d’ete", phc));
  CHECK_FALSE(verify_password("", phc));
}

TEST_CASE("a stored hash is an argon2id string of the agreed strength") {
  CHECK(hash_password("une phrase assez longue").starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

TEST_CASE("one password hashed twice gives two hashes, for each has its salt") {
  CHECK(hash_password("une phrase assez longue") != hash_password("une phrase assez longue"));
}

TEST_CASE("nobody's password is never right, and refusing it takes as long as refusing a real one") {
  CHECK_FALSE(verify_password("", ""));
  const auto known = time_to_refuse(hash_password("une phrase assez longue"));
  // A refusal without hashing takes microseconds; a quarter leaves room for a busy machine.
  CHECK(time_to_refuse("") > known / 4);
}
