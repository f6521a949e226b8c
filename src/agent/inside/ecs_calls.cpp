#include "agent/inside/ecs_calls.hpp"

#include <utility>

#include "gen/ecs/service.hpp"
#include "gen/ecs/types.hpp"

namespace berth::agent::inside {

namespace asio = boost::asio;

namespace {

using Wish = ProtectionRequest::Wish;

template <class Answer>
HttpResponse answer_of(const std::string& arn, const Result<Answer>& told) {
  if (!told) return protection_refused(arn, told.error());
  return protection_answer(arn,
                           told->protected_tasks.value_or(std::vector<gen::ecs::ProtectedTask>{}),
                           told->failures.value_or(std::vector<gen::ecs::Failure>{}));
}

}  // namespace

asio::awaitable<TagAnswer> look_up_tags(client::ApiClient& api, std::string field,
                                        std::string resource_arn) {
  gen::ecs::ListTagsForResourceRequest request;
  request.resource_arn = resource_arn;
  const auto told = co_await api.call<gen::ecs::ListTagsForResourceResponse>(
      gen::ecs::service(), "ListTagsForResource", std::move(request));
  TagAnswer answer;
  answer.field = std::move(field);
  answer.resource_arn = std::move(resource_arn);
  if (!told) {
    answer.tags = std::unexpected(told.error());
    co_return answer;
  }
  answer.tags.emplace();
  if (!told->tags) co_return answer;
  for (const auto& tag : *told->tags) {
    answer.tags->insert_or_assign(tag.key.value_or(""), tag.value.value_or(""));
  }
  co_return answer;
}

asio::awaitable<HttpResponse> call_protection(client::ApiClient& api, ProtectionCall call) {
  if (call.request.wish == Wish::read) {
    gen::ecs::GetTaskProtectionRequest request;
    request.cluster = call.cluster;
    request.tasks = std::vector{call.task_arn};
    const auto told = co_await api.call<gen::ecs::GetTaskProtectionResponse>(
        gen::ecs::service(), "GetTaskProtection", std::move(request));
    co_return answer_of(call.task_arn, told);
  }
  gen::ecs::UpdateTaskProtectionRequest request;
  request.cluster = call.cluster;
  request.tasks = std::vector{call.task_arn};
  request.protection_enabled = call.request.wish == Wish::protect;
  request.expires_in_minutes = call.request.expires_in_minutes;
  const auto told = co_await api.call<gen::ecs::UpdateTaskProtectionResponse>(
      gen::ecs::service(), "UpdateTaskProtection", std::move(request));
  co_return answer_of(call.task_arn, told);
}

}  // namespace berth::agent::inside
