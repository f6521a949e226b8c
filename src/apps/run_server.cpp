#include "apps/commands.hpp"
#include "apps/runtime.hpp"
#include "apps/server_process.hpp"

namespace berth::apps {

int run_server(const ServerFlags& flags) {
  Runtime runtime(LogLevel::info);
  auto server = ServerProcess::create(flags, DataPlane::none, runtime.owner(), runtime.clock(),
                                      runtime.entropy(), runtime.threads(), runtime.log(),
                                      [&](const Error& error) { runtime.fail_with(error); });
  if (!server) return complain(server.error());
  return runtime.run([&] { (*server)->stop([&] { runtime.finish(); }); });
}

}  // namespace berth::apps
