package io.slipway.registry.validation;

import io.slipway.scoring.Engines;
import io.slipway.scoring.Renderer;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.FutureTask;

/**
 * The program that {@link ExaminationIT} starts: examines many versions, one after the other, as
 * the validation's own process does one. A line of its input is a version: files with the paths
 * that they have in it, the model first, all parted by tabs.
 */
final class ExaminingAll {
  private static final long STACK_BYTES = 64L << 20;

  private ExaminingAll() {}

  /** Folder to work in, file of the versions, bytes of memory. */
  public static void main(String[] args) throws Exception {
    new ProcessLimits(600, Long.parseLong(args[2]), 1L << 30).apply();
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    List<Renderer> renderers =
        ServiceLoader.load(Renderer.class).stream().map(ServiceLoader.Provider::get).toList();
    for (String line : Files.readAllLines(Path.of(args[1]))) {
      String[] parts = line.split("\t");
      List<VersionFile> files = new ArrayList<>();
      for (int i = 0; i < parts.length; i += 2) {
        files.add(new VersionFile(parts[i], Path.of(parts[i + 1])));
      }
      answers.println(
          new String(
              ExaminedJson.write(onDeepStack(Path.of(args[0]), renderers, files)),
              StandardCharsets.UTF_8));
    }
    Runtime.getRuntime().halt(0);
  }

  private static Examined onDeepStack(
      Path folder, List<Renderer> renderers, List<VersionFile> files) throws Exception {
    FutureTask<Examined> task = new FutureTask<>(() -> examined(folder, renderers, files));
    new Thread(null, task, "examination", STACK_BYTES).start();
    return task.get();
  }

  private static Examined examined(Path folder, List<Renderer> renderers, List<VersionFile> files)
      throws Exception {
    try (Workspace workspace = Workspace.in(folder)) {
      for (VersionFile file : files) {
        Optional<Reason> refused = workspace.lay(file);
        if (refused.isPresent()) {
          return new Examined.Refused(List.of(refused.get()));
        }
      }
      return new Examination(
              Engines.installed(), renderers, workspace.files(), workspace.temporary())
          .examine(files.getFirst().path());
    }
  }
}
