package io.slipway.server.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Interval;
import io.slipway.scoring.SampleRows;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import io.slipway.server.FunctionModel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private static final Field X = Field.column("x", DataType.FP64, Field.Presence.REQUIRED);
  private static final Field IMAGE = Field.tensor("x", DataType.FP32, Shape.of(-1, -1, 3));
  private static final WarmUp WARM_UP = new WarmUp(Duration.ofSeconds(5), Duration.ofSeconds(5));

  private static FunctionModel model(Field input, FunctionModel.Function function) {
    return new FunctionModel(new Signature(List.of(input), List.of(X)), function);
  }

  private static FunctionModel broken(Field input) {
    return model(
        input,
        rows -> {
          throw ScoringException.modelFailed("the graph is broken", new RuntimeException());
        });
  }

  @Test
  void rowsAreScoredBeforeCallersCome() throws Exception {
    AtomicInteger rows = new AtomicInteger();
    WARM_UP.run(
        model(
            X,
            row -> {
              rows.incrementAndGet();
              return row;
            }));
    assertThat(rows.get()).isGreaterThanOrEqualTo(8);
  }

  @Test
  void aModelThatScoresNothingForAFaultOfItsOwnFails() {
    PodException failure = catchThrowableOfType(PodException.class, () -> WARM_UP.run(broken(X)));
    assertThat(failure.reason()).isEqualTo("WarmUpFailed");
    assertThat(failure).hasMessageContaining("the graph is broken");
  }

  @Test
  void anEngineThatThrowsOnEveryRowFailsToo() {
    FunctionModel model =
        model(
            X,
            row -> {
              throw new IllegalStateException("not an answer");
            });
    assertThat(catchThrowableOfType(PodException.class, () -> WARM_UP.run(model)).reason())
        .isEqualTo("WarmUpFailed");
  }

  @Test
  void aModelMayRefuseWhateverIsMadeUp() {
    assertThatNoException()
        .isThrownBy(
            () ->
                WARM_UP.run(
                    model(
                        X,
                        row -> {
                          throw ScoringException.invalidField("x", "not like this");
                        })));
  }

  @Test
  void aFaultMayBeDueToTheLengthsThatWereMadeUp() {
    assertThatNoException().isThrownBy(() -> WARM_UP.run(broken(IMAGE)));
  }

  @Test
  void oneRowThatIsScoredIsEnough() {
    AtomicInteger calls = new AtomicInteger();
    assertThatNoException()
        .isThrownBy(
            () ->
                WARM_UP.run(
                    model(
                        X,
                        row -> {
                          if (calls.getAndIncrement() != 3) {
                            throw ScoringException.modelFailed("not this one", new Exception());
                          }
                          return row;
                        })));
  }

  @Test
  void aRowThatIsNotAnsweredPromptlyProvesNothing() throws Exception {
    WarmUp atOnce = new WarmUp(Duration.ofSeconds(5), Duration.ZERO);

    assertThat(atOnce.run(model(X, row -> row))).isEmpty();
    assertThat(WARM_UP.run(model(X, row -> row))).isPresent();
  }

  @Test
  void aSlowModelIsServedAllTheSame() {
    FunctionModel slow =
        model(
            X,
            row -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return row;
            });
    assertThatNoException()
        .isThrownBy(() -> new WarmUp(Duration.ofMillis(100), Duration.ofMillis(100)).run(slow));
  }

  private static Column only(Field field, int variant) {
    Batch batch = SampleRows.row(new Signature(List.of(field), List.of()), variant).orElseThrow();
    return batch.column(field.name()).orElseThrow();
  }

  @Test
  void allowedValuesAndDefaultsAreUsed() {
    Field colour =
        new Field(
            "c",
            DataType.BYTES,
            Shape.of(-1),
            Field.Presence.REQUIRED,
            List.of("red", "green"),
            List.of(),
            Optional.empty());
    Field grade =
        new Field(
            "g",
            DataType.INT64,
            Shape.of(-1),
            Field.Presence.OPTIONAL,
            List.of(),
            List.of(),
            Optional.of("4"));

    assertThat(only(colour, 0).strings()).containsExactly("red");
    assertThat(only(colour, 3).strings()).containsExactly("green");
    assertThat(only(grade, 2).longs()).containsExactly(4);
  }

  @Property
  void anIntervalIsMetInItsInside(
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double lower,
      @ForAll @DoubleRange(min = 0.01, max = 1e6) double length,
      @ForAll @IntRange(max = 20) int variant) {
    Interval open =
        new Interval(
            new Interval.Bound(lower, Interval.Kind.EXCLUSIVE),
            new Interval.Bound(lower + length, Interval.Kind.EXCLUSIVE));
    Field field =
        new Field(
            "x",
            DataType.FP64,
            Shape.of(-1),
            Field.Presence.REQUIRED,
            List.of(),
            List.of(open),
            Optional.empty());
    assertThat(only(field, variant).doubles()[0]).isGreaterThan(lower).isLessThan(lower + length);
  }

  @Property
  void everyTypeAndShapeCanBeMadeUp(
      @ForAll DataType type, @ForAll @IntRange(min = -1, max = 5) int second) {
    Column column = only(Field.tensor("t", type, Shape.of(-1, second)), 1);
    assertThat(column.length()).isEqualTo(second == -1 ? 1 : second);
  }

  @Test
  void aRowTooLargeToBeMadeUpIsNot() {
    Field huge = Field.tensor("t", DataType.FP64, Shape.of(-1, 1L << 40, 1L << 40));
    assertThat(SampleRows.row(new Signature(List.of(huge), List.of()), 0)).isEmpty();
  }
}
