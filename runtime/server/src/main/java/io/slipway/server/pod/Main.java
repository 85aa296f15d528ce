package io.slipway.server.pod;

import io.slipway.scoring.Engines;
import io.slipway.server.logging.JsonLines;
import io.slipway.server.logging.JsonLogging;
import io.slipway.server.traffic.Resolver;
import java.nio.file.Path;
import java.security.Security;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program of the runtime image. Without arguments it serves a model; {@code --resolve} and
 * {@code --resolve-digest} look at one and end; {@code --rehearse} tries the models of the folder
 * {@code rehearsal} first, while the image is built. Exit codes: 0 when it was asked to end, or has
 * resolved; 1 with a reason in the termination message; 2 for a defect of the runtime.
 */
public final class Main {
  static {
    JsonLogging.use();
    // As it is with compressed references. Jetty would have the management server made to ask it.
    System.setProperty("org.eclipse.jetty.util.referencesPerCacheLine", "16");
  }

  private static final Logger log = LoggerFactory.getLogger(Main.class);
  private static final int REASON = 1;
  private static final int DEFECT = 2;

  private Main() {}

  /**
   * @param args none, {@code --resolve}, {@code --resolve-digest} or {@code --rehearse}
   */
  public static void main(String[] args) {
    Instant startedAt = Instant.now();
    forgetNames();
    Map<String, String> environment = System.getenv();
    try {
      PodConfig config = PodConfig.read(environment, build());
      switch (String.join(" ", args)) {
        case "" -> serve(config, startedAt);
        case "--resolve" -> Resolution.run(config, Engines.installed(), Resolution.Depth.MODEL);
        case "--resolve-digest" ->
            Resolution.run(config, Engines.installed(), Resolution.Depth.DIGEST);
        case "--rehearse" -> {
          new Rehearsal(
                  config.config().resolve("rehearsal"),
                  config.cache().resolve("rehearsal"),
                  Engines.installed())
              .run();
          serve(config, startedAt);
        }
        default ->
            throw PodException.configInvalid(
                "the arguments are to be none, --resolve or --resolve-digest");
      }
    } catch (PodException e) {
      end(environment, e);
    } catch (InterruptedException e) {
      // Told to leave before it was ready: the shutdown hook ends the process.
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      end(environment, PodException.internal(e));
    }
  }

  /** What the image's builder calls all that this program is made of. */
  private static Optional<String> build() {
    return Optional.ofNullable(System.getProperty("slipway.build"));
  }

  /** Other pods come and go: a name is looked up anew each time, found or not. */
  private static void forgetNames() {
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    Security.setProperty("networkaddress.cache.stale.ttl", "0");
    // Shorter than what a pod keeps an idle connection for: the pod is never the first to close.
    System.setProperty("jdk.httpclient.keepalive.timeout", "10");
  }

  private static void serve(PodConfig config, Instant startedAt)
      throws PodException, InterruptedException {
    Assignment assignment = Assignment.read(config);
    identify(config, assignment);
    PodNetwork network =
        new PodNetwork.ByService(Resolver.system(), config.pod().namespace(), config.pod().ip());
    Pod pod = new Pod(config, assignment, Engines.installed(), network, startedAt);
    Thread main = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(pod, main), "leave"));
    pod.prepare();
  }

  /** Log lines name the resource and the revision that they are about. */
  private static void identify(PodConfig config, Assignment assignment) {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("namespace", config.pod().namespace());
    about.put(
        "name",
        assignment
            .revision()
            .map(revision -> revision.deployment().name())
            .orElse(assignment.modelName()));
    about.put("revision", assignment.revisionName());
    JsonLines.about(about);
  }

  /**
   * On SIGTERM. A JVM that a signal ends says 143; one that has done all it should says 0, and one
   * that the kubelet ends since it cannot score any more says 1 and why.
   */
  private static void leave(Pod pod, Thread main) {
    if (pod.state().now().stage() == PodState.Stage.FAILED) {
      return;
    }
    // Before it leaves, when it is nothing else any more.
    Optional<String> lost = pod.state().lost();
    try {
      pod.leave(main);
      log.info("left");
      Runtime.getRuntime().halt(lost.isEmpty() ? 0 : REASON);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(Map<String, String> environment, PodException failure) {
    log.atError()
        .addKeyValue("reason", failure.reason())
        .setCause(failure.getCause())
        .log(failure.words());
    String file = environment.getOrDefault("SLIPWAY_TERMINATION_LOG", "/dev/termination-log");
    new TerminationMessage(Path.of(file)).failed(failure.reason(), failure.words());
    System.exit(failure.reason().equals(PodException.INTERNAL) ? DEFECT : REASON);
  }
}
