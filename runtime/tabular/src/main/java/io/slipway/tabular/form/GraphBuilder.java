package io.slipway.tabular.form;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Builds a graph from its leaves up: each test is added after those that it leads to. One builder
 * may hold the tests of many graphs.
 */
public final class GraphBuilder {
  /** What becomes of tests whose outcome those before them tell. */
  public enum Repeats {
    PASSED_OVER,
    /** So that two ways stay two: trees with a third are walked one by one for missing values. */
    KEPT
  }

  private final Repeats repeats;
  private final List<Node> nodes = new ArrayList<>();
  private final List<CodeSet> sets = new ArrayList<>();
  private final Map<List<Double>, Integer> setNumbers = new HashMap<>();

  /** Where to go on, as a node number or the complement of a leaf. */
  public record Ways(int ifTrue, int ifFalse, int ifMissing) {
    public Ways negated() {
      return new Ways(/* ifTrue= */ ifFalse, /* ifFalse= */ ifTrue, ifMissing);
    }
  }

  public GraphBuilder() {
    this(Repeats.PASSED_OVER);
  }

  public GraphBuilder(Repeats repeats) {
    this.repeats = repeats;
  }

  record Node(int slot, byte kind, double operand, int ifTrue, int ifFalse, int ifMissing) {
    boolean asksTheSame(Node other) {
      return slot == other.slot && kind == other.kind && operand == other.operand;
    }
  }

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
    List<Double> key = Arrays.stream(members).boxed().sorted().toList();
    int number = setNumbers.computeIfAbsent(key, unseen -> sets.size());
    if (number == sets.size()) {
      sets.add(new CodeSet(members));
    }
    return add(slot, Graph.IN, number, ways);
  }

  /** Leads to {@code ifTrue} where the slot has no value. */
  public int missing(int slot, Ways ways) {
    return add(slot, Graph.MISSING, 0, ways);
  }

  private int add(int slot, byte kind, double operand, Ways ways) {
    Node asked = new Node(slot, kind, operand, ways.ifTrue(), ways.ifFalse(), ways.ifMissing());
    if (repeats == Repeats.KEPT) {
      nodes.add(asked);
      return nodes.size() - 1;
    }
    nodes.add(
        new Node(
            slot,
            kind,
            operand,
            after(asked, ways.ifTrue(), Node::ifTrue),
            after(asked, ways.ifFalse(), Node::ifFalse),
            kind == Graph.MISSING ? ways.ifMissing() : unknown(slot, ways.ifMissing())));
    return nodes.size() - 1;
  }

  /**
   * Passes over tests whose outcome is known, since they ask the same once more: exporters write
   * both x <= 1 and x > 1.
   */
  private int after(Node asked, int next, ToIntFunction<Node> way) {
    int at = next;
    while (at >= 0 && nodes.get(at).asksTheSame(asked)) {
      at = way.applyAsInt(nodes.get(at));
    }
    return at;
  }

  /** Passes over tests of a slot that is known to have no value. */
  private int unknown(int slot, int next) {
    int at = next;
    while (at >= 0 && nodes.get(at).slot == slot) {
      Node node = nodes.get(at);
      at = node.kind == Graph.MISSING ? node.ifTrue : node.ifMissing;
    }
    return at;
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
