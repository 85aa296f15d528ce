package io.slipway.server.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Java process holds, in KiB.
 *
 * @param heap what is used of it after a full collection
 * @param committed what the machine has committed for itself, heap included, as its native memory
 *     tracking has it: not what libraries take
 * @param resident of all, as the kernel has it
 */
record Memory(long heap, long committed, long resident) {
  private static final Pattern USED = Pattern.compile("(?m)^ *(?:DefNew|Tenured).* used (\\d+)K");
  private static final Pattern COMMITTED =
      Pattern.compile("Total: reserved=\\d+KB, committed=(\\d+)KB");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  /** Of a process with the serial collector and {@code -XX:NativeMemoryTracking=summary}. */
  static Memory of(Process process, Path folder) throws IOException, InterruptedException {
    // All in one start of jcmd, which takes time from what is measured.
    Path commands = folder.resolve("jcmd");
    Files.writeString(commands, "GC.run\nGC.heap_info\nVM.native_memory\n");
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                "-f",
                commands.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new IOException("jcmd: " + said);
    }
    return new Memory(
        sum(USED, said),
        sum(COMMITTED, said),
        sum(RESIDENT, Files.readString(Path.of("/proc/" + process.pid() + "/status"))));
  }

  private static long sum(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    long sum = 0;
    while (matcher.find()) {
      sum += Long.parseLong(matcher.group(1));
    }
    if (sum == 0) {
      throw new IOException("no number in: " + text);
    }
    return sum;
  }
}
