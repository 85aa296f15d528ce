package io.slipway.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.view.LogMerge.Line;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogMergeTest {

  private static final Instant CAME = Instant.parse("2026-11-01T09:00:00Z");
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final LogMerge merge = new LogMerge(Duration.ofSeconds(1));

  @Test
  void linesOfSeveralPodsAreInTheOrderOfTime() {
    merge.add(line("a", 1, "first"), 0);
    merge.add(line("a", 4, "fourth"), 0);
    merge.add(line("b", 2, "second"), 0);
    merge.add(line("b", 3, "third"), 0);

    assertThat(merge.rest())
        .extracting(Line::text)
        .containsExactly("first", "second", "third", "fourth");
  }

  @Test
  void linesOfTheSameMomentStayInTheOrderInWhichTheyCame() {
    for (int i = 0; i < 20; i++) {
      merge.add(line("a", 1, "line " + i), 0);
    }

    assertThat(merge.rest())
        .extracting(Line::text)
        .startsWith("line 0", "line 1", "line 2")
        .endsWith("line 19");
  }

  @Test
  void aLineIsHeldBackForAnOlderOneOfAnotherPod() {
    merge.add(line("a", 5, "younger"), 0);
    assertThat(merge.due(SECOND / 2)).isEmpty();

    merge.add(line("b", 4, "older"), SECOND / 2);

    assertThat(merge.due(SECOND)).extracting(Line::text).containsExactly("older", "younger");
    assertThat(merge.rest()).isEmpty();
  }

  @Test
  void whatIsYoungerThanAllThatIsDueWaitsOn() {
    merge.add(line("a", 1, "due"), 0);
    merge.add(line("b", 2, "not yet"), SECOND);

    assertThat(merge.due(SECOND)).extracting(Line::text).containsExactly("due");
    assertThat(merge.due(2 * SECOND)).extracting(Line::text).containsExactly("not yet");
  }

  @Test
  void kubectlsTimeIsReadAndNotShown() {
    Line line =
        Line.of("pod-1", "2026-11-01T08:59:59.123456789Z {\"message\":  \"two  spaces\"}", CAME);

    assertThat(line.at()).isEqualTo(Instant.parse("2026-11-01T08:59:59.123456789Z"));
    assertThat(line.shown(Palette.NONE)).isEqualTo("pod-1  {\"message\":  \"two  spaces\"}");
  }

  @Test
  void aLineWithoutATimeIsOfWhenItCame() {
    Line line = Line.of("pod-1", "failed to watch the log\u001b[2J", CAME);

    assertThat(line.at()).isEqualTo(CAME);
    assertThat(line.shown(Palette.NONE)).isEqualTo("pod-1  failed to watch the log [2J");
  }

  private static Line line(String pod, long second, String text) {
    return new Line(pod, Instant.ofEpochSecond(second), text);
  }
}
