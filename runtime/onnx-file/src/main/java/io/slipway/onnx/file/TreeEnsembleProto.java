package io.slipway.onnx.file;

import io.slipway.scoring.ModelLoadException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The trees of a node {@code TreeEnsemble} (ai.onnx.ml 5), held to what the standard says of them:
 * ONNX Runtime follows the numbers in its lists without looking, out of them and around in circles.
 * Tests and leaves are counted apart, each from 0. Immutable.
 */
public final class TreeEnsembleProto {
  /** The mode of a test for membership: the last that there is. */
  public static final int MEMBER = 6;

  private static final String OPERATOR = "ai.onnx.ml:TreeEnsemble";

  private final NodeProto node;
  private final int[] modes;
  private final long[] features;
  private final long[] tracks;
  private final int[] ifTrue;
  private final int[] ifFalse;
  private final int[] roots;
  private final long[] targets;
  private final Map<Integer, double[]> members;

  private TreeEnsembleProto(NodeProto node) throws ModelLoadException {
    this.node = node;
    modes = modes();
    features = list("nodes_featureids", modes.length);
    tracks = listOrNone("nodes_missing_value_tracks_true", modes.length);
    targets = integers("leaf_targetids");
    requireElements("nodes_splits", modes.length);
    requireElements("leaf_weights", targets.length);
    if (node.attribute("nodes_hitrates").isPresent()) {
      requireElements("nodes_hitrates", modes.length);
    }
    ifTrue = ways("nodes_truenodeids", "nodes_trueleafs");
    ifFalse = ways("nodes_falsenodeids", "nodes_falseleafs");
    roots = roots();
    requireTrees();
    members = members();
  }

  /** Whether a node is of this operator. */
  public static boolean isOne(NodeProto node) {
    return node.qualifiedOperator().equals(OPERATOR);
  }

  /**
   * @throws ModelLoadException if the lists do not make trees, or trees that ONNX Runtime reads
   *     otherwise than the standard
   */
  public static TreeEnsembleProto of(NodeProto node) throws ModelLoadException {
    return new TreeEnsembleProto(node);
  }

  static void check(ModelProto model) throws ModelLoadException {
    Graphs.forEachNode(
        model,
        node -> {
          if (isOne(node)) {
            of(node);
          }
        });
  }

  /** How many tests there are. */
  public int tests() {
    return modes.length;
  }

  /** How many leaves there are. */
  public int leaves() {
    return targets.length;
  }

  /** How a test compares: 0 to {@link #MEMBER}, in the standard's order. */
  public int mode(int test) {
    return modes[test];
  }

  /** The feature that a test asks for, which the input may not have. */
  public long feature(int test) {
    return features[test];
  }

  /** Whether a missing value goes where a test that holds does. */
  public boolean tracksTrue(int test) {
    return tracks.length > 0 && tracks[test] == 1;
  }

  /** Where a test that holds leads: a test, or the complement of a leaf. */
  public int ifTrue(int test) {
    return ifTrue[test];
  }

  /** Where a test that does not hold leads: a test, or the complement of a leaf. */
  public int ifFalse(int test) {
    return ifFalse[test];
  }

  /** The tests that trees begin with, in the order in which the trees are summed. */
  public int[] treeRoots() {
    return roots.clone();
  }

  /** The target that a leaf speaks of, which may be none. */
  public long target(int leaf) {
    return targets[leaf];
  }

  /** The set of a test for membership; empty for others. */
  public double[] membersOf(int test) {
    return members.getOrDefault(test, new double[0]).clone();
  }

