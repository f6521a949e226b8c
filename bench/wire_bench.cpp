// What a typed, validated request costs over the bare parsing of its JSON.

#include <string>

#include <boost/json.hpp>

#include "bench/ratio.hpp"
#include "gen/ecs/types.hpp"
#include "wire/findings.hpp"
#include "wire/json/json.hpp"
#include "wire/validate.hpp"

namespace berth::bench {
namespace {

std::string task_definition(int containers) {
  std::string text = R"({"family":"web","networkMode":"awsvpc","containerDefinitions":[)";
  for (int i = 0; i < containers; ++i) {
    if (i > 0) text += ',';
    text += R"({"name":"c)" + std::to_string(i) +
            R"(","image":"registry.example/web:1","cpu":256,"memory":512,"essential":true,)"
            R"("environment":[{"name":"MODE","value":"production"},{"name":"REGION","value":"x"}],)"
            R"("portMappings":[{"containerPort":80,"hostPort":80,"protocol":"tcp"}]})";
  }
  return text + "]}";
}

void decode_and_validate(benchmark::State& state) {
  const auto text = task_definition(static_cast<int>(state.range(0)));
  const auto decode = [&text] {
    wire::Findings findings;
    wire::json::DecodeOptions options;
    options.findings = &findings;
    gen::ecs::RegisterTaskDefinitionRequest request;
    const auto& shape = shape_of<gen::ecs::RegisterTaskDefinitionRequest>();
    auto decoded = wire::json::decode(shape, text, &request, options);
    wire::validate(shape, &request, findings);
    benchmark::DoNotOptimize(decoded);
    benchmark::DoNotOptimize(request);
  };
  const auto parse = [&text] {
    auto value = boost::json::parse(text);
    benchmark::DoNotOptimize(value);
  };
  measure(state, decode, parse);
}
BENCHMARK(decode_and_validate)->Arg(1)->Arg(10)->UseManualTime();

}  // namespace
}  // namespace berth::bench
