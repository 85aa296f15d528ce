package io.slipway.registry.validation;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Limits that the kernel keeps of this process from now on, and that it cannot raise again. On
 * Linux; elsewhere the heap and the time are all that bounds it.
 *
 * @param cpuSeconds of all its threads together; beyond it the process is ended by SIGXCPU
 * @param memoryBytes that it may write to; whoever wants more gets none
 * @param fileBytes that one file may grow to
 */
record ProcessLimits(long cpuSeconds, long memoryBytes, long fileBytes) {
  // From bits/resource.h; the same on x86-64 and aarch64.
  private static final int CPU = 0;
  private static final int FILE_SIZE = 1;
  private static final int DATA = 2;
  private static final int CORE = 4;

  @SuppressWarnings("restricted") // both calls are given what the C library takes
  void apply() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return;
    }
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor signature = FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS);
    Kernel kernel =
        new Kernel(
            linker.downcallHandle(linker.defaultLookup().findOrThrow("getrlimit"), signature),
            linker.downcallHandle(linker.defaultLookup().findOrThrow("setrlimit"), signature));
    // A second more until the kernel kills: at its hard limit a process is not told why.
    kernel.limit(CPU, cpuSeconds, cpuSeconds + 1);
    kernel.limit(FILE_SIZE, fileBytes, fileBytes);
    kernel.limit(CORE, 0, 0);
    kernel.limit(DATA, memoryBytes, memoryBytes);
  }

  /** Its two calls. */
  private record Kernel(MethodHandle getrlimit, MethodHandle setrlimit) {

    /** Sets both limits, to less where less is all that this process may have. */
    void limit(int resource, long soft, long hard) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment softAndHard = arena.allocate(JAVA_LONG, 2);
        check((int) getrlimit.invokeExact(resource, softAndHard), resource);
        long allowed = softAndHard.getAtIndex(JAVA_LONG, 1);
        softAndHard.setAtIndex(JAVA_LONG, 0, least(soft, allowed));
        softAndHard.setAtIndex(JAVA_LONG, 1, least(hard, allowed));
        check((int) setrlimit.invokeExact(resource, softAndHard), resource);
      } catch (RuntimeException e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("the C library's limits cannot be called", e);
      }
    }

    private static long least(long wanted, long allowed) {
      return Long.compareUnsigned(wanted, allowed) < 0 ? wanted : allowed;
    }

    private static void check(int failed, int resource) {
      if (failed != 0) {
        throw new IllegalStateException("the kernel refuses the limit " + resource);
      }
    }
  }
}
