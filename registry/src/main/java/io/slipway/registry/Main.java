package io.slipway.registry;

import io.slipway.registry.model.InvalidException;
import io.slipway.registry.service.Refusal;
import io.slipway.registry.store.Database;
import io.slipway.registry.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program of the registry's image: serves, or carries one command out. Exit codes: 0 when it
 * was asked to end or has done it; 1 with a sentence for what somebody can correct; 2 for a defect.
 */
public final class Main {
  private static final Logger log = LoggerFactory.getLogger(Main.class);
  private static final int CORRECTABLE = 1;
  private static final int DEFECT = 2;

  private Main() {}

  /** Serves without arguments. */
  public static void main(String[] args) {
    try {
      RegistryConfig config = RegistryConfig.read(System.getenv());
      if (args.length > 0) {
        try (Database database = Database.open(config.database())) {
          new Console(database, Clock.systemUTC(), System.out).run(List.of(args));
        }
      } else {
        serve(Registry.open(config));
      }
    } catch (InvalidException e) {
      end(e.words());
    } catch (Refusal e) {
      end(String.valueOf(e.getMessage()));
    } catch (IOException | UncheckedIOException e) {
      log.atError().setCause(e).log("cannot start: " + e.getMessage());
      System.exit(CORRECTABLE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoreException e) {
      log.atError().setCause(e).log("cannot start: " + e.getMessage());
      System.exit(CORRECTABLE);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("cannot go on: " + e.getMessage());
      System.exit(DEFECT);
    }
  }

  static void serve(Registry registry) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(registry), "leave"));
    new CountDownLatch(1).await();
  }

  /** On SIGTERM. A JVM that a signal ends says 143; one that has done all it should says 0. */
  private static void leave(Registry registry) {
    try {
      registry.close();
      log.info("left");
      Runtime.getRuntime().halt(0);
    } catch (IOException e) {
      log.atWarn().setCause(e).log("left something open");
    }
  }

  private static void end(String sentence) {
    System.err.println(sentence);
    System.exit(CORRECTABLE);
  }
}
