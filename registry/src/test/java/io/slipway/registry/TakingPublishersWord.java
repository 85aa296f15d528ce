package io.slipway.registry;

import java.time.Clock;

/**
 * A registry in a process of its own that takes a publisher's word for what a model is: so that it
 * can be killed while it publishes any bytes, and many.
 */
public final class TakingPublishersWord {
  private TakingPublishersWord() {}

  /** Serves until it is killed or asked to leave. */
  public static void main(String[] args) throws Exception {
    Main.serve(
        Registry.start(
            RegistryConfig.read(System.getenv()), new DeclaredFormat(), Clock.systemUTC()));
  }
}
