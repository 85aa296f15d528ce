package io.slipway.tabular.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.tabular.form.GraphBuilder.Ways;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a graph leads. */
class GraphTest {
  private static final Ways WAYS =
      new Ways(GraphBuilder.leaf(1), GraphBuilder.leaf(2), GraphBuilder.leaf(3));

  private final GraphBuilder builder = new GraphBuilder();

  private int leaf(int root, double value) {
    return new Graph(builder, root).leaf(new double[] {value}, 0);
  }

  @Test
  void comparisonsGoTheWayOfTheirOutcome() {
    int atMost = builder.atMost(0, 2, WAYS);
    int below = builder.below(0, 2, WAYS);
    int equal = builder.equal(0, 2, WAYS);
    int in = builder.in(0, new double[] {2, 5, 700}, WAYS);
    int missing = builder.missing(0, WAYS);

    assertThat(List.of(leaf(atMost, 1), leaf(atMost, 2), leaf(atMost, 3))).containsExactly(1, 1, 2);
    assertThat(List.of(leaf(below, 1), leaf(below, 2), leaf(below, 3))).containsExactly(1, 2, 2);
    assertThat(List.of(leaf(equal, 1), leaf(equal, 2))).containsExactly(2, 1);
    assertThat(List.of(leaf(in, 700), leaf(in, 5.5), leaf(in, -1), leaf(in, 1e12)))
        .containsExactly(1, 2, 2, 2);
    assertThat(List.of(leaf(missing, 1), leaf(missing, Values.MISSING))).containsExactly(2, 1);
  }

  @Test
  void noValueGoesItsOwnWayAndAFailureEnds() {
    int test = builder.atMost(0, 2, WAYS);

    assertThat(leaf(test, Values.MISSING)).isEqualTo(3);
    assertThat(leaf(test, Values.FAILED)).isEqualTo(Graph.FAILED_LEAF);
    assertThat(leaf(test, Double.NaN)).as("above all numbers").isEqualTo(2);
    assertThat(leaf(GraphBuilder.leaf(7), 1)).as("a graph without tests").isEqualTo(7);
  }

  @Test
  void setsOfNumbersThatAreNoCodesAreSearched() {
    int in = builder.in(0, new double[] {0.5, -0.0, 1e300}, WAYS);

    assertThat(List.of(leaf(in, 0.5), leaf(in, 0), leaf(in, 1e300), leaf(in, 0.25)))
        .containsExactly(1, 1, 1, 2);
  }

  @Test
  void whatIsKnownIsNotAskedAgain() {
    int otherwise = builder.atMost(0, 2, WAYS.negated());
    int test = builder.atMost(0, 2, new Ways(GraphBuilder.leaf(7), otherwise, otherwise));
    Graph graph = new Graph(builder, test);

    assertThat(graph.ifFalse[test]).as("x > 2, where x <= 2 fails").isEqualTo(GraphBuilder.leaf(1));
    assertThat(graph.ifMissing[test]).isEqualTo(GraphBuilder.leaf(3));
    assertThat(List.of(leaf(test, 1), leaf(test, 3), leaf(test, Values.MISSING)))
        .containsExactly(7, 1, 3);
  }

  @Test
  void aSetIsTheSameInAnyOrder() {
    int otherwise = builder.in(0, new double[] {5, 2}, WAYS.negated());
    int test = builder.in(0, new double[] {2, 5}, new Ways(GraphBuilder.leaf(7), otherwise, 0));

    assertThat(new Graph(builder, test).ifFalse[test]).isEqualTo(GraphBuilder.leaf(1));
  }
}
