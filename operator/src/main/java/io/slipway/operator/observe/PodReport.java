package io.slipway.operator.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What one pod answered to {@code GET /status} (docs/reference/pod-contract.md). Only {@code
 * revision} and {@code state} are sure to be there: a team's own image need not report more.
 *
 * @param observedAt when the answer was read
 * @param startedAt when the process started: counters begin anew with it
 * @param revision the revision that the pod says it runs
 * @param state what the pod is doing
 * @param reason why it cannot go on, from the contract's table; empty without a problem
 * @param message the pod's own words on it; empty without a problem
 * @param model the model that it verified, once it has
 * @param executionProvider what the session really uses ({@code CPU}, {@code CUDA}), once known
 * @param capabilities what the pod can do beyond the small contract, such as {@link #FORWARD}
 * @param traffic the traffic document that it goes by
 * @param forwardReachable whether the document's target answered this pod within the last seconds
 * @param requests what callers asked of it, for pods that count
 */
public record PodReport(
    Instant observedAt,
    Optional<Instant> startedAt,
    String revision,
    State state,
    String reason,
    String message,
    Optional<Model> model,
    Optional<String> executionProvider,
    Set<String> capabilities,
    Optional<Traffic> traffic,
    boolean forwardReachable,
    Optional<Requests> requests) {

  /** The capability of forwarding callers' requests to another revision's pods. */
  public static final String FORWARD = "forward";

  public PodReport {
    capabilities = Set.copyOf(capabilities);
  }

  /** The same without the document that the pod says it goes by. */
  public PodReport withoutTraffic() {
    return new PodReport(
        observedAt,
        startedAt,
        revision,
        state,
        reason,
        message,
        model,
        executionProvider,
        capabilities,
        Optional.empty(),
        forwardReachable,
        requests);
  }

  /** What a pod is doing; {@link #UNKNOWN} is a state that this operator does not know. */
  public enum State {
    FETCHING,
    LOADING,
    READY,
    LEAVING,
    FAILED,
    UNKNOWN
  }

  /**
   * The model that a pod verified and loaded.
   *
   * @param digest {@code sha256:} and 64 hex digits
   */
  public record Model(String name, String version, String digest, String format) {}

  /** The document that a pod goes by; weights are hundredths of a per cent, 0 to 10000. */
  public record Traffic(long epoch, long sequence, String target, int weightBp) {

    /** Whether a document of that number would replace it. */
    public boolean isOlderThan(long otherEpoch, long otherSequence) {
      return epoch < otherEpoch || (epoch == otherEpoch && sequence < otherSequence);
    }
  }

  /**
   * What a pod was asked.
   *
   * @param callers requests of callers since {@code startedAt}
   * @param hops requests that other pods forwarded to it
   * @param inFlight requests that are being answered
   * @param sinceLastCaller time since a caller's request, at {@code observedAt}; empty when there
   *     never was one
   */
  public record Requests(
      long callers, long hops, int inFlight, Optional<Duration> sinceLastCaller) {}
}
