package io.slipway.tabular.form;

import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Trees whose leaves are combined: walked eight at a time where a row allows, which is nearly every
 * row, and one by one, as the ops that it stands for would, where it does not.
 */
public final class Forest implements Op {
  /** An op that can be run for one row, and says how its trees' values make the result. */
  interface Combiner extends Op {
    /** Combines what the trees left in their slots. */
    void combine(double[] v, int row);

    /** The weight of each tree's values; empty where they are combined in another way. */
    Optional<double[]> weights();

    /** How many values a tree gives. */
    int width();

    /** The result from the walk. False where only the trees' own slots can tell. */
    boolean combine(double[] v, int row, LinkedTrees trees, int[] found);
  }

  private final Pick[] trees;
  private final Combiner combiner;
  private final Optional<LinkedTrees> linked;

  private Forest(List<Pick> trees, Combiner combiner, Optional<LinkedTrees> linked) {
    this.trees = trees.toArray(Pick[]::new);
    this.combiner = combiner;
    this.linked = linked;
  }

  /**
   * @param trees in the order in which they are combined
   * @param combination of their results
   * @param newSlot gives out slots
   */
  static Forest of(List<Pick> trees, Combiner combination, IntSupplier newSlot) {
    Optional<double[]> weights = combination.weights();
    if (weights.isEmpty()) {
      return new Forest(trees, combination, Optional.empty());
    }
    LinkedTrees.Builder builder = new LinkedTrees.Builder(newSlot, combination.width());
    for (int i = 0; i < trees.size(); i++) {
      trees.get(i).layOut(builder, weights.get()[i]);
    }
    return new Forest(
        trees, combination, builder.isWorthIt() ? Optional.of(builder.build()) : Optional.empty());
  }

  /** Of numbers. */
  public static Forest of(List<Pick> trees, CombineNumbers combination, IntSupplier newSlot) {
    return of(trees, (Combiner) combination, newSlot);
  }

  /** Of probabilities. */
  public static Forest of(List<Pick> trees, AverageProbabilities combination, IntSupplier newSlot) {
    return of(trees, (Combiner) combination, newSlot);
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      if (linked.isEmpty()
          || !linked.get().prepare(v, at)
          || !combiner.combine(v, at, linked.get(), frame.found())) {
        for (Pick tree : trees) {
          tree.run(v, at);
        }
        combiner.combine(v, at);
      }
    }
  }
}
