package io.slipway.tabular.onnx;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.onnx.Value.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tests and leaves of a node's trees at places that count from 0, however the file lists them.
 * Filled by one reader of a file's lists, and read when the trees are built.
 */
final class TreeNodes {
  private static final int MOST_TARGETS = 10_000;

  /** What the leaves' values may come to before they are laid out. */
  private static final long MOST_VALUES = 1 << 25;

  /** What a place holds: a leaf, or a test that holds where a feature compares so with a limit. */
  enum Mode {
    AT_MOST,
    BELOW,
    AT_LEAST,
    ABOVE,
    EQUAL,
    UNEQUAL,
    MEMBER,
    LEAF
  }

  private final Node node;
  private final Rows features;
  private final int targets;
  private final Mode[] modes;
  private final int[] slots;
  private final double[] limits;
  private final boolean[] tracked;
  private final int[] ifTrue;
  private final int[] ifFalse;
  private final Map<Integer, double[]> members = new HashMap<>();
  private final List<Integer> roots = new ArrayList<>();

  /** By place, the targets that a leaf speaks of and what it says of them. */
  private final Map<Integer, double[]> weights = new HashMap<>();

  private final boolean[] spokenOf;
  private boolean positive = true;

  /**
   * @param size how many places there are: leaves, until they are made tests
   */
  TreeNodes(Node node, Rows features, int targets, int size) throws ModelLoadException {
    if (targets < 1 || targets > MOST_TARGETS) {
      throw node.refuse(targets + " targets or classes");
    }
    this.node = node;
    this.features = features;
    this.targets = targets;
    modes = new Mode[size];
    Arrays.fill(modes, Mode.LEAF);
    slots = new int[size];
    limits = new double[size];
    tracked = new boolean[size];
    ifTrue = new int[size];
    ifFalse = new int[size];
    spokenOf = new boolean[targets];
  }

  Node node() {
    return node;
  }

  Rows features() {
    return features;
  }

  int targets() {
    return targets;
  }

  List<Integer> roots() {
    return roots;
  }

  /** That a tree begins at a place. Trees are summed in the order of these calls. */
  void root(int place) {
    roots.add(place);
  }

  /** Makes a place a test. */
  void test(int place, Mode mode, long feature, double limit) throws ModelLoadException {
    if (feature < 0 || feature >= features.width()) {
      throw refuse(place, "asks for feature " + feature + " of " + features.width());
    }
    modes[place] = mode;
    slots[place] = features.slot() + (int) feature;
    limits[place] = limit;
  }

  /** The set of a test for membership. */
  void members(int place, double[] all) {
    members.put(place, all);
  }

  /** The places that a test leads to. */
  void leads(int place, int holds, int fails) {
    ifTrue[place] = holds;
    ifFalse[place] = fails;
  }

  /** That a missing value goes where a test that holds does. */
  void trackTrue(int place) {
    tracked[place] = true;
  }

  /** Refuses so many weights before any is kept. */
  void requireRoomFor(int count) throws ModelLoadException {
    if (count * (long) targets > MOST_VALUES) {
      throw node.refuse("its leaves have too many values");
    }
  }

  /**
   * Gives a leaf a value for a target.
   *
   * @param kind what targets are called in the file
   */
  void weigh(int place, String kind, long target, double weight) throws ModelLoadException {
    if (target < 0 || target >= targets) {
      throw refuse(place, "has a weight for " + kind + " " + target);
    }
    positive &= !(weight < 0);
    if (!isLeaf(place)) {
      return; // old converters write such weights, and the library ignores them too
    }
    double[] all = weights.computeIfAbsent(place, any -> nothing());
    if (!Double.isNaN(all[(int) target]) || !Double.isFinite(weight)) {
      throw refuse(place, "has two weights for " + kind + " " + target + ", or one of no size");
    }
    all[(int) target] = weight;
    spokenOf[(int) target] = true;
  }

  private double[] nothing() {
    double[] nothing = new double[targets];
    Arrays.fill(nothing, Double.NaN);
    return nothing;
  }

  boolean isLeaf(int place) {
    return modes[place] == Mode.LEAF;
  }

  Mode mode(int place) {
    return modes[place];
  }

  int slot(int place) {
    return slots[place];
  }

  double limit(int place) {
    return limits[place];
  }

  double[] membersOf(int place) {
    return members.getOrDefault(place, new double[0]);
  }

  boolean tracksTrue(int place) {
    return tracked[place];
  }

  int ifTrue(int place) {
    return ifTrue[place];
  }

  int ifFalse(int place) {
    return ifFalse[place];
  }

  /** Whether a leaf speaks of any target. */
  boolean isWeighed(int place) {
    return weights.containsKey(place);
  }

  /** What a leaf says, target by target: NaN of those that it does not speak of. */
  double[] weights(int place) {
    double[] all = weights.get(place);
    return all == null ? nothing() : all;
  }

  /** Whether any leaf speaks of a target, target by target. */
  boolean[] spokenOf() {
    return spokenOf.clone();
  }

  /** Whether no weight is below zero. */
  boolean isPositive() {
    return positive;
  }

  ModelLoadException refuse(int place, String why) {
    return node.refuse("node at place %d of its trees %s".formatted(place, why));
  }
}
