package io.slipway.tabular;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Trees as the lists and tensors of a node TreeEnsemble; the same seed makes the same. */
final class RandomTreeTensors {
  private static final int MODES = 7;
  private static final int MEMBER = 6;

  private final Random random;
  private final int features;
  private final int targets;
  private final int type;
  private final int[] allowed;
  private final List<Double> modes = new ArrayList<>();
  private final List<Double> splits = new ArrayList<>();
  private final List<Double> members = new ArrayList<>();
  private final List<Long> featureIds = new ArrayList<>();
  private final List<Long> tracks = new ArrayList<>();
  private final List<Long> ifTrue = new ArrayList<>();
  private final List<Long> ifFalse = new ArrayList<>();
  private final List<Long> trueLeafs = new ArrayList<>();
  private final List<Long> falseLeafs = new ArrayList<>();
  private final List<Long> roots = new ArrayList<>();
  private final List<Long> leafTargets = new ArrayList<>();
  private final List<Double> weights = new ArrayList<>();

  /**
   * @param type of the tensors: FLOAT or DOUBLE
   */
  RandomTreeTensors(Random random, int features, int targets, int type) {
    this.random = random;
    this.features = features;
    this.targets = targets;
    this.type = type;
    this.allowed =
        switch (random.nextInt(4)) {
          case 0 -> new int[] {0, 1, 2, 3, 4, 5, MEMBER};
          case 1 -> new int[] {0};
          case 2 -> new int[] {0, 0, 0, MEMBER};
          default -> new int[] {random.nextInt(MODES)};
        };
  }

  void add(int count, int depth) {
    for (int tree = 0; tree < count; tree++) {
      roots.add((long) modes.size());
      test(depth);
    }
  }

  private long test(int depth) {
    int at = modes.size();
    int mode = allowed[random.nextInt(allowed.length)];
    modes.add((double) mode);
    splits.add(rounded(mode == MEMBER ? 0 : split(mode)));
    featureIds.add((long) random.nextInt(features));
    tracks.add((long) random.nextInt(2));
    ifTrue.add(0L);
    ifFalse.add(0L);
    trueLeafs.add(0L);
    falseLeafs.add(0L);
    if (mode == MEMBER) {
      set();
    }
    way(ifTrue, trueLeafs, at, depth);
    way(ifFalse, falseLeafs, at, depth);
    return at;
  }

  private void way(List<Long> ids, List<Long> leafs, int at, int depth) {
    if (depth == 0 || random.nextInt(5) == 0) {
      leafs.set(at, 1L);
      ids.set(at, leaf());
    } else {
      ids.set(at, test(depth - 1));
    }
  }

  private long leaf() {
    leafTargets.add((long) random.nextInt(targets));
    weights.add(rounded(random.nextGaussian() / 8));
    return weights.size() - 1L;
  }

  private double split(int mode) {
    if (mode >= 4 && random.nextBoolean()) {
      return random.nextInt(5); // equal to one of few: what chains of equalities ask
    }
    return switch (random.nextInt(12)) {
      case 0 -> 0.0;
      case 1 -> -0.0;
      case 2 -> 1;
      case 3 -> Float.MIN_VALUE;
      case 4 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
      default -> random.nextGaussian();
    };
  }

  /** Whole numbers, as the library wants them, in sets of few and of many. */
  private void set() {
    int size = random.nextInt(4) == 0 ? 40 : 1 + random.nextInt(6);
    int most = random.nextBoolean() ? 30 : 45;
    int least = most == 30 ? 0 : -3;
    for (int i = 0; i < size; i++) {
      members.add((double) random.nextInt(least, most + 1));
    }
    members.add(Double.NaN);
  }

  private double rounded(double value) {
    return type == GraphFile.FLOAT ? (float) value : value;
  }

  void write(GraphFile.Attributes node) {
    node.tensor("nodes_modes", GraphFile.UINT8, doubles(modes))
        .tensor("nodes_splits", type, doubles(splits))
        .integers("nodes_featureids", longs(featureIds))
        .integers("nodes_truenodeids", longs(ifTrue))
        .integers("nodes_falsenodeids", longs(ifFalse))
        .integers("nodes_trueleafs", longs(trueLeafs))
        .integers("nodes_falseleafs", longs(falseLeafs))
        .integers("tree_roots", longs(roots))
        .integers("leaf_targetids", longs(leafTargets))
        .tensor("leaf_weights", type, doubles(weights))
        .number("n_targets", targets);
    if (!members.isEmpty()) {
      node.tensor("membership_values", type, doubles(members));
    }
    if (random.nextBoolean()) {
      node.integers("nodes_missing_value_tracks_true", longs(tracks));
    }
  }

  private static long[] longs(List<Long> list) {
    return list.stream().mapToLong(Long::longValue).toArray();
  }

  private static double[] doubles(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
