package io.slipway.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.slipway.operator.plan.Planner;
import io.slipway.operator.podclient.PodClient;
import io.slipway.operator.podclient.PodEndpoints;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process. Exit codes: 0 after SIGTERM or SIGINT, 1 when it could not start or lost its lease,
 * 2 when its configuration makes no sense.
 */
public final class Main {

  private static final Logger log = LoggerFactory.getLogger(Main.class);
  private static final int POD_PORT = 9090;

  /** A watch that has not answered by the next one is dead, and begun again. */
  private static final Duration PING_WATCHES = Duration.ofSeconds(10);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(28);

  private Main() {}

  public static void main(String[] args) {
    try {
      run(OperatorConfig.from(System.getenv()));
    } catch (IllegalArgumentException e) {
      log.error("Cannot start: {}", e.getMessage());
      System.exit(2);
    } catch (Exception e) {
      // Threads of the client and the framework would keep a process alive that does nothing.
      log.error("Cannot start: {}", e.getMessage(), e);
      System.exit(1);
    }
  }

  private static void run(OperatorConfig config) throws Exception {
    Clock clock = Clock.systemUTC();
    KubernetesClient client =
        new KubernetesClientBuilder()
            .editOrNewConfig()
            .withWebsocketPingInterval(PING_WATCHES.toMillis())
            .endConfig()
            .build();
    PodClient pods = new PodClient(clock, PodEndpoints.onPort(POD_PORT), PodClient.LIMIT);
    var operator =
        new SlipwayOperator(config, client, pods, Planner::planning, clock, Main::lostLease);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(operator), "shutdown"));
    operator.start();
  }

  /** Orderly, but never for longer than the kubelet waits: then it would be neither. */
  private static void stop(SlipwayOperator operator) {
    log.info("Stopping");
    Thread.ofPlatform().daemon().name("shutdown-limit").start(Main::haltLater);
    operator.close();
    log.info("Stopped");
  }

  private static void haltLater() {
    try {
      Thread.sleep(STOP_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    log.error("Not stopped after {} s; halting", STOP_LIMIT.toSeconds());
    Runtime.getRuntime().halt(1);
  }

  /**
   * Not an orderly exit: another replica leads, and what is under way here must not be finished.
   */
  private static void lostLease() {
    log.error("Lost the lease; another replica takes over");
    Runtime.getRuntime().halt(1);
  }
}
