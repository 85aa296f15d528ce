package io.slipway.tabular.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.flat.MalformedFormException;
import io.slipway.tabular.form.GraphBuilder.Ways;
import io.slipway.tabular.form.TreeScores.Aggregate;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Trees that are walked eight at a time lead where their tests do. */
class LinkedTreesTest {
  /** As many as are worth a group. */
  private static final int TREES = 5;

  private static final int SLOTS = 3;

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

  private static byte[] form() {
    GraphBuilder builder = new GraphBuilder();
    int first = GraphBuilder.leaf(0);
    int inner = builder.atMost(1, 1.7, new Ways(first, GraphBuilder.leaf(1), first));
    int root = builder.atMost(0, 101.3, new Ways(inner, GraphBuilder.leaf(2), inner));
    Graph graph = new Graph(builder, root);
    TreeLayout layout =
        new TreeLayout(
            () -> {
              throw new AssertionError("needs no other slots");
            },
            1);
    for (int tree = 0; tree < LinkedTrees.AT_ONCE + 1; tree++) {
      layout.tree(graph, new double[] {1, 2, 3}, 1, 1);
    }
    FlatWriter out = new FlatWriter();
    layout.build().write(out);
    return out.written().orElseThrow();
  }

  private static double walked(byte[] form) {
    FlatReader in = new FlatReader(ByteBuffer.wrap(form));
    in.frameOf(SLOTS, 0);
    LinkedTrees trees = LinkedTrees.read(in, 1);
    double[] v = {1, 2, 0};
    if (trees.prepare(v, 0)) {
      for (int group = 0; group < trees.groups(); group++) {
        trees.add(
            group, Precision.DOUBLE, v, new int[] {0}, 1, SLOTS - 1, new int[LinkedTrees.AT_ONCE]);
      }
    }
    return v[SLOTS - 1];
  }

  /** Whichever byte of a form is another: there is a leaf at the end of every way, or no forest. */
  @Test
  void aFormWithAnotherByteIsRefusedOrLeadsToLeaves() {
    byte[] form = form();
    assertThat(walked(form)).isEqualTo(2 * (LinkedTrees.AT_ONCE + 1));
    int refused = 0;
    for (int at = 0; at < form.length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] other = form.clone();
        other[at] = (byte) value;
        try {
          walked(other);
        } catch (MalformedFormException e) {
          refused++;
        }
      }
    }
    assertThat(refused).isBetween(form.length, 255 * form.length);
  }
}
