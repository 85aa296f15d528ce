package io.slipway.tabular.form;

import static io.slipway.tabular.form.LinkedTrees.AT_ONCE;
import static io.slipway.tabular.form.LinkedTrees.LEAF;
import static io.slipway.tabular.form.LinkedTrees.LINK;
import static io.slipway.tabular.form.LinkedTrees.NO_THRESHOLD;
import static io.slipway.tabular.form.LinkedTrees.PAIR;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lays trees out to be walked as {@link LinkedTrees}, one after the other: places nodes, and turns
 * tests other than of order into slots. Of one thread.
 */
final class TreeLayout {
  private final IntSupplier newSlot;
  private final int width;
  private final List<Integer> roots = new ArrayList<>();
  private final List<Long> nodes = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();
  private final Map<Integer, Boolean> used = new HashMap<>();
  private final Map<Integer, Integer> negated = new HashMap<>();
  private final Map<List<Object>, Integer> indicatorSlots = new HashMap<>();
  private final List<Indicator> indicators = new ArrayList<>();
  private final List<Integer> depths = new ArrayList<>();
  private boolean toleratesMissing = true;

  /** Where the roots of the group that has begun are. */
  private int rootsAt;

  /**
   * @param newSlot gives out slots for what is computed from a row before the walk
   * @param width values at a leaf
   */
  TreeLayout(IntSupplier newSlot, int width) {
    this.newSlot = newSlot;
    this.width = width;
  }

  /**
   * @param weight by which a leaf's values are multiplied
   */
  void tree(Graph graph, double[] leafValues, int stride, double weight) {
    Tree tree = new Tree(graph, leafValues, stride, weight);
    int root = addRoot();
    tree.place(graph.root, root);
    roots.add(root);
    depths.add(tree.depth.getOrDefault(graph.root, 0));
  }

  /** Those of a group lie together, since all of them are always read. */
  private int addRoot() {
    int number = roots.size() % AT_ONCE;
    if (number == 0) {
      rootsAt = nodes.size();
      addNodes(AT_ONCE);
    }
    return rootsAt + number / 2 * PAIR + number % 2;
  }

  private int addPair() {
    addNodes(2);
    return nodes.size() - PAIR;
  }

  /**
   * @param count an even one
   */
  private void addNodes(int count) {
    nodes.addAll(Collections.nCopies(count / 2 * PAIR, 0L));
  }

  private void set(int node, long threshold, long link) {
    nodes.set(node, threshold);
    nodes.set(node + LINK, link);
  }

  /**
   * @param at where its values are
   */
  private void setLeaf(int node, int at) {
    set(node, NO_THRESHOLD | at, LEAF | node);
  }

  /** Makes a node lead to where another does. */
  private void copy(int from, int to) {
    long link = nodes.get(from + LINK);
    if ((link & LEAF) != 0) {
      setLeaf(to, nodes.get(from).intValue());
    } else {
      set(to, nodes.get(from), link);
    }
  }

  /** One tree while it is laid out. */
  private final class Tree {
    private final Graph graph;
    private final double[] leafValues;
    private final int stride;
    private final double weight;

    /** Where each node's successors are, since a graph may come upon a node more than once. */
    private final Map<Integer, Integer> placed = new HashMap<>();

    private final Map<Integer, Integer> depth = new HashMap<>();

    Tree(Graph graph, double[] leafValues, int stride, double weight) {
      this.graph = graph;
      this.leafValues = leafValues;
      this.stride = stride;
      this.weight = weight;
    }

    /** Writes a node or leaf, with all that it leads to, to a place. */
    void place(int at, int number) {
      Integer same = placed.get(at);
      if (same != null && at >= 0) {
        copy(same, number);
      } else if (at < 0) {
        placeLeaf(at, number);
      } else {
        placeTest(at, number);
      }
      placed.putIfAbsent(at, number);
    }

    private void placeLeaf(int at, int number) {
      setLeaf(number, values.size());
      for (int i = 0; i < width; i++) {
        double value = leafValues[~at * stride + i];
        values.add(weight == 1 || Double.isNaN(value) ? value : weight * value);
      }
      depth.put(at, 0);
    }

