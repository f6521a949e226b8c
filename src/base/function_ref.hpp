#pragma once
// A non-owning reference to something callable: two words, no allocation. For parameters only; the
// callee must not keep it beyond the call.

#include <concepts>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace berth {

template <class Signature>
class FunctionRef;

template <class Answer, class... Arguments>
class FunctionRef<Answer(Arguments...)> {
 public:
  template <class Callable>
    requires(!std::same_as<std::remove_cvref_t<Callable>, FunctionRef> &&
             std::is_invocable_r_v<Answer, Callable&, Arguments...>)
  FunctionRef(Callable&& callable)
      : object_(const_cast<void*>(static_cast<const void*>(std::addressof(callable)))),
        call_([](void* object, Arguments... arguments) -> Answer {
          auto& target = *static_cast<std::remove_reference_t<Callable>*>(object);
          return std::invoke(target, std::forward<Arguments>(arguments)...);
        }) {}

  Answer operator()(Arguments... arguments) const {
    return call_(object_, std::forward<Arguments>(arguments)...);
  }

 private:
  void* object_;
  Answer (*call_)(void*, Arguments...);
};

}  // namespace berth
