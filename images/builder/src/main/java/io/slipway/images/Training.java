package io.slipway.images;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A run of an application that does what it will do in production, for the JVM to learn from. */
interface Training {

  /**
   * Prepares a training run.
   *
   * @param name which application is trained
   * @param folder an empty folder for whatever it needs
   */
  static Training named(String name, Settings settings, Path folder) throws IOException {
    return switch (name) {
      case "runtime" -> RuntimeTraining.prepare(settings, folder);
      default -> throw new ImageException("no training run is called " + name);
    };
  }

  /** The environment variables to start the application with. */
  Map<String, String> environment();

  /**
   * Uses the application, which was just started, until there is nothing more to learn.
   *
   * @throws ImageException when it does not do what it should
   */
  void exercise(Process application) throws IOException, InterruptedException;
}
