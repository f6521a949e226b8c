#include "apps/root_key.hpp"

#include <string_view>

#include "base/text.hpp"

namespace berth::apps {

namespace {

constexpr const char* file_name = "credentials";

/// Characters of AWS's own ids and secrets.
std::string draw(ports::Entropy& entropy, std::string_view alphabet, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += alphabet[entropy.below(alphabet.size())];
  return text;
}

wire::Credentials new_key(ports::Entropy& entropy) {
  wire::Credentials key;
  key.access_key_id = "AKIA" + draw(entropy, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16);
  key.secret_access_key =
      Secret(draw(entropy, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 40));
  return key;
}

std::string ini_of(const wire::Credentials& key) {
  return "[berth]\naws_access_key_id = " + key.access_key_id +
         "\naws_secret_access_key = " + key.secret_access_key.reveal() + "\n";
}

}  // namespace

Result<wire::Credentials> read_root_key(const adapters::DataDirectory& directory) {
  const auto text = TRY(directory.read(file_name));
  wire::Credentials key;
  bool ours = false;
  for (const auto line : split(text, '\n')) {
    if (line.starts_with('[')) ours = trim(line) == "[berth]";
    const auto halves = cut(line, '=');
    if (!ours || !halves) continue;
    const auto name = trim(halves->before), value = trim(halves->after);
    if (name == "aws_access_key_id") key.access_key_id = value;
    if (name == "aws_secret_access_key") key.secret_access_key = Secret(std::string(value));
  }
  if (key.access_key_id.empty() || key.secret_access_key.empty()) {
    return fail(ErrorCode::corrupt,
                directory.path_of(file_name) + " holds no access key under [berth].");
  }
  return key;
}

Result<wire::Credentials> root_key(const adapters::DataDirectory& directory,
                                   const std::optional<std::string>& given,
                                   ports::Entropy& entropy) {
  wire::Credentials key;
  if (given) {
    const auto halves = cut(*given, ':');
    if (!halves || halves->before.empty() || halves->after.empty()) {
      return fail(ErrorCode::invalid_parameter, "--root-key takes ID:SECRET.");
    }
    key.access_key_id = halves->before;
    key.secret_access_key = Secret(std::string(halves->after));
  } else {
    auto known = read_root_key(directory);
    if (known) return known;
    if (known.error().code != ErrorCode::not_found) return known;
    key = new_key(entropy);
  }
  TRY_VOID(directory.write(file_name, ini_of(key)));
  return key;
}

}  // namespace berth::apps
