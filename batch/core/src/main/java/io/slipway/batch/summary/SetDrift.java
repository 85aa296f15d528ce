package io.slipway.batch.summary;

import io.slipway.batch.summary.OutputDrift.Cause;
import io.slipway.batch.summary.OutputDrift.Measured;
import io.slipway.batch.summary.OutputDrift.NotComparable;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How differently the outputs of two sets are distributed.
 *
 * @param outputs of the later one, in its order
 */
public record SetDrift(List<OutputDrift> outputs) {
  public SetDrift {
    outputs = List.copyOf(outputs);
  }

  /** Of a set and the one before it. */
  public static SetDrift of(Summary before, Summary now) {
    return new SetDrift(now.outputs().stream().map(output -> of(before, output)).toList());
  }

  private static OutputDrift of(Summary before, OutputSummary output) {
    return before
        .output(output.name())
        .map(earlier -> OutputDrift.of(earlier, output))
        .orElseGet(() -> new NotComparable(output.name(), Cause.NEW));
  }

  /** Those of which it can be said, the largest first. */
  public List<Measured> measured() {
    return outputs.stream()
        .filter(Measured.class::isInstance)
        .map(Measured.class::cast)
        .sorted(
            Comparator.comparingDouble((Measured one) -> one.index().drift())
                .reversed()
                .thenComparing(Measured::output))
        .toList();
  }

  /** Those of which it cannot. */
  public List<NotComparable> notComparable() {
    return outputs.stream()
        .filter(NotComparable.class::isInstance)
        .map(NotComparable.class::cast)
        .toList();
  }

  /** The output that differs most. */
  public Optional<Measured> largest() {
    return measured().stream().findFirst();
  }
}
