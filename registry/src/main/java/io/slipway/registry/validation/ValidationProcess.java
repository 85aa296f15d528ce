package io.slipway.registry.validation;

import io.slipway.scoring.Engines;
import io.slipway.scoring.Renderer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The program that {@link ChildProcess} starts: binds itself, examines the files of a version,
 * writes what it found on its standard output, and ends.
 */
final class ValidationProcess {
  /**
   * Reserved, and backed by memory only as far as it is used: engines recurse with the document.
   */
  private static final long STACK_BYTES = 64L << 20;

  private ValidationProcess() {}

  /**
   * Folder of the files, folder for derived ones, seconds, bytes of memory, bytes of a file, path
   * of the model among the files.
   */
  public static void main(String[] args) throws Exception {
    new ProcessLimits(Long.parseLong(args[2]), Long.parseLong(args[3]), Long.parseLong(args[4]))
        .apply();
    endWithParent(System.in);
    // What engines print is no part of the answer.
    System.setOut(System.err);
    List<Renderer> renderers =
        ServiceLoader.load(Renderer.class).stream().map(ServiceLoader.Provider::get).toList();
    Examination examination =
        new Examination(Engines.installed(), renderers, Path.of(args[0]), Path.of(args[1]));
    byte[] answer = ExaminedJson.write(onDeepStack(() -> examination.examine(args[5])));
    try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      out.write(answer);
    }
    // Threads that an engine left behind are nobody's to wait for.
    Runtime.getRuntime().halt(0);
  }

  private static Examined onDeepStack(Callable<Examined> examination) throws Exception {
    FutureTask<Examined> task = new FutureTask<>(examination);
    Thread thread = new Thread(null, task, "examination", STACK_BYTES);
    thread.start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : e;
    }
  }

  /** Nobody writes to it: its end is the end of whoever started this. */
  private static void endWithParent(InputStream in) {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (in.read() >= 0) {
                  // Nothing that comes is meant for us.
                }
              } catch (IOException e) {
                // As good as its end.
              }
              Runtime.getRuntime().halt(1);
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
