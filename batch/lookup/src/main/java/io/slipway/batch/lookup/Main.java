package io.slipway.batch.lookup;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program. Exit codes: 0 when it was asked to end; 1 with a sentence for what somebody can
 * correct; 2 for a defect.
 */
public final class Main {
  private static final Logger log = LoggerFactory.getLogger(Main.class);
  private static final int CORRECTABLE = 1;
  private static final int DEFECT = 2;

  private Main() {}

  /** Serves until it is ended. */
  public static void main(String[] args) throws InterruptedException {
    try {
      LookupService service =
          LookupService.start(LookupConfig.read(System.getenv()), Clock.systemUTC());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(service), "leave"));
      new CountDownLatch(1).await();
    } catch (LookupConfig.InvalidException e) {
      System.err.println(e.getMessage());
      System.exit(CORRECTABLE);
    } catch (IOException e) {
      log.atError().setCause(e).log("cannot start: " + e.getMessage());
      System.exit(CORRECTABLE);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("cannot go on: " + e.getMessage());
      System.exit(DEFECT);
    }
  }

  /** On SIGTERM. A JVM that a signal ends says 143; one that has done all it should says 0. */
  private static void leave(LookupService service) {
    service.close();
    log.info("left");
    Runtime.getRuntime().halt(0);
  }
}
