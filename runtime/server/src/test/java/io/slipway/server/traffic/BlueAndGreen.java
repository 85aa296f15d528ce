package io.slipway.server.traffic;

import io.slipway.server.contract.SignedDocument;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What tests of a split start from: a pod of a stable revision, blue, and one of a candidate,
 * green, on real sockets, that go by the documents of one operator.
 */
abstract class BlueAndGreen {
  static final String BY_REQUEST = "{\"type\": \"Request\"}";
  private static final int MAX_REQUESTS = 32;

  final TestOperator operator = new TestOperator();
  final TestPod.Directory directory = new TestPod.Directory();

  /** Closed after the test, with the pods. */
  final List<AutoCloseable> open = new ArrayList<>();

  SplitPod blue = unset();
  SplitPod green = unset();
  private long sequence;

  /** What {@link #startPods} replaces before any test sees it. */
  @SuppressWarnings("NullAway")
  private static SplitPod unset() {
    return null;
  }

  @BeforeEach
  void startPods() throws Exception {
    blue = pod("blue", MAX_REQUESTS);
    green = pod("green", MAX_REQUESTS);
    directory.set("blue", blue.address());
    directory.set("green", green.address());
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  SplitPod pod(String revision, int maxRequests) throws Exception {
    SplitPod pod = new SplitPod(revision, operator.trusting(), directory, maxRequests);
    open.add(pod);
    return pod;
  }

  /** Has both go by the next document: the weight of green, one request after the other. */
  void publish(int weightBp) {
    publish(weightBp, 0);
  }

  /** The same, with a share of copies. */
  void publish(int weightBp, int shadowBp) {
    publish(next(weightBp, shadowBp, BY_REQUEST, "r"));
  }

  /** The same, with another assignment, under another rollout. */
  void publish(int weightBp, String assignment, String rollout) {
    publish(next(weightBp, 0, assignment, rollout));
  }

  void publish(SignedDocument document) {
    for (SplitPod pod : List.of(blue, green)) {
      pod.current.offer(document);
    }
  }

  private SignedDocument next(int weightBp, int shadowBp, String assignment, String rollout) {
    sequence++;
    return operator.document(sequence, "green", weightBp, shadowBp, assignment, rollout);
  }
}
