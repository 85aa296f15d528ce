package io.slipway.batch.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.plan.Planner.Division;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** A plan is a function of the input, holds every byte once, and says who the run is. */
class PlannerTest {

  @Property
  void thereAreNeverMoreSplitsThanMayBeAndNoneIsLargerThanItMust(
      @ForAll @Size(max = 30) List<@LongRange(min = 0, max = 1L << 40) Long> sizes,
      @ForAll @LongRange(min = 1, max = 1L << 30) long splitBytes,
      @ForAll @IntRange(min = 1, max = 1000) int maxSplits,
      @ForAll Division division) {
    Plan plan = new Planner(splitBytes, maxSplits).plan(files(sizes), division);
    assertThat(plan.bytes()).isEqualTo(sizes.stream().mapToLong(size -> size).sum());
    assertThat(plan.splits().size()).isLessThanOrEqualTo(maxSplits);
    if (division == Division.BETWEEN_LINES) {
      long fair = Math.max(splitBytes, (plan.bytes() + maxSplits - 1) / maxSplits);
      assertThat(plan.splits()).allMatch(split -> split.bytes() <= fair);
    } else {
      assertThat(plan.splits()).flatMap(Split::slices).allMatch(slice -> slice.from() == 0);
    }
  }

  @Property
  void theOrderInWhichFilesAreListedChangesNothing(
      @ForAll @Size(max = 20) List<@LongRange(min = 0, max = 1000) Long> sizes, @ForAll long seed) {
    List<InputFile> shuffled = new ArrayList<>(files(sizes));
    Collections.shuffle(shuffled, new Random(seed));
    Planner planner = new Planner(300, 5);
    assertThat(planner.plan(shuffled, Division.BETWEEN_LINES).digest())
        .isEqualTo(planner.plan(files(sizes), Division.BETWEEN_LINES).digest());
  }

  @Property
  void aPlanSurvivesItsDocument(
      @ForAll @Size(max = 20) List<@LongRange(min = 0, max = 1000) Long> sizes) throws IOException {
    Plan plan = new Planner(77, 9).plan(files(sizes), Division.BETWEEN_LINES);
    assertThat(PlanDocument.read(PlanDocument.write(plan))).isEqualTo(plan);
  }

  @Test
  void aPlanThatWouldLoseOrRepeatRowsIsNone() {
    InputFile file = new InputFile("a", 10, "1");
    Slice whole = new Slice("a", 0, 10);
    assertThat(new Plan(List.of(file), List.of(new Split(0, List.of(whole))))).isNotNull();
    refused(List.of(file), List.of(), "a has 10 bytes, and splits hold 0 of them");
    refused(
        List.of(file),
        List.of(new Split(0, List.of(whole)), new Split(1, List.of(new Slice("a", 9, 10)))),
        "a: a slice begins at byte 9, where 10 is the next one");
    refused(
        List.of(file),
        List.of(new Split(0, List.of(new Slice("a", 0, 4), new Slice("a", 5, 10)))),
        "a: a slice begins at byte 5, where 4 is the next one");
    refused(List.of(file), List.of(new Split(1, List.of(whole))), "split 1 stands at place 0");
    refused(
        List.of(),
        List.of(new Split(0, List.of(whole))),
        "a: a slice begins at byte 0, where there is no such file");
    refused(List.of(file, file), List.of(), "the files are not in order: a comes before a");
  }

  private static void refused(List<InputFile> files, List<Split> splits, String why) {
    assertThatThrownBy(() -> new Plan(files, splits))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(why);
  }

  @Test
  void aDocumentThatWasCutOffSaysWhatIsWrong() {
    assertThatThrownBy(() -> PlanDocument.read("{\"files\": []}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("splits");
    assertThatThrownBy(() -> PlanDocument.read("{\"fil".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aRunIsAnotherOneWhenAnythingThatDecidesItIs() {
    Plan plan = new Planner(10, 5).plan(files(List.of(30L)), Division.BETWEEN_LINES);
    Plan rewritten =
        new Planner(10, 5)
            .plan(List.of(new InputFile("file-000", 30, "2")), Division.BETWEEN_LINES);
    Plan cutOtherwise = new Planner(11, 5).plan(files(List.of(30L)), Division.BETWEEN_LINES);
    Map<String, String> settings = Map.of("key", "id", "again", "1");
    List<RunId> runs =
        List.of(
            RunId.of("sha256:a", plan.digest(), settings),
            RunId.of("sha256:b", plan.digest(), settings),
            RunId.of("sha256:a", rewritten.digest(), settings),
            RunId.of("sha256:a", cutOtherwise.digest(), settings),
            RunId.of("sha256:a", plan.digest(), Map.of("key", "id", "again", "2")),
            RunId.of("sha256:a", plan.digest(), Map.of("key", "id")),
            RunId.of("sha256:a", plan.digest(), Map.of("key", "id\nsetting 5 again 1 1")));
    assertThat(runs).doesNotHaveDuplicates();
    assertThat(RunId.of("sha256:a", plan.digest(), Map.of("again", "1", "key", "id")))
        .isEqualTo(runs.get(0));
    assertThat(new RunId(runs.get(0).toString())).isEqualTo(runs.get(0));
    assertThatThrownBy(() -> new RunId("run-1")).hasMessage("run-1 is no run id");
  }

  private static List<InputFile> files(List<Long> sizes) {
    List<InputFile> files = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      files.add(new InputFile("file-%03d".formatted(i), sizes.get(i), "1"));
    }
    return files;
  }
}
