#include "rules/task_definition.hpp"

#include <gtest/gtest.h>

namespace berth::rules {
namespace {

using gen::ecs::ContainerDefinition;
using gen::ecs::NetworkMode;
using Request = gen::ecs::RegisterTaskDefinitionRequest;

ContainerDefinition container(const std::string& name) {
  ContainerDefinition definition;
  definition.name = name;
  definition.image = "nginx";
  definition.memory = 128;
  return definition;
}

Request request_of(std::vector<ContainerDefinition> containers) {
  Request request;
  request.family = "web";
  request.container_definitions = std::move(containers);
  return request;
}

gen::ecs::PortMapping port(std::int32_t container_port, std::optional<std::int32_t> host_port) {
  gen::ecs::PortMapping mapping;
  mapping.container_port = container_port;
  mapping.host_port = host_port;
  return mapping;
}

Request fargate(const std::string& cpu, const std::string& memory) {
  auto request = request_of({container("app")});
  request.network_mode = NetworkMode::awsvpc;
  request.requires_compatibilities = {{gen::ecs::Compatibility::fargate}};
  request.cpu = cpu;
  request.memory = memory;
  return request;
}

/// The error text, or "" when the request is taken.
std::string check(const Request& request) {
  const auto defined = define_task(request);
  return defined ? "" : defined.error().message;
}

TEST(task_definition, fills_in_the_defaults_that_ecs_answers) {
  auto request = request_of({container("a")});
  request.container_definitions[0].port_mappings = {{port(80, std::nullopt)}};
  const auto defined = define_task(request);
  ASSERT_TRUE(defined);
  const auto& first = (*defined->container_definitions)[0];
  EXPECT_EQ(first.cpu, 0);
  EXPECT_EQ(first.essential, true);
  EXPECT_EQ((*first.port_mappings)[0].host_port, 0);
  EXPECT_EQ((*first.port_mappings)[0].protocol, gen::ecs::TransportProtocol::tcp);
  EXPECT_TRUE(first.environment && first.mount_points && first.volumes_from);
}

TEST(task_definition, reads_sizes_with_units) {
  EXPECT_EQ(cpu_units("1 vCPU"), "1024");
  EXPECT_EQ(cpu_units(".25 vcpu"), "256");
  EXPECT_EQ(cpu_units("256"), "256");
  EXPECT_EQ(memory_mib(".5 GB"), "512");
  EXPECT_EQ(memory_mib("2GB"), "2048");
  EXPECT_FALSE(cpu_units("much"));
  EXPECT_FALSE(memory_mib("-1 GB"));
  EXPECT_FALSE(memory_mib("4294967196")) << "no more than can be counted";
  EXPECT_FALSE(memory_mib("4194304 GB"));
}

TEST(task_definition, offers_exactly_fargates_sizes) {
  struct Row {
    std::int64_t cpu, memory;
    bool offered;
  };
  for (const auto& row : {Row{256, 512, true},
                          {256, 1024, true},
                          {256, 2048, true},
                          {256, 1536, false},
                          {256, 4096, false},
                          {512, 1024, true},
                          {512, 512, false},
                          {4096, 30720, true},
                          {4096, 31744, false},
                          {8192, 20480, true},
                          {8192, 21504, false},
                          {16384, 122880, true},
                          {300, 512, false}}) {
    EXPECT_EQ(fargate_offers(row.cpu, row.memory), row.offered) << row.cpu << " " << row.memory;
  }
}

TEST(task_definition, takes_a_fargate_definition_and_names_both_compatibilities) {
  const auto defined = define_task(fargate("256", ".5 GB"));
  ASSERT_TRUE(defined);
  EXPECT_EQ(defined->compatibilities->size(), 2u);
  EXPECT_EQ(defined->memory, "512");
}

TEST(task_definition, refuses_with_the_texts_of_ecs) {
  EXPECT_EQ(check(fargate("256", "4096")),
            "No Fargate configuration exists for given values: 256 CPU, 4096 memory. See the "
            "Amazon ECS documentation for the valid values.");
  auto request = fargate("256", "512");
  request.network_mode = NetworkMode::bridge;
  EXPECT_EQ(check(request), "Fargate only supports network mode ‘awsvpc’.");
  request = request_of({container("a"), container("a")});
  EXPECT_EQ(check(request), "Container name 'a' is used more than once.");
  request = request_of({container("a")});
  request.container_definitions[0].memory.reset();
  EXPECT_NE(check(request).find("'memory' or 'memoryReservation'"), std::string::npos);
  request = request_of({container("a")});
  request.container_definitions[0].essential = false;
  EXPECT_EQ(check(request), "Task definition does not have any essential container.");
  request = request_of({container("a")});
  request.network_mode = NetworkMode::host;
  request.container_definitions[0].port_mappings = {{port(80, 8080)}};
  EXPECT_NE(check(request).find("must match"), std::string::npos);
}

TEST(task_definition, takes_port_ranges_apart_from_other_ports) {
  const auto told = [](std::optional<NetworkMode> mode, std::vector<std::string> ranges,
                       std::vector<gen::ecs::PortMapping> mappings = {}) {
    auto request = request_of({container("a")});
    request.network_mode = mode;
    for (const auto& text : ranges) mappings.emplace_back().container_port_range = text;
    request.container_definitions[0].port_mappings = std::move(mappings);
    return check(request);
  };
  const std::string setting = "Invalid 'containerPortRange' setting for container 'a'. ";
  const std::string overlap =
      "The port mappings of container 'a' overlap: a port can only be included in one of them.";
  EXPECT_EQ(told({}, {"8000-8009", "8010-8011", "1-65"}, {port(80, 0)}), "");
  EXPECT_EQ(told(NetworkMode::awsvpc, {"8000-8009"}), "");
  EXPECT_EQ(told(NetworkMode::host, {"8000-8009"}),
            setting + "It needs networkMode bridge or awsvpc.");
  for (const auto* text : {"8000", "a-b", "0-9", "9-65536", "8000-", "1-2-3"}) {
    EXPECT_EQ(told({}, {text}),
              setting + "It must have the form 'first-last' with ports between 1 and 65535.");
  }
  EXPECT_EQ(told({}, {"9-9"}), setting + "The first port must be less than the last port.");
  EXPECT_EQ(told({}, {"8000-8009", "8009-8010"}), overlap);
  EXPECT_EQ(told({}, {"70-90"}, {port(80, 0)}), overlap);
  auto both = port(80, std::nullopt);
  both.container_port_range = "80-81";
  EXPECT_EQ(told({}, {}, {both}),
            setting + "Specify either 'containerPort' or 'containerPortRange', but not both.");
  both.container_port.reset();
  both.host_port = 0;
  EXPECT_EQ(told({}, {}, {both}),
            setting + "'hostPort' cannot be specified together with 'containerPortRange'.");
  std::vector<std::string> many;
  for (int i = 0; i < 101; ++i)
    many.push_back(std::to_string(2 * i + 1) + "-" + std::to_string(2 * i + 2));
  EXPECT_EQ(told({}, many), "Container 'a' has more than 100 port ranges.");
}

TEST(task_definition, refuses_single_ports_with_the_texts_of_ecs) {
  const auto told = [](gen::ecs::PortMapping first, gen::ecs::PortMapping second) {
    auto request = request_of({container("a")});
    request.container_definitions[0].port_mappings = {{first, second}};
    return check(request);
  };
  EXPECT_EQ(told(port(80, 0), port(80, 8080)), "");
  EXPECT_EQ(told(port(80, 0), port(0, 0)), "Invalid 'containerPort' setting for container 'a'.");
  EXPECT_EQ(told(port(80, 0), port(81, 65536)), "Invalid 'hostPort' setting for container 'a'.");
  auto udp = port(80, 0);
  udp.protocol = gen::ecs::TransportProtocol::udp;
  EXPECT_EQ(told(port(80, 0), udp),
            "The container port '80' cannot be exposed for multiple protocols.");
}

TEST(task_definition, refuses_cycles_and_unknown_names) {
  auto request = request_of({container("a"), container("b")});
  request.container_definitions[0].links = {{"b"}};
  request.container_definitions[1].links = {{"a"}};
  EXPECT_EQ(check(request), "Container links should not have a cycle");
  request.container_definitions[1].links.reset();
  request.container_definitions[1].depends_on = {{{"a", gen::ecs::ContainerCondition::start}}};
  EXPECT_EQ(check(request), "Container dependencies should not have a cycle");
  request.container_definitions[1].depends_on = {{{"c", gen::ecs::ContainerCondition::start}}};
  EXPECT_EQ(check(request), "Cannot depend on container + 'c' because it does not exist");
  request.container_definitions[0].links.reset();
  request.container_definitions[1].depends_on = {{{"a", gen::ecs::ContainerCondition::success}}};
  EXPECT_EQ(check(request),
            "A dependency container with SUCCESS or COMPLETE condition cannot be an essential "
            "container");
  request.container_definitions[1].depends_on.reset();
  request.container_definitions[1].links = {{"c:alias"}};
  EXPECT_NE(check(request).find("'c', which does not exist"), std::string::npos);
  request = request_of({container("a")});
  gen::ecs::MountPoint mount;
  mount.source_volume = "none";
  mount.container_path = "/x";
  request.container_definitions[0].mount_points = {{mount}};
  EXPECT_EQ(check(request), "Unknown volume 'none'.");
}

TEST(task_definition, checks_images_as_the_api_says) {
  const std::string hash(64, 'a');
  const auto told = [](const std::string& image) {
    auto request = request_of({container("a")});
    request.container_definitions[0].image = image;
    return check(request);
  };
  for (const auto& image : {std::string("web"), std::string("host.example:5000/team/web_1:v1.2-a"),
                            "web@sha256:" + hash, std::string(255, 'w') + "@sha256:" + hash}) {
    EXPECT_EQ(told(image), "") << image;
  }
  EXPECT_EQ(told("we b"), "Container.image contains invalid characters.");
  EXPECT_EQ(told("web:1;"), "Container.image contains invalid characters.");
  EXPECT_EQ(told(std::string(256, 'w')),
            "Container.image may have up to 255 characters before '@'.");
  for (const auto& digest : {std::string("md5:") + hash, "sha256:" + hash + "a",
                             "sha256:" + std::string(64, 'g'), std::string()}) {
    EXPECT_NE(told("web@" + digest).find("invalid digest"), std::string::npos) << digest;
  }
}

TEST(task_definition, keeps_containers_within_the_task) {
  auto request = request_of({container("a"), container("b")});
  request.cpu = "256";
  request.memory = "256";
  EXPECT_EQ(check(request), "");
  request.container_definitions[0].memory_reservation = 128;
  request.container_definitions[0].memory = 200;
  EXPECT_EQ(check(request), "") << "what is reserved counts";
  request.container_definitions[1].memory = 129;
  EXPECT_EQ(check(request),
            "The sum of all container 'memory' values cannot be greater than the value of the "
            "task 'memory'.");
  request.container_definitions[0].cpu = 256;
  request.container_definitions[1].cpu = 1;
  EXPECT_EQ(check(request),
            "The sum of all container 'cpu' values cannot be greater than the value of the task "
            "'cpu'.");
  request.memory = "3";
  EXPECT_EQ(check(request), "Invalid 'memory' setting for task.");
}

TEST(task_definition, gives_a_port_of_the_host_only_once) {
  auto request = request_of({container("a"), container("b")});
  request.container_definitions[0].port_mappings = {{port(80, 8080)}};
  request.container_definitions[1].port_mappings = {{port(81, 8080)}};
  EXPECT_EQ(check(request), "The host port '8080' is used by more than one port mapping.");
  request.container_definitions[1].port_mappings->front().protocol =
      gen::ecs::TransportProtocol::udp;
  EXPECT_EQ(check(request), "");
}

TEST(task_definition, refuses_volumes_that_no_host_has) {
  auto request = request_of({container("a")});
  auto& volume = request.volumes.emplace().emplace_back();
  volume.name = "data";
  volume.host.emplace().source_path = "";
  EXPECT_EQ(check(request), "host.sourcePath should not be blank.");
  volume.host.reset();
  volume.name = "da/ta";
  EXPECT_EQ(check(request), "Invalid volume name: 'da/ta'.");
}

TEST(task_definition, checks_kernel_settings) {
  auto request = request_of({container("a")});
  auto& definition = request.container_definitions[0];
  const auto control = [&](const std::string& parameter) {
    definition.system_controls = {{{parameter, "1"}}};
    return check(request);
  };
  EXPECT_EQ(control("net.core.somaxconn"), "");
  EXPECT_EQ(control("kernel.shmmax"), "");
  EXPECT_EQ(control("fs.mqueue.msg_max"), "");
  EXPECT_EQ(control("vm.swappiness"),
            "Invalid systemControls namespace 'vm.swappiness' for container 'a'.");
  request.network_mode = NetworkMode::host;
  request.ipc_mode = gen::ecs::IpcMode::host;
  EXPECT_NE(control("net.core.somaxconn").find("networkMode=host"), std::string::npos);
  EXPECT_NE(control("kernel.shmmax").find("ipcMode=host"), std::string::npos);
  definition.system_controls.reset();
  auto& parameters = definition.linux_parameters.emplace();
  parameters.capabilities.emplace().drop = {{"CHOWN", "FLY"}};
  EXPECT_EQ(check(request), "Invalid capability 'FLY' for container 'a'.");
  parameters.capabilities.reset();
  auto& tmpfs = parameters.tmpfs.emplace().emplace_back();
  tmpfs.container_path = "/a";
  tmpfs.size = 1;
  tmpfs.mount_options = {{"noexec", "mode=755"}};
  EXPECT_EQ(check(request), "");
  tmpfs.mount_options->push_back("size=9");
  EXPECT_EQ(check(request), "Invalid mount option 'size=9' for a tmpfs of container 'a'.");
  parameters.tmpfs.reset();
  auto& limit = definition.ulimits.emplace().emplace_back();
  limit.name = gen::ecs::UlimitName::nofile;
  limit.soft_limit = 2;
  limit.hard_limit = -1;
  EXPECT_EQ(check(request), "");
  limit.hard_limit = 1;
  EXPECT_NE(check(request).find("softLimit above its hardLimit"), std::string::npos);
}

TEST(task_definition, tells_what_fargate_does_not_have) {
  const auto told = [](auto change) {
    auto request = fargate("256", "512");
    change(request, request.container_definitions[0]);
    return check(request);
  };
  const std::string unsupported = "Fargate compatible task definitions do not support ";
  EXPECT_EQ(told([](auto&, auto& app) { app.privileged = true; }), unsupported + "privileged");
  EXPECT_EQ(told([](auto& request, auto&) {
              request.volumes.emplace().emplace_back().name = "data";
              request.volumes->front().host.emplace().source_path = "/data";
            }),
            unsupported + "sourcePath");
  EXPECT_EQ(told([](auto& request, auto&) { request.cpu.reset(); }),
            "Fargate requires that 'cpu' be defined at the task level.");
  EXPECT_EQ(told([](auto& request, auto&) { request.memory.reset(); }),
            "Fargate requires that 'memory' be defined at the task level.");
  EXPECT_EQ(told([](auto& request, auto&) { request.pid_mode = gen::ecs::PidMode::host; }),
            "Tasks using the Fargate launch type do not support pidMode 'host'. The supported "
            "value for pidMode is 'task'.");
  EXPECT_EQ(told([](auto& request, auto&) { request.ipc_mode = gen::ecs::IpcMode::task; }),
            "Tasks using the Fargate launch type do not support ipcMode.");
  const auto of_ecr = [](auto& request, auto& app) {
    app.image = "012345678910.dkr.ecr.us-east-1.amazonaws.com/web:1";
    (void)request;
  };
  EXPECT_EQ(told(of_ecr),
            "Fargate requires task definition to have execution role ARN to support ECR images.");
  EXPECT_EQ(told([&](auto& request, auto& app) {
              of_ecr(request, app);
              request.execution_role_arn = "arn:aws:iam::012345678910:role/ecsTaskExecutionRole";
            }),
            "");
}

TEST(task_definition, knows_what_it_is_compatible_with) {
  using gen::ecs::Compatibility;
  auto request = request_of({container("a")});
  EXPECT_EQ(*define_task(request)->compatibilities,
            (std::vector{Compatibility::external, Compatibility::ec2}));
  request.requires_compatibilities = {{Compatibility::external}};
  EXPECT_EQ(check(request), "");
  request.network_mode = NetworkMode::awsvpc;
  EXPECT_EQ(check(request),
            "Tasks using the External launch type do not support networkMode 'awsvpc'.");
  request.requires_compatibilities = {{Compatibility::managed_instances}};
  EXPECT_NE(check(request).find("'requiresCompatibilities MANAGED_INSTANCES'"), std::string::npos);
}

TEST(task_definition, takes_an_execution_role_that_is_one) {
  auto request = request_of({container("a")});
  for (const auto* role : {"ecsTaskExecutionRole", "arn:aws:iam::012345678910:role/path/role-1"}) {
    request.execution_role_arn = role;
    EXPECT_EQ(check(request), "") << role;
  }
  for (const auto* role :
       {"", "no role", "arn:aws:iam::012345678910:user/me", "arn:aws:s3:::role/x"}) {
    request.execution_role_arn = role;
    EXPECT_EQ(check(request), "Role is not valid") << role;
  }
}

TEST(task_definition, names_what_it_cannot_honour) {
  auto request = request_of({container("a")});
  request.container_definitions[0].secrets.emplace().emplace_back();
  const auto defined = define_task(request);
  ASSERT_FALSE(defined);
  EXPECT_EQ(defined.error().code, ErrorCode::unsupported_operation);
  EXPECT_NE(defined.error().message.find("'secrets'"), std::string::npos);
}

TEST(task_definition, takes_environment_files_of_the_instance) {
  using gen::ecs::EnvironmentFileType;
  auto request = request_of({container("a")});
  auto& files = request.container_definitions[0].environment_files.emplace();
  files.assign(10, {"/etc/a.env", EnvironmentFileType::file});
  EXPECT_EQ(check(request), "");
  files.emplace_back(files.front());
  EXPECT_EQ(check(request), "Container 'a' has more than 10 environment files.");
  files = {{"/etc/a.txt", EnvironmentFileType::file}};
  EXPECT_EQ(check(request),
            "The environment file '/etc/a.txt' of container 'a' must have a .env extension.");
  files = {{"a.env", EnvironmentFileType::file}};
  EXPECT_EQ(check(request),
            "The environment file 'a.env' of container 'a' must have an absolute path.");
  files = {{"arn:aws:s3:::bucket/a.env", EnvironmentFileType::s3}};
  const auto defined = define_task(request);
  ASSERT_FALSE(defined);
  EXPECT_EQ(defined.error().code, ErrorCode::unsupported_operation);
}

TEST(task_definition, bounds_a_restart_policy) {
  auto request = request_of({container("a")});
  auto& policy = request.container_definitions[0].restart_policy.emplace();
  policy.enabled = true;
  EXPECT_EQ(check(request), "");
  for (const auto& [period, taken] :
       {std::pair{59, false}, {60, true}, {1800, true}, {1801, false}}) {
    policy.restart_attempt_period = period;
    EXPECT_EQ(check(request).empty(), taken) << period;
  }
  EXPECT_EQ(check(request),
            "Invalid 'restartAttemptPeriod' setting for container 'a'. Valid values are between "
            "60 and 1800 seconds.");
  policy.restart_attempt_period.reset();
  policy.ignored_exit_codes.emplace(51, 1);
  EXPECT_EQ(check(request),
            "Invalid 'ignoredExitCodes' setting for container 'a'. At most 50 exit codes can be "
            "specified.");
}

TEST(task_definition, bounds_swap) {
  auto request = request_of({container("a")});
  auto& parameters = request.container_definitions[0].linux_parameters.emplace();
  parameters.max_swap = 1;
  parameters.swappiness = 100;
  EXPECT_EQ(check(request), "");
  parameters.swappiness = 101;
  EXPECT_NE(check(request).find("between 0 and 100"), std::string::npos);
  parameters.swappiness = 0;
  request.container_definitions[0].memory.reset();
  request.container_definitions[0].memory_reservation = 8;
  EXPECT_NE(check(request).find("needs 'memory'"), std::string::npos);
}

TEST(task_definition, does_not_take_a_health_check_none_for_one) {
  auto request = request_of({container("a"), container("b")});
  auto& dependency = request.container_definitions[0].depends_on.emplace().emplace_back();
  dependency.container_name = "b";
  dependency.condition = gen::ecs::ContainerCondition::healthy;
  auto& health = request.container_definitions[1].health_check.emplace();
  health.command = {"CMD", "true"};
  EXPECT_EQ(check(request), "");
  health.command = {"NONE"};
  EXPECT_NE(check(request).find("which has no health check"), std::string::npos);
}

std::vector<std::string> attributes_of(const Request& request) {
  std::vector<std::string> names;
  const auto definition = define_task(request);
  for (const auto& attribute : *definition->requires_attributes) {
    names.push_back(attribute.name + (attribute.value ? "=" + *attribute.value : ""));
  }
  return names;
}

TEST(task_definition, requires_what_its_members_need) {
  auto request = request_of({container("a")});
  auto& app = request.container_definitions[0];
  app.image = "012345678910.dkr.ecr.us-east-1.amazonaws.com/web:1";
  app.port_mappings.emplace().emplace_back().container_port_range = "80-90";
  app.restart_policy.emplace().enabled = true;
  app.environment_files = {{{"/a.env", gen::ecs::EnvironmentFileType::file}}};
  request.execution_role_arn = "role";
  request.pid_mode = gen::ecs::PidMode::task;
  request.runtime_platform.emplace().operating_system_family = gen::ecs::OSFamily::linux_;
  EXPECT_EQ(
      attributes_of(request),
      (std::vector<std::string>{
          "berth.env-files.file", "com.amazonaws.ecs.capability.docker-remote-api.1.17",
          "com.amazonaws.ecs.capability.ecr-auth", "ecs.capability.container-restart-policy",
          "ecs.capability.execution-role-ecr-pull", "ecs.capability.network.container-port-range",
          "ecs.capability.pid-ipc-namespace-sharing", "ecs.os-family=LINUX"}));
}

TEST(task_definition, derives_required_attributes) {
  auto request = fargate("256", "512");
  request.container_definitions[0].health_check.emplace().command = {"CMD-SHELL", "true"};
  const auto defined = define_task(request);
  ASSERT_TRUE(defined);
  std::vector<std::string> names;
  for (const auto& attribute : *defined->requires_attributes) names.push_back(attribute.name);
  EXPECT_EQ(names, (std::vector<std::string>{"com.amazonaws.ecs.capability.docker-remote-api.1.17",
                                             "ecs.capability.container-health-check",
                                             "ecs.capability.task-cpu-mem-limit",
                                             "ecs.capability.task-eni"}));
}

}  // namespace
}  // namespace berth::rules
