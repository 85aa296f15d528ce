package io.slipway.tabular.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.tabular.form.GraphBuilder.Ways;
import io.slipway.tabular.form.TreeScores.Aggregate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Trees that are walked eight at a time lead where their tests do. */
class LinkedTreesTest {
  /** As many as are worth a group. */
  private static final int TREES = 5;

  private static final double[] NUMBERS = {
    0.0,
    -0.0,
    1,
    -1,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  @Test
  void atEveryEdgeOfTheNumbers() {
    List<String> wrong = new ArrayList<>();
    for (double operand : NUMBERS) {
      for (int kind = 0; kind < 3; kind++) {
        for (int missing = 1; missing <= 2; missing++) {
          check(kind, operand + 0.0, missing, wrong);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void check(int kind, double operand, int missing, List<String> wrong) {
    GraphBuilder builder = new GraphBuilder();
    Ways ways =
        new Ways(GraphBuilder.leaf(0), GraphBuilder.leaf(1), GraphBuilder.leaf(missing - 1));
    int root =
        switch (kind) {
          case 0 -> builder.atMost(0, operand, ways);
          case 1 -> builder.below(0, operand, ways);
          default -> builder.equal(0, operand, ways);
        };
    TreeScores.Builder trees = new TreeScores.Builder(Aggregate.SUM, Precision.DOUBLE, 1);
    for (int tree = 0; tree < TREES; tree++) {
      trees.tree(builder, root, new int[] {0}, new double[] {1, 2});
    }
    int[] slots = {2};
    TreeScores scores = trees.build(1, () -> slots[0]++);
    Program program = new Program(new double[slots[0]], 0, List.of(scores));
    Graph graph = new Graph(builder, root);
    for (int i = 0; i <= NUMBERS.length; i++) {
      double value = i < NUMBERS.length ? NUMBERS[i] : Values.MISSING;
      Frame frame = program.borrow(1);
      frame.number(0, 0, value);
      program.run(frame, 1);
      int leaf = graph.leaf(new double[] {value}, 0);
      if (frame.number(0, 1) != TREES * (leaf + 1)) {
        wrong.add(
            "test %d of %s for %s, missing as leaf %d: not leaf %d"
                .formatted(kind, operand, value, missing - 1, leaf));
      }
    }
  }
}
