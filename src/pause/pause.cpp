// The program of the pause image: holds open the namespaces that a task's containers share, reaps
// what its pid namespace orphans, and ends with status 0 on SIGTERM or SIGINT.
//
// It stands alone in its image, so it is freestanding: no C library, no start files, no unwinding;
// it speaks to the kernel itself. The signals are blocked and fetched, never handled: process 1 of
// a pid namespace is not killed by a signal without a handler, but a blocked one stays pending.

#if defined(__x86_64__)
#define BERTH_SYSCALL_NUMBERS \
  exit_group = 231, rt_sigprocmask = 14, rt_sigtimedwait = 128, wait4 = 61
#elif defined(__aarch64__)
#define BERTH_SYSCALL_NUMBERS \
  exit_group = 94, rt_sigprocmask = 135, rt_sigtimedwait = 137, wait4 = 260
#else
#error "The pause program knows x86_64 and aarch64 only."
#endif

namespace berth::pause {
namespace {

enum class Call : long { BERTH_SYSCALL_NUMBERS };

constexpr long sig_block = 0, sigint = 2, sigterm = 15, sigchld = 17, wnohang = 1;
using SignalSet = unsigned long;

constexpr SignalSet bit(long signal) { return SignalSet{1} << (signal - 1); }

#if defined(__x86_64__)
long call(Call number, long a, long b, long c, long d) {
  long result = static_cast<long>(number);
  register long fourth asm("r10") = d;
  asm volatile("syscall"
               : "+a"(result)
               : "D"(a), "S"(b), "d"(c), "r"(fourth)
               : "rcx", "r11", "memory");
  return result;
}
#else
long call(Call number, long a, long b, long c, long d) {
  register long selected asm("x8") = static_cast<long>(number);
  register long first asm("x0") = a;
  register long second asm("x1") = b;
  register long third asm("x2") = c;
  register long fourth asm("x3") = d;
  asm volatile("svc 0"
               : "+r"(first)
               : "r"(selected), "r"(second), "r"(third), "r"(fourth)
               : "memory");
  return first;
}
#endif

[[noreturn]] void run() {
  const SignalSet signals = bit(sigint) | bit(sigterm) | bit(sigchld);
  const auto set = reinterpret_cast<long>(&signals);
  call(Call::rt_sigprocmask, sig_block, set, 0, sizeof signals);
  while (true) {
    const long signal = call(Call::rt_sigtimedwait, set, 0, 0, sizeof signals);
    if (signal == sigint || signal == sigterm) call(Call::exit_group, 0, 0, 0, 0);
    // One SIGCHLD may stand for several children.
    while (call(Call::wait4, -1, 0, wnohang, 0) > 0) {
    }
  }
}

}  // namespace
}  // namespace berth::pause

// Entered by the kernel without a return address; the stack need not be aligned for what follows.
extern "C" [[noreturn]] void _start() { berth::pause::run(); }
