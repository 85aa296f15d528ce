package io.slipway.scoring;

import io.slipway.scoring.Engine.Coverage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The engines of a program. Immutable, so safe for use by many threads.
 *
 * @param engines in order of preference
 */
public record Engines(List<Engine> engines) {
  /** How many leading bytes of a file {@link Engine#recognise} is shown. */
  public static final int HEAD_BYTES = 4096;

  /** An engine that knows a file, and the format it knows it as. */
  public record Match(Engine engine, ModelFormat format) {}

  public Engines {
    engines = List.copyOf(engines);
  }

  /** Those on the class path. */
  public static Engines installed() {
    return new Engines(
        ServiceLoader.load(Engine.class).stream()
            .map(ServiceLoader.Provider::get)
            .collect(Collectors.toUnmodifiableList()));
  }

  /**
   * The engine for the content of {@code file}: the first that recognises it. One that knows a part
   * of the format comes before those that know the whole, and is held to the first of these.
   *
   * @throws ModelLoadException with {@link ModelLoadException.Reason#FORMAT_UNKNOWN} if none does;
   *     it says what the file seems to be, and what to put in its place
   */
  public Match recognise(Path file) throws IOException, ModelLoadException {
    byte[] head = head(file);
    Optional<Match> whole = match(head, Coverage.WHOLE);
    Optional<Match> part = match(head, Coverage.PART);
    if (whole.isPresent() && part.isPresent() && whole.get().format() == part.get().format()) {
      Engine fast = part.get().engine();
      return new Match(
          keeping(new CheckedEngine(fast, whole.get().engine()), fast), whole.get().format());
    }
    return whole
        .or(
            () ->
                part.map(
                    alone -> new Match(keeping(alone.engine(), alone.engine()), alone.format())))
        .orElseThrow(
            () ->
                new ModelLoadException(
                    ModelLoadException.Reason.FORMAT_UNKNOWN,
                    UnknownContent.describe(head, engines)));
  }

  private static Engine keeping(Engine loading, Engine fast) {
    return fast.compiler()
        .<Engine>map(compiler -> new KeepingEngine(loading, fast, compiler))
        .orElse(loading);
  }

  private Optional<Match> match(byte[] head, Coverage coverage) {
    for (Engine engine : engines) {
      Optional<ModelFormat> format =
          engine.coverage() == coverage ? engine.recognise(head) : Optional.empty();
      if (format.isPresent()) {
        return Optional.of(new Match(engine, format.get()));
      }
    }
    return Optional.empty();
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(HEAD_BYTES);
    }
  }

  /**
   * Loads a model with the engine that knows its content.
   *
   * @throws ModelLoadException as {@link #recognise} and {@link Engine#load}
   */
  public Model load(Path file, LoadOptions options) throws IOException, ModelLoadException {
    return recognise(file).engine().load(file, options);
  }
}
