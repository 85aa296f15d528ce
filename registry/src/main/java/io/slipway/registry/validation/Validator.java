package io.slipway.registry.validation;

import io.slipway.registry.rendition.Form;
import io.slipway.registry.rendition.Renditions;
import io.slipway.registry.validation.ChildProcess.Ending;
import io.slipway.registry.validation.Examined.Derived;
import io.slipway.registry.validation.Reason.Kind;
import io.slipway.registry.validation.Verdict.Accepted;
import io.slipway.registry.validation.Verdict.Rejected;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Validates versions. Safe for use by many threads; each validation has a process of its own. */
public final class Validator {
  private static final Pattern DERIVED_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final int OUT_OF_MEMORY = 3;
  private static final String NO_MEMORY_FOR_THE_JVM = "insufficient memory for the Java Runtime";
  private static final int SIGNAL = 128;
  private static final int SIGKILL = 9;
  private static final int SIGXCPU = 24;

  private final Path folder;
  private final ValidationLimits limits;
  private final ChildProcess child;

  private Validator(Path folder, ValidationLimits limits, ChildProcess child) {
    this.folder = folder;
    this.limits = limits;
    this.child = child;
  }

  /**
   * A validator with the engines that are on this process's class path.
   *
   * @param folder of its own, best on the file system of the files to come; what an earlier process
   *     left in it is deleted
   */
  public static Validator open(Path folder, ValidationLimits limits) throws IOException {
    Files.createDirectories(folder);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "validation-*")) {
      for (Path workspace : left) {
        Workspace.delete(workspace);
      }
    }
    return new Validator(
        folder, limits, new ChildProcess(limits, System.getProperty("java.class.path")));
  }

  /**
   * Looks at the files of a version.
   *
   * @param model the path of the one that is loaded; the others are what it refers to, or notes
   * @param derived an empty folder for files that are derived from a model that is accepted; what
   *     else is in it afterwards means nothing
   * @throws IOException if nothing is known of the files, because of something that is not their
   *     fault
   */
  public Verdict validate(List<VersionFile> files, String model, Path derived)
      throws IOException, InterruptedException {
    List<Reason> wrong = Workspace.wrongPaths(files);
    if (!wrong.isEmpty()) {
      return new Rejected(wrong);
    }
    VersionFile loaded =
        files.stream()
            .filter(file -> file.path().equals(model))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(model + " is none of the files"));
    try (Workspace workspace = Workspace.in(folder)) {
      List<Reason> refused = new ArrayList<>();
      long bytes = 0;
      for (VersionFile file : files) {
        workspace.lay(file).ifPresent(refused::add);
        bytes += Files.size(file.bytes());
      }
      if (!refused.isEmpty()) {
        return new Rejected(refused);
      }
      return switch (child.run(workspace, model, derived, bytes)) {
        case Ending.Answered(String answer) -> verdict(loaded, derived, answer);
        case Ending.TooSlow() ->
            Rejected.because(
                Reason.about(
                    model,
                    Kind.LOAD_TIMEOUT,
                    "not loaded within %d s (%d bytes): export a smaller model, or give validation more time (SLIPWAY_REGISTRY_VALIDATION_TIME)"
                        .formatted(limits.time().toSeconds(), bytes)));
        case Ending.Died(int exitCode, String lastWords) ->
            Rejected.because(death(model, bytes, exitCode, lastWords));
      };
    }
  }

  private static Verdict verdict(VersionFile model, Path derived, String answer)
      throws IOException {
    Examined examined;
    try {
      examined = ExaminedJson.read(answer);
    } catch (IllegalArgumentException e) {
      throw new ValidationException(
          "the process that validates gave no answer: " + e.getMessage(), e);
    }
    return switch (examined) {
      case Examined.Refused(List<Reason> reasons) -> new Rejected(reasons);
      case Examined.Loaded loaded -> accepted(model, derived, loaded);
    };
  }

  private static Accepted accepted(VersionFile model, Path derived, Examined.Loaded loaded)
      throws IOException {
    Form original =
        new Form(
            model.path(),
            loaded.mediaType(),
            model.bytes(),
            Files.size(model.bytes()),
            loaded.gzippedSize());
    return new Accepted(
        loaded.format(),
        loaded.signature(),
        loaded.engine(),
        new Renditions(
            original, form(derived, loaded.json()), form(derived, loaded.verification())));
  }

  private static Optional<Form> form(Path folder, Optional<Derived> derived) throws IOException {
    if (derived.isEmpty()) {
      return Optional.empty();
    }
    String name = derived.get().name();
    Path file = folder.resolve(DERIVED_NAME.matcher(name).matches() ? name : "none");
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new ValidationException("the process that validates names a file that is not there");
    }
    return Optional.of(
        new Form(
            name, derived.get().mediaType(), file, Files.size(file), derived.get().gzippedSize()));
  }

  private Reason death(String model, long bytes, int exitCode, String lastWords)
      throws ValidationException {
    if (exitCode == OUT_OF_MEMORY || lastWords.contains(NO_MEMORY_FOR_THE_JVM)) {
      return Reason.about(
          model,
          Kind.MODEL_TOO_LARGE,
          "loading it (%d bytes) takes more than %d MiB of heap, or %d MiB in all: export a smaller model, or give validation more memory (SLIPWAY_REGISTRY_VALIDATION_MEMORY_BYTES)"
              .formatted(bytes, limits.heapBytes() >> 20, limits.memoryBytes() >> 20));
    }
    return switch (exitCode - SIGNAL) {
      case SIGXCPU ->
          Reason.about(
              model,
              Kind.LOAD_TIMEOUT,
              "loading it (%d bytes) takes more than %d s of a processor's time: export a smaller model, or give validation more time (SLIPWAY_REGISTRY_VALIDATION_TIME)"
                  .formatted(bytes, limits.time().toSeconds()));
      case SIGKILL ->
          Reason.about(
              model,
              Kind.MODEL_TOO_LARGE,
              "the system ended the process that loaded it (%d bytes), as it does when memory is short: give the registry more, and push it again"
                  .formatted(bytes));
      case 4, 6, 7, 8, 11 ->
          Reason.about(
              model,
              Kind.ENGINE_CRASHED,
              "the engine does not survive loading it (signal %d): export it anew, and report the model if that does not help"
                  .formatted(exitCode - SIGNAL));
      default ->
          throw new ValidationException(
              "the process that validates ended with exit code %d and no answer: %s"
                  .formatted(exitCode, lastWords.strip()));
    };
  }
}
