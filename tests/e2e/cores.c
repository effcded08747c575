// With this in front of it, a process on fewer than four cores believes that it has four: see `xtask/src/test/e2e.rs`.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>

long sysconf(int name) {
  static long (*real)(int);
  if (!real) real = (long (*)(int))dlsym(RTLD_NEXT, "sysconf");
  long value = real(name);
  return name == _SC_NPROCESSORS_ONLN && value < 4 ? 4 : value;
}
