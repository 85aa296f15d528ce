package io.slipway.server.pod;

import io.slipway.server.http.Limits;
import io.slipway.server.source.ModelFetcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a pod finds things and how much of them it may use: what the contract's tables list. Read
 * once.
 *
 * @param config folder of the mounts
 * @param cache folder for models
 * @param termination file for the last word
 * @param environment for credentials
 * @param lostAfter for how long no call of the model may be answered, if some are made, before the
 *     pod tries whether it still scores
 * @param drain how long callers may still come while the pod leaves
 * @param batchRows of waiting callers that go into one call of a model at most; 1 for none
 * @param formsOf names the build whose compiled forms of models are kept and used, and whose
 *     comparisons of engines are believed; empty to make everything anew
 */
record PodConfig(
    Path config,
    Path cache,
    Path termination,
    Map<String, String> environment,
    PodIdentity pod,
    int scoringPort,
    int operatorPort,
    int grpcPort,
    Limits limits,
    ModelFetcher.Limits fetch,
    Duration loadTimeout,
    Duration lostAfter,
    Duration drain,
    int intraOpThreads,
    int batchRows,
    Optional<String> formsOf) {

  /** Which pod this is, as far as it was told. */
  record PodIdentity(String name, String namespace, String uid, String ip) {}

  private static final long DEFAULT_MODEL_BYTES = 4L << 30;
  private static final Duration STALL = Duration.ofSeconds(30);

  /** How many times the request limit no call may be answered. */
  private static final int LOST_AFTER_TIMEOUTS = 3;

  private static final int MIN_DRAIN_SECONDS = 2;

  /**
   * @param build names what this program is made of; empty where nobody knows
   */
  static PodConfig read(Map<String, String> variables, Optional<String> build) throws PodException {
    Environment env = new Environment(variables);
    Limits defaults = Limits.defaults();
    Duration requestTimeout = env.duration("SLIPWAY_REQUEST_TIMEOUT", defaults.requestTimeout());
    return new PodConfig(
        Path.of(env.text("SLIPWAY_CONFIG_DIR").orElse("/etc/slipway")),
        Path.of(env.text("SLIPWAY_CACHE_DIR").orElse("/var/cache/slipway")),
        Path.of(env.text("SLIPWAY_TERMINATION_LOG").orElse("/dev/termination-log")),
        Map.copyOf(variables),
        new PodIdentity(
            env.text("POD_NAME").orElse(""),
            env.text("POD_NAMESPACE").orElse(""),
            env.text("POD_UID").orElse(""),
            env.text("POD_IP").orElse("")),
        env.integer("SLIPWAY_HTTP_PORT", 8080, 0, 65535),
        env.integer("SLIPWAY_OPERATOR_PORT", 9090, 0, 65535),
        env.integer("SLIPWAY_GRPC_PORT", 8081, 0, 65535),
        new Limits(
            env.integer(
                "SLIPWAY_MAX_BODY_BYTES", defaults.maxBodyBytes(), 1, Integer.MAX_VALUE - 8),
            env.integer(
                "SLIPWAY_MAX_ANSWER_BYTES", defaults.maxAnswerBytes(), 1, Integer.MAX_VALUE - 8),
            env.integer("SLIPWAY_MAX_BATCH_ROWS", defaults.maxBatchRows(), 1, Integer.MAX_VALUE),
            requestTimeout,
            env.integer(
                "SLIPWAY_MAX_CONCURRENT_REQUESTS", defaults.maxConcurrentRequests(), 1, 1 << 20),
            defaults.scoringThreads()),
        new ModelFetcher.Limits(
            env.number("SLIPWAY_MAX_MODEL_BYTES", DEFAULT_MODEL_BYTES, 1, Long.MAX_VALUE),
            env.duration("SLIPWAY_FETCH_TIMEOUT", Duration.ofMinutes(10)),
            STALL),
        env.duration("SLIPWAY_LOAD_TIMEOUT", Duration.ofMinutes(5)),
        env.duration(
            "SLIPWAY_SCORING_LOST_AFTER",
            // A duration multiplies itself as a BigDecimal, to prepare which takes some 15 ms.
            Duration.ofMillis(requestTimeout.toMillis() * LOST_AFTER_TIMEOUTS)),
        Duration.ofSeconds(
            Math.max(MIN_DRAIN_SECONDS, env.integer("SLIPWAY_DRAIN_SECONDS", 10, 0, 3600))),
        env.integer("SLIPWAY_INTRA_OP_THREADS", 1, 1, 1024),
        env.integer("SLIPWAY_BATCH_ROWS", Batching.DEFAULT_ROWS, 1, Batching.DEFAULT_ROWS),
        env.choice("SLIPWAY_COMPILED_FORM", List.of("on", "off")).equals("on")
            ? build
            : Optional.empty());
  }
}
