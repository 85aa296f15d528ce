package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Trees whose leaves are combined: walked eight at a time where a row allows, which is nearly every
 * row, and one by one, as the ops that it stands for would, where it does not.
 */
public final class Forest implements Kept {
  /** An op that can be run for one row, and says how its trees' values make the result. */
  interface Combiner extends Kept {
    /** Combines what the trees left in their slots. */
    void combine(double[] v, int row);

    /** The weight of each tree's values; empty where they are combined in another way. */
    Optional<double[]> weights();

    /** How many values a tree gives. */
    int width();

    /** The first slot of the sums, one for each of a tree's values. */
    int result();

    Precision precision();

    /** The result from the sums. False where only the trees' own slots can tell. */
    boolean finish(double[] v, int row);
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
    TreeLayout layout = new TreeLayout(newSlot, combination.width());
    for (int i = 0; i < trees.size(); i++) {
      trees.get(i).layOut(layout, weights.get()[i]);
    }
    return new Forest(
        trees, combination, layout.isWorthIt() ? Optional.of(layout.build()) : Optional.empty());
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
    if (linked.isEmpty()) {
      for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
        oneByOne(v, at);
      }
      return;
    }
    int[] walkable = frame.chosen();
    int count = 0;
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      if (linked.get().prepare(v, at)) {
        walkable[count++] = at;
      } else {
        oneByOne(v, at);
      }
    }
    walk(linked.get(), frame, walkable, count);
  }

  /** All rows through eight trees, then through the next: these stay in the nearest cache. */
  private void walk(LinkedTrees forest, Frame frame, int[] rows, int count) {
    double[] v = frame.numbers();
    int result = combiner.result();
    for (int i = 0; i < count; i++) {
      java.util.Arrays.fill(v, rows[i] + result, rows[i] + result + combiner.width(), 0);
    }
    for (int group = 0; group < forest.groups(); group++) {
      forest.add(group, combiner.precision(), v, rows, count, result, frame.found());
    }
    for (int i = 0; i < count; i++) {
      if (!combiner.finish(v, rows[i])) {
        oneByOne(v, rows[i]);
      }
    }
  }

  private void oneByOne(double[] v, int row) {
    for (Pick tree : trees) {
      tree.run(v, row);
    }
    combiner.combine(v, row);
  }

  /** What can combine trees. */
  private enum Combining {
    NUMBERS {
      @Override
      Combiner read(FlatReader in) {
        return CombineNumbers.read(in);
      }
    },
    PROBABILITIES {
      @Override
      Combiner read(FlatReader in) {
        return AverageProbabilities.read(in);
      }
    };

    abstract Combiner read(FlatReader in);
  }

  @Override
  public void write(FlatWriter out) {
    out.choice(combiner instanceof CombineNumbers ? Combining.NUMBERS : Combining.PROBABILITIES);
    combiner.write(out);
    out.whole(trees.length);
    for (Pick tree : trees) {
      tree.write(out);
    }
    out.flag(linked.isPresent());
    linked.ifPresent(layout -> layout.write(out));
  }

  public static Forest read(FlatReader in) {
    Combiner combiner = in.choice(Combining.values()).read(in);
    List<Pick> trees = in.list(Integer.BYTES, () -> Pick.read(in));
    return new Forest(
        trees,
        combiner,
        in.flag() ? Optional.of(LinkedTrees.read(in, combiner.width())) : Optional.empty());
  }
}