  private int[] modes() throws ModelLoadException {
    byte[] bytes = TensorElements.bytes(tensor("nodes_modes"));
    int[] numbers = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      numbers[i] = bytes[i];
      if (bytes[i] < 0 || bytes[i] > MEMBER) {
        throw invalid("test %d is of mode %d".formatted(i, bytes[i] & 0xff));
      }
    }
    if (numbers.length == 0) {
      throw invalid("there are no tests");
    }
    return numbers;
  }

  private int[] ways(String idsName, String leafsName) throws ModelLoadException {
    long[] ids = list(idsName, modes.length);
    long[] leafs = list(leafsName, modes.length);
    int[] ways = new int[ids.length];
    for (int i = 0; i < ways.length; i++) {
      long bound = leafs[i] == 0 ? modes.length : targets.length;
      if (ids[i] < 0 || ids[i] >= bound) {
        throw invalid(
            "test %d leads to %s %d of %d"
                .formatted(i, leafs[i] == 0 ? "test" : "leaf", ids[i], bound));
      }
      ways[i] = leafs[i] == 0 ? (int) ids[i] : ~(int) ids[i];
    }
    return ways;
  }

  private int[] roots() throws ModelLoadException {
    long[] ids = integers("tree_roots");
    if (ids.length == 0) {
      throw invalid("there are no trees");
    }
    int[] numbers = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0 || ids[i] >= modes.length) {
        throw invalid("a tree begins with test %d of %d".formatted(ids[i], modes.length));
      }
      numbers[i] = (int) ids[i];
    }
    return numbers;
  }

  /** Each test is one of one tree at most, and comes once in it: there is no way around to it. */
  private void requireTrees() throws ModelLoadException {
    boolean[] isLedTo = new boolean[modes.length];
    for (int root : roots) {
      lead(root, isLedTo);
    }
    for (int test = 0; test < modes.length; test++) {
      lead(ifTrue[test], isLedTo);
      lead(ifFalse[test], isLedTo);
    }
    for (int root : roots) {
      // A tree of one leaf. ONNX Runtime takes the leaf of the root's number in its place.
      if (ifTrue[root] == ifFalse[root] && ifTrue[root] < 0 && ~ifTrue[root] != root) {
        throw Refusals.unsupported(
            "%s: a tree is one leaf, %d, which ONNX Runtime mistakes for leaf %d; give the leaf its root's number"
                .formatted(shown(), ~ifTrue[root], root));
      }
    }
  }

  private void lead(int way, boolean[] isLedTo) throws ModelLoadException {
    if (way >= 0) {
      if (isLedTo[way]) {
        throw invalid("more than one way leads to test " + way);
      }
      isLedTo[way] = true;
    }
  }

  /** Sets stand behind one another in the order of their tests, each ended by a NaN. */
  private Map<Integer, double[]> members() throws ModelLoadException {
    Map<Integer, double[]> sets = new HashMap<>();
    List<Integer> tests = new ArrayList<>();
    for (int test = 0; test < modes.length; test++) {
      if (modes[test] == MEMBER) {
        tests.add(test);
      }
    }
    if (tests.isEmpty()) {
      return sets;
    }
    double[] values = TensorElements.numbers(tensor("membership_values"));
    int from = 0;
    for (int test : tests) {
      int to = from;
      while (to < values.length && !Double.isNaN(values[to])) {
        to++;
      }
      if (to == from) {
        throw invalid("test " + test + " is for membership of an empty set, or of none");
      }
      sets.put(test, Arrays.copyOfRange(values, from, to));
      from = to + 1;
    }
    if (from < values.length) {
      throw invalid("there are more sets than tests for membership");
    }
    return sets;
  }

  private long[] integers(String name) throws ModelLoadException {
    Optional<AttributeProto> attribute = node.attribute(name);
    return attribute.isPresent() ? attribute.get().integers() : new long[0];
  }

  private long[] listOrNone(String name, int length) throws ModelLoadException {
    return node.attribute(name).isPresent() ? list(name, length) : new long[0];
  }

  private long[] list(String name, int length) throws ModelLoadException {
    long[] numbers = integers(name);
    requireLength(name, numbers.length, length);
    return numbers;
  }

  private void requireElements(String name, int length) throws ModelLoadException {
    try {
      requireLength(name, tensor(name).elements(), length);
    } catch (ArithmeticException e) {
      throw invalid(name + " has no size");
    }
  }

  private void requireLength(String name, long length, int wanted) throws ModelLoadException {
    if (length != wanted) {
      throw invalid("%s has %d elements, not %d".formatted(name, length, wanted));
    }
  }

  private TensorProto tensor(String name) throws ModelLoadException {
    Optional<TensorProto> tensor =
        node.attribute(name).flatMap(attribute -> attribute.tensors().stream().findFirst());
    if (tensor.isEmpty()) {
      throw invalid("there is no tensor " + name);
    }
    return tensor.get();
  }

  private ModelLoadException invalid(String what) {
    return Refusals.invalid(shown() + ": " + what);
  }

  private String shown() {
    return "node " + Refusals.quoted(node.name()) + " (" + OPERATOR + ")";
  }
}
