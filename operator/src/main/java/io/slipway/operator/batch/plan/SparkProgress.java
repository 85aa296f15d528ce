package io.slipway.operator.batch.plan;

import io.fabric8.kubernetes.api.model.Pod;
import io.slipway.api.v1alpha1.BatchRowsStatus;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.document.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a driver of Spark says of its run, in an annotation of its pod.
 *
 * @param committed splits that count
 * @param rows of them that have a prediction
 * @param errors rows of them that have none
 * @param secondsLeft if it goes on as it did; absent until that can be told
 */
record SparkProgress(int committed, long rows, long errors, @Nullable Long secondsLeft) {

  /** The annotation: a JSON object. */
  static final String ANNOTATION = "slipway.io/progress";

  static final SparkProgress NONE = new SparkProgress(0, 0, 0, null);

  /** What the one that is furthest says; {@link #NONE} where nobody says anything. */
  static SparkProgress of(List<Pod> pods) {
    return pods.stream()
        .flatMap(pod -> Labels.annotation(pod, ANNOTATION).stream())
        .flatMap(text -> Json.read(text, SparkProgress.class).stream())
        .reduce((one, other) -> one.committed() >= other.committed() ? one : other)
        .orElse(NONE);
  }

  /** The rows, unless more were known before. */
  Optional<BatchRowsStatus> rowsAfter(BatchRowsStatus before) {
    return rows + errors > before.scored() + before.errors()
        ? Optional.of(new BatchRowsStatus(rows, errors))
        : Optional.empty();
  }

  OptionalLong timeLeft() {
    return secondsLeft == null ? OptionalLong.empty() : OptionalLong.of(secondsLeft);
  }
}
