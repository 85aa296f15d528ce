package io.slipway.images;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run of an application that does what it will do in production, for the JVM to learn from. */
interface Training extends AutoCloseable {

  /**
   * What this machine has not and the training run needs; empty when it can be made.
   *
   * @param name which application would be trained
   */
  static Optional<String> lacking(String name) {
    return name.equals("operator") ? OperatorTraining.lacking() : Optional.empty();
  }

  /**
   * Prepares a training run.
   *
   * @param name which application is trained
   * @param folder an empty folder for whatever it needs
   */
  static Training named(String name, Settings settings, Path folder)
      throws IOException, InterruptedException {
    return switch (name) {
      case "operator" -> OperatorTraining.prepare(settings, folder);
      case "runtime" -> RuntimeTraining.prepare(settings, folder);
      default -> throw new ImageException("no training run is called " + name);
    };
  }

  /** The arguments to start the application with. */
  default List<String> arguments() {
    return List.of();
  }

  /** The environment variables to start the application with. */
  Map<String, String> environment();

  /**
   * Uses the application, which was just started, until there is nothing more to learn.
   *
   * @throws ImageException when it does not do what it should
   */
  void exercise(Process application) throws IOException, InterruptedException;

  /** Ends what was started for the run. */
  @Override
  default void close() {}
}
