#include "adapters/docker/docker_engine.hpp"
#include "adapters/files/data_directory.hpp"
#include "adapters/http_client.hpp"
#include "apps/agent_process.hpp"
#include "apps/commands.hpp"
#include "apps/root_key.hpp"
#include "apps/runtime.hpp"
#include "apps/shared_house.hpp"

namespace berth::apps {

int run_agent(const AgentFlags& flags, const std::string& credentials_directory) {
  const auto directory = adapters::DataDirectory::open(credentials_directory);
  if (!directory) return complain(directory.error());
  const auto key = read_root_key(*directory);
  if (!key) return complain(key.error());
  Runtime runtime(LogLevel::info);
  adapters::HttpTransport transport(runtime.threads().executor());
  adapters::DockerEngine engine(runtime.clock(), {.endpoint = flags.docker});
  SharedHouse house(runtime, flags.data);
  auto agent = AgentProcess::create(flags, agent::Capacity::container_instance,
                                    agent::InactiveInstance::wait, *key,
                                    {runtime.owner(), transport, runtime.clock(), runtime.entropy(),
                                     engine, house.house(), runtime.threads(), runtime.log()});
  if (!agent) return complain(agent.error());
  (*agent)->start([&](const Result<void>& done) {
    if (!done) return runtime.fail_with(done.error());
    runtime.finish();
  });
  return runtime.run([&] { (*agent)->stop(agent::Leave::everything); });
}

}  // namespace berth::apps
