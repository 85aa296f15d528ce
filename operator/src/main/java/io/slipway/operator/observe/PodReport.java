package io.slipway.operator.observe;

import io.slipway.operator.document.Comparison;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
 * @param comparison what the model was held to, if its engine was compared with another
 * @param executionProvider what the session really uses ({@code CPU}, {@code CUDA}), once known
 * @param capabilities what the pod can do beyond the small contract, such as {@link #FORWARD}
 * @param traffic the traffic document that it goes by
 * @param forwardReachable whether the document's target answered this pod within the last seconds
 * @param requests what callers asked of it, for pods that count
 * @param windows what it counted under the document's rollout
 */
public record PodReport(
    Instant observedAt,
    Optional<Instant> startedAt,
    String revision,
    State state,
    String reason,
    String message,
    Optional<Model> model,
    Optional<Comparison> comparison,
    Optional<String> executionProvider,
    Set<String> capabilities,
    Optional<Traffic> traffic,
    boolean forwardReachable,
    Optional<Requests> requests,
    Windows windows) {

  /** The capability of forwarding callers' requests to another revision's pods. */
  public static final String FORWARD = "forward";

  /** The capability of counting, by a share's windows, what callers got. */
  public static final String SPLIT = "split";

  /** The capability of sending the target copies, and comparing. */
  public static final String SHADOW = "shadow";

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
        comparison,
        executionProvider,
        capabilities,
        Optional.empty(),
        forwardReachable,
        requests,
        windows);
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
   * What a pod counted.
   *
   * @param rollout under which; empty when it counts nothing
   * @param all from the oldest to the one that is open
   */
  public record Windows(String rollout, List<Window> all) {

    /** Of a pod that counts nothing. */
    public static final Windows NONE = new Windows("", List.of());

    public Windows {
      all = List.copyOf(all);
    }
  }

  /**
   * What a pod counted while target and weights stayed the same. What is counted is written in the
   * pod contract.
   *
   * @param unkeyed requests without the key, which are in neither arm
   * @param causes of the candidate's failures, by their names
   */
  public record Window(
      String target,
      int weightBp,
      int shadowBp,
      Arm stable,
      Arm candidate,
      long unkeyed,
      Map<String, Long> causes,
      Map<String, Output> scored,
      Copies shadow) {

    public Window {
      causes = Map.copyOf(causes);
      scored = Map.copyOf(scored);
    }
  }

  /**
   * The requests of one arm.
   *
   * @param latency counts by the histogram's buckets
   */
  public record Arm(long requests, long failures, Map<Integer, Long> latency) {

    /** Of an arm that got nothing. */
    public static final Arm NONE = new Arm(0, 0, Map.of());

    public Arm {
      latency = Map.copyOf(latency);
    }
  }

  /** The distribution of one output. */
  public sealed interface Output {

    /**
     * Of numbers.
     *
     * @param bins counts by the contract's fine bins
     * @param fold how many low bits of the bins are cleared
     * @param nan how many were no finite numbers
     */
    record Numeric(Map<Integer, Long> bins, int fold, long nan) implements Output {
      public Numeric {
        bins = Map.copyOf(bins);
      }
    }

    /**
     * Of labels.
     *
     * @param counts by label
     * @param other those of labels that are not told apart
     */
    record Labels(Map<String, Long> counts, long other) implements Output {
      public Labels {
        counts = Map.copyOf(counts);
      }
    }
  }

  /**
   * Copies that the pod sent and compared.
   *
   * @param faults copies that the candidate did not answer as a model should
   * @param rows compared
   * @param flips of these, those in which a label differs
   */
  public record Copies(
      long copies, long compared, long dropped, long faults, long rows, long flips) {

    /** Of a pod that sent none. */
    public static final Copies NONE = new Copies(0, 0, 0, 0, 0, 0);
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
