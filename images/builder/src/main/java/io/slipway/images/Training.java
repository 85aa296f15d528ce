package io.slipway.images;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A run of an application that does what it will do in production, for the JVM to learn from. */
interface Training {

  /** The training run of this name. */
  static Training named(String name, Settings settings) throws IOException {
    return switch (name) {
      case "runtime" -> new RuntimeTraining(settings);
      default -> throw new ImageException("no training run is called " + name);
    };
  }

  /**
   * Prepares the application's surroundings.
   *
   * @param folder an empty folder for whatever it needs
   * @return the environment variables to start it with
   */
  Map<String, String> prepare(Path folder) throws IOException;

  /**
   * Uses the application, which was just started, until there is nothing more to learn.
   *
   * @throws ImageException when it does not do what it should
   */
  void exercise(Process application) throws IOException, InterruptedException;
}
