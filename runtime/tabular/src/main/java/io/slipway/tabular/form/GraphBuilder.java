package io.slipway.tabular.form;

import java.util.ArrayList;
import java.util.List;

/**
 * Builds a graph from its leaves up: each test is added after those that it leads to. One builder
 * may hold the tests of many graphs.
 */
public final class GraphBuilder {
  private final List<Node> nodes = new ArrayList<>();
  private final List<CodeSet> sets = new ArrayList<>();

  /** Where to go on, as a node number or the complement of a leaf. */
  public record Ways(int ifTrue, int ifFalse, int ifMissing) {
    public Ways negated() {
      return new Ways(/* ifTrue= */ ifFalse, /* ifFalse= */ ifTrue, ifMissing);
    }
  }

  record Node(int slot, byte kind, double operand, int ifTrue, int ifFalse, int ifMissing) {}

  /** How a leaf is written among successors. */
  public static int leaf(int number) {
    return ~number;
  }

  public int atMost(int slot, double limit, Ways ways) {
    return add(slot, Graph.AT_MOST, limit, ways);
  }

  public int below(int slot, double limit, Ways ways) {
    return add(slot, Graph.BELOW, limit, ways);
  }

  public int equal(int slot, double value, Ways ways) {
    return add(slot, Graph.EQUAL, value, ways);
  }

  public int in(int slot, double[] members, Ways ways) {
    sets.add(new CodeSet(members));
    return add(slot, Graph.IN, sets.size() - 1, ways);
  }

  /** Leads to {@code ifTrue} where the slot has no value. */
  public int missing(int slot, Ways ways) {
    return add(slot, Graph.MISSING, 0, ways);
  }

  private int add(int slot, byte kind, double operand, Ways ways) {
    nodes.add(new Node(slot, kind, operand, ways.ifTrue(), ways.ifFalse(), ways.ifMissing()));
    return nodes.size() - 1;
  }

  public int size() {
    return nodes.size();
  }

  Node node(int number) {
    return nodes.get(number);
  }

  CodeSet[] sets() {
    return sets.toArray(CodeSet[]::new);
  }
}
