package io.slipway.operator.judge;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What both arms did over a stretch during which the candidate's weight did not change: totals of
 * one pod, or of several pods that had the same weight. An event is whatever is being judged: a
 * failure, an answer that came late.
 *
 * <p>A forwarded request belongs to the candidate, also when it failed there and the stable
 * revision answered it in the end: it is then an event of the candidate.
 *
 * @param stableRequests scored, or to be scored, by the stable revision; 0 to 10^15 as all counts
 * @param stableEvents among them
 * @param candidateRequests sent to the candidate
 * @param candidateEvents among them
 */
public record Window(
    long stableRequests, long stableEvents, long candidateRequests, long candidateEvents) {

  /**
   * @throws IllegalArgumentException when a count is negative or above 10^15, or an arm has more
   *     events than requests
   */
  public Window {
    if (!isPossible(stableRequests, stableEvents)
        || !isPossible(candidateRequests, candidateEvents)) {
      throw new IllegalArgumentException(
          "Impossible counts: %d events of %d requests, %d of %d"
              .formatted(stableEvents, stableRequests, candidateEvents, candidateRequests));
    }
  }

  /**
   * What a pod reported, where it can be true. Otherwise empty: a gap in the data, which is not the
   * same as nothing having happened.
   */
  public static Optional<Window> reported(
      long stableRequests, long stableEvents, long candidateRequests, long candidateEvents) {
    return isPossible(stableRequests, stableEvents)
            && isPossible(candidateRequests, candidateEvents)
        ? Optional.of(new Window(stableRequests, stableEvents, candidateRequests, candidateEvents))
        : Optional.empty();
  }

  /**
   * Takes answers slower than the objective for events.
   *
   * @param objective the latency that is still good; rounded up to a bound of the histogram
   * @return empty when the objective lies beyond the largest bound
   */
  public static Optional<Window> slowerThan(
      Duration objective, LatencyHistogram stable, LatencyHistogram candidate) {
    return stable
        .slowerThan(objective)
        .flatMap(
            ofStable ->
                candidate
                    .slowerThan(objective)
                    .map(
                        ofCandidate ->
                            new Window(
                                stable.total(),
                                ofStable.events(),
                                candidate.total(),
                                ofCandidate.events())));
  }

  /** Both together; right only for windows of the same weight. */
  public Window plus(Window other) {
    return new Window(
        stableRequests + other.stableRequests,
        stableEvents + other.stableEvents,
        candidateRequests + other.candidateRequests,
        candidateEvents + other.candidateEvents);
  }

  /** Whether both arms had requests, so that there is something to compare. */
  public boolean hasBothArms() {
    return stableRequests > 0 && candidateRequests > 0;
  }

  /** Of all requests, how large a part the candidate had: 0 to 1, and 0 without requests. */
  double candidateShare() {
    double requests = (double) stableRequests + candidateRequests;
    return requests == 0 ? 0 : candidateRequests / requests;
  }

  static long stableRequests(List<Window> windows) {
    return windows.stream().mapToLong(Window::stableRequests).sum();
  }

  static long candidateRequests(List<Window> windows) {
    return windows.stream().mapToLong(Window::candidateRequests).sum();
  }

  private static boolean isPossible(long requests, long events) {
    return Counting.isPossible(requests) && events >= 0 && events <= requests;
  }
}
