package io.slipway.operator.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.operator.judge.SampleRatioTest.Assignment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleRatioTestTest {

  private static final Significance FIVE = new Significance(0.05);

  private static final SampleRatioTest EXACT = new SampleRatioTest(FIVE, Assignment.EXACT);
  private static final SampleRatioTest RANDOM = new SampleRatioTest(FIVE, Assignment.RANDOM);
  private static final SampleRatioTest KEYED = new SampleRatioTest(FIVE, Assignment.KEYED);

  private static final Verdict MISMATCH =
      new Verdict.Inconclusive(InconclusiveReason.SAMPLE_RATIO_MISMATCH);

  /** Divides requests as a pod does. */
  private static final class GoldenRatio {
    private static final long STEP = 0x9E3779B97F4A7C15L;
    private final int weightBp;
    private long position;
    private long stable;
    private long candidate;

    GoldenRatio(int weightBp, long start) {
      this.weightBp = weightBp;
      this.position = start;
    }

    void next() {
      position += STEP;
      // The upper 53 bits as a number from 0 to 1.
      if ((position >>> 11) * 0x1p-53 < weightBp / 10_000.0) {
        candidate++;
      } else {
        stable++;
      }
    }

    GoldenRatio run(int requests) {
      for (int request = 0; request < requests; request++) {
        next();
      }
      return this;
    }

    /** What the operator thinks of it, which set {@code weightBp}. */
    Split split(int weightBp) {
      return new Split(weightBp, stable, candidate, 0);
    }
  }

  @ParameterizedTest(name = "{0} hundredths of a per cent")
  @ValueSource(ints = {0, 1, 25, 100, 500, 1000, 2500, 5000, 9000, 10_000})
  void aPodThatKeepsToItsWeightIsNeverSuspected(int weightBp) {
    SplittableRandom random = new SplittableRandom(weightBp);
    for (int run = 0; run < 20; run++) {
      GoldenRatio pod = new GoldenRatio(weightBp, random.nextLong());
      for (int requests = 1; requests <= 20_000; requests++) {
        pod.next();
        if (requests <= 200 || requests % 97 == 0) {
          Split split = pod.split(weightBp);
          assertThat(EXACT.judge(List.of(split)).verdict())
              .as("%s", split)
              .isEqualTo(new Verdict.Pass());
        }
      }
    }
  }

  @ParameterizedTest(name = "{0} hundredths of a per cent")
  @ValueSource(ints = {0, 1, 25, 100, 500, 1000, 2500, 5000, 9000, 10_000})
  void aPodThatIsTwentyHundredthsOffIsFoundIn100000Requests(int weightBp) {
    SplittableRandom random = new SplittableRandom(weightBp);
    for (int lie : new int[] {weightBp - 20, weightBp + 20}) {
      if (lie >= 0 && lie <= 10_000) {
        Split split = new GoldenRatio(lie, random.nextLong()).run(100_000).split(weightBp);
        Split honest = new GoldenRatio(weightBp, random.nextLong()).run(100_000).split(weightBp);
        assertThat(EXACT.judge(List.of(honest, split, honest)).verdict())
            .as("%s", split)
            .isEqualTo(MISMATCH);
      }
    }
  }

  @Test
  void aPodThatDoesNotHeedItsDocumentIsFoundWithinAFewRequests() {
    assertThat(EXACT.judge(List.of(new Split(1000, 150, 0, 0))).verdict()).isEqualTo(MISMATCH);
    assertThat(EXACT.judge(List.of(new Split(1000, 0, 20, 0))).verdict()).isEqualTo(MISMATCH);
    assertThat(EXACT.judge(List.of(new Split(0, 0, 6, 0))).verdict()).isEqualTo(MISMATCH);
  }

  @Test
  void theFirstRequestsOfManyPodsAreNoMismatch() {
    SplittableRandom random = new SplittableRandom(5);
    for (int weightBp : new int[] {1, 100, 1000, 5000}) {
      List<Split> splits = new ArrayList<>();
      for (int pod = 0; pod < 500; pod++) {
        splits.add(
            new GoldenRatio(weightBp, random.nextLong()).run(random.nextInt(30)).split(weightBp));
      }
      assertThat(EXACT.judge(splits).verdict()).isEqualTo(new Verdict.Pass());
    }
  }

  @Test
  void manyPodsThatAreAllOffAreFoundThoughEachHadFewRequests() {
    List<Split> splits = new ArrayList<>();
    for (int pod = 0; pod < 20; pod++) {
      splits.add(new Split(1000, 80, 20, 0));
    }
    assertThat(EXACT.judge(splits).verdict()).isEqualTo(MISMATCH);
  }

  @Test
  void requestsUnderWayAreNotMissing() {
    assertThat(EXACT.judge(List.of(new Split(1000, 9000, 900, 0))).verdict()).isEqualTo(MISMATCH);
    assertThat(EXACT.judge(List.of(new Split(1000, 9000, 900, 100))).verdict())
        .isEqualTo(new Verdict.Pass());
  }

  @Test
  void drawingLotsSeldomLooksLikeAMismatch() {
    SplittableRandom random = new SplittableRandom(6);
    int alarms = 0;
    int runs = 2000;
    for (int run = 0; run < runs; run++) {
      long candidate = 0;
      boolean alarm = false;
      for (int look = 1; look <= 30; look++) {
        candidate += Draws.binomial(random, 300, 0.1);
        Split split = new Split(1000, 300L * look - candidate, candidate, 0);
        alarm |= !RANDOM.judge(List.of(split)).verdict().equals(new Verdict.Pass());
      }
      alarms += alarm ? 1 : 0;
    }
    assertThat((double) alarms / runs).isLessThan(0.05);
  }

  @Test
  void lotsThatAreLoadedAreFound() {
    assertThat(RANDOM.judge(List.of(new Split(1000, 88_500, 11_500, 0))).verdict())
        .isEqualTo(MISMATCH);
    assertThat(RANDOM.judge(List.of(new Split(1000, 91_000, 9_000, 0))).verdict())
        .isEqualTo(MISMATCH);
  }

  @Test
  void oneBusyCallerMayMoveAShareThatIsSetByKey() {
    assertThat(KEYED.judge(List.of(new Split(1000, 5000, 5000, 0))).verdict())
        .isEqualTo(new Verdict.Pass());
    assertThat(KEYED.judge(List.of(new Split(0, 5000, 50, 0))).verdict()).isEqualTo(MISMATCH);
    assertThat(KEYED.judge(List.of(new Split(10_000, 50, 5000, 0))).verdict()).isEqualTo(MISMATCH);
  }

  @Test
  void theVerdictComesWithItsNumbers() {
    Evidence evidence =
        EXACT.judge(List.of(new Split(1000, 900, 100, 0), new Split(5000, 500, 500, 0))).evidence();
    assertThat(evidence.value()).isEqualTo(0.3);
    assertThat(evidence.limit()).isEqualTo(0.3);
    assertThat(evidence.bound()).isZero();
    assertThat(evidence.stableSamples()).isEqualTo(1400);
    assertThat(evidence.candidateSamples()).isEqualTo(600);
  }

  @Test
  void noNumberIsTooLarge() {
    long[] counts = {0, 1, 1_000_000_000L, Counting.MOST};
    for (Assignment assignment : Assignment.values()) {
      for (int weightBp : new int[] {0, 1, 5000, 10_000}) {
        for (long stable : counts) {
          for (long candidate : counts) {
            Split split = new Split(weightBp, stable, candidate, 0);
            Evidence evidence =
                new SampleRatioTest(FIVE, assignment).judge(List.of(split, split)).evidence();
            assertThat(
                    List.of(
                        evidence.value(), evidence.bound(), evidence.limit(), evidence.eValue()))
                .as("%s", split)
                .allSatisfy(it -> assertThat(it).isFinite().isNotNegative());
          }
        }
      }
    }
  }

  @Test
  void weightsBeyondTheScaleAreRefused() {
    assertThatThrownBy(() -> new Split(10_001, 0, 0, 0)).hasMessage("No weight: 10001");
  }
}