    private void placeTest(int at, int number) {
      int only = graph.ifTrue[at];
      if (only == graph.ifFalse[at] && only == graph.ifMissing[at]) {
        // It fails the row where its slot failed, which prepare sees to.
        used.put(graph.slot[at], true);
        place(only, number);
        depth.put(at, depth.getOrDefault(only, 0));
        return;
      }
      Test test = test(graph, at);
      int left = addPair();
      int right = left + 1;
      set(number, Double.doubleToRawLongBits(test.limit), (long) test.slot << 33 | left);
      place(graph.ifTrue[at], test.trueGoes == Side.LEFT ? left : right);
      place(graph.ifFalse[at], test.trueGoes == Side.LEFT ? right : left);
      int one = depth.getOrDefault(graph.ifTrue[at], 0);
      int other = depth.getOrDefault(graph.ifFalse[at], 0);
      depth.put(at, 1 + Math.max(one, other));
    }
  }

  /** Where a test that holds leads. */
  private enum Side {
    LEFT,
    RIGHT
  }

  /** Above the limit goes right. */
  private record Test(int slot, double limit, Side trueGoes) {}

  private Test test(Graph graph, int at) {
    int slot = graph.slot[at];
    used.put(slot, true);
    boolean isOrder = graph.kind[at] == Graph.AT_MOST || graph.kind[at] == Graph.BELOW;
    double limit =
        graph.kind[at] == Graph.BELOW ? Math.nextDown(graph.operand[at]) : graph.operand[at];
    // Infinity less infinity would have any sign, and beyond the largest number is infinity.
    if (!isOrder || Math.abs(limit) >= Double.MAX_VALUE) {
      if (graph.kind[at] != Graph.MISSING && graph.ifMissing[at] != graph.ifFalse[at]) {
        toleratesMissing = false;
      }
      return new Test(indicator(graph, at), 0.5, Side.RIGHT);
    }
    if (graph.ifMissing[at] == graph.ifTrue[at]) {
      return new Test(slot, limit, Side.LEFT);
    }
    if (graph.ifMissing[at] != graph.ifFalse[at]) {
      toleratesMissing = false;
      return new Test(slot, limit, Side.LEFT);
    }
    int opposite = negated.computeIfAbsent(slot, any -> newSlot.getAsInt());
    return new Test(opposite, Math.nextDown(-limit), Side.RIGHT);
  }

  private int indicator(Graph graph, int at) {
    Object operand = graph.kind[at] == Graph.IN ? graph.setOf(at) : (Object) graph.operand[at];
    return indicatorSlots.computeIfAbsent(
        List.of(graph.slot[at], graph.kind[at], operand),
        key -> {
          int slot = newSlot.getAsInt();
          indicators.add(new Indicator(graph, at, slot));
          return slot;
        });
  }

  /** Whether the layout says what the trees say, and is worth it. */
  boolean isWorthIt() {
    return indicators.size() <= 4 * Math.max(1, used.size());
  }

  /** Ends a group of eight early, so that the next tree starts one. */
  void endGroup() {
    if (roots.size() % AT_ONCE == 0) {
      return;
    }
    int nothing = values.size();
    values.addAll(Collections.nCopies(width, 0.0));
    while (roots.size() % AT_ONCE != 0) {
      int root = addRoot();
      setLeaf(root, nothing);
      roots.add(root);
      depths.add(0);
    }
  }

  /** How many groups of eight there are so far, the one that is not full included. */
  int groups() {
    return (roots.size() + AT_ONCE - 1) / AT_ONCE;
  }

  LinkedTrees build() {
    endGroup();
    List<Integer> longest = new ArrayList<>();
    for (int from = 0; from < roots.size(); from += AT_ONCE) {
      int most = 0;
      for (int tree = from; tree < from + AT_ONCE; tree++) {
        most = Math.max(most, depths.get(tree));
      }
      longest.add(most);
    }
    int[] negatedFrom = ints(negated.keySet().stream().sorted());
    return new LinkedTrees(
        ints(roots.stream()),
        ints(longest.stream()),
        nodes.stream().mapToLong(Long::longValue).toArray(),
        values.stream().mapToDouble(Double::doubleValue).toArray(),
        width,
        ints(used.keySet().stream().sorted()),
        negatedFrom,
        IntStream.of(negatedFrom).map(slot -> negated.getOrDefault(slot, -1)).toArray(),
        indicators.toArray(Indicator[]::new),
        toleratesMissing);
  }

  private static int[] ints(Stream<Integer> numbers) {
    return numbers.mapToInt(Integer::intValue).toArray();
  }
}
