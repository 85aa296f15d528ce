package io.slipway.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.judge.InconclusiveReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** With {@code -Dslipway.generate=true} the tables are written, otherwise compared. */
class DocumentationTest {

  private static final Path DOCS = Path.of("../docs");

  @Test
  void everyConditionAndReasonIsInTheReference() throws IOException {
    String types =
        rows(
            "condition",
            "true when",
            Arrays.stream(ConditionType.values()).map(it -> row(it.value(), it.meaning())));
    String reasons =
        rows(
            "reason",
            "what it means and what to do",
            Arrays.stream(Reason.values()).map(it -> row(it.value(), it.meaning())));
    mustHold(DOCS.resolve("reference/conditions.md"), "conditions", types);
    mustHold(DOCS.resolve("reference/conditions.md"), "reasons", reasons);
  }

  @Test
  void everyStateIsInTheTableOfRollouts() throws IOException {
    mustHold(
        DOCS.resolve("rollouts.md"),
        "states",
        rows(
            "state",
            "what happens",
            Arrays.stream(RolloutState.values())
                .filter(state -> state != RolloutState.UNKNOWN)
                .map(state -> row(state.value(), state.meaning()))));
  }

  @Test
  void everyReasonForNoVerdictIsInThePageOnJudging() throws IOException {
    mustHold(
        DOCS.resolve("judging.md"),
        "inconclusive",
        rows(
            "reason",
            "what it means",
            Arrays.stream(InconclusiveReason.values())
                .map(reason -> row(reason.value(), reason.meaning()))));
  }

  private static String rows(String left, String right, Stream<String> rows) {
    return "| " + left + " | " + right + " |\n| --- | --- |\n" + rows.collect(Collectors.joining());
  }

  private static String row(String name, String meaning) {
    return "| `" + name + "` | " + meaning + " |\n";
  }

  private static void mustHold(Path page, String table, String wanted) throws IOException {
    String begin = "<!-- " + table + ": generated -->\n";
    String end = "<!-- end -->";
    String text = Files.readString(page);
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end, from);
    assertThat(to).as("the marks of the table %s in %s", table, page).isGreaterThan(from - 1);
    if (Boolean.getBoolean("slipway.generate")) {
      text = text.substring(0, from) + wanted + text.substring(to);
      Files.writeString(page, text);
      to = text.indexOf(end, from);
    }
    assertThat(text.substring(from, to))
        .as("%s is out of date; write it with: mvn test -pl operator -Dslipway.generate=true", page)
        .isEqualTo(wanted);
  }
}
