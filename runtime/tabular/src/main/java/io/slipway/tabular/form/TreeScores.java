package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * What trees say of some targets, put together target by target in the order of the trees, each
 * step rounded to the model's precision. Missing is a value like others here: its way is the tree's
 * to say. The slots of the targets are contiguous.
 */
public final class TreeScores implements Kept {
  /** How the values of a target become one. */
  public enum Aggregate {
    SUM(0),
    LEAST(Double.POSITIVE_INFINITY),
    GREATEST(Double.NEGATIVE_INFINITY);

    /** What changes nothing. */
    private final double start;

    Aggregate(double start) {
      this.start = start;
    }
  }

  /** Fewer trees are sooner walked one by one than laid out with others that are none. */
  private static final int FEW = 4;

  private final Tree[] trees;
  private final Aggregate aggregate;
  private final Precision precision;
  private final int result;
  private final int targets;
  private final Optional<Linked> linked;

  private TreeScores(Builder builder, int result, Optional<Linked> linked) {
    this.trees = builder.trees.toArray(Tree[]::new);
    this.aggregate = builder.aggregate;
    this.precision = builder.precision;
    this.targets = builder.targets;
    this.result = result;
    this.linked = linked;
  }

  /** A tree, the targets it speaks of, and its leaves' values for each of them. */
  private static final class Tree {
    private final Graph graph;
    private final int[] targets;
    private final double[] values;

    Tree(Graph graph, int[] targets, double[] values) {
      this.graph = graph;
      this.targets = targets;
      this.values = values;
    }

    void write(FlatWriter out) {
      out.wholes(targets);
      out.reals(values);
      graph.write(out);
    }

    static Tree read(FlatReader in, int ofAll) {
      int[] targets = in.wholes();
      for (int target : targets) {
        if (target < 0 || target >= ofAll) {
          throw FlatReader.malformed("there is no target " + target);
        }
      }
      double[] values = in.reals();
      return new Tree(Graph.read(in, values.length / Math.max(1, targets.length)), targets, values);
    }
  }

  private static final class Linked {
    private final LinkedTrees trees;
    private final int[] start;

    /**
     * @param start the target that each group of trees starts at
     */
    Linked(LinkedTrees trees, int[] start) {
      this.trees = trees;
      this.start = start;
    }

    void write(FlatWriter out) {
      out.whole(trees.width());
      trees.write(out);
      out.wholes(start);
    }

    static Linked read(FlatReader in, int targets) {
      int width = in.within(1, targets + 1);
      LinkedTrees trees = LinkedTrees.read(in, width);
      int[] start = in.wholes();
      if (start.length != trees.groups()) {
        throw FlatReader.malformed("as many starts as groups of trees");
      }
      for (int target : start) {
        if (target < 0 || target > targets - width) {
          throw FlatReader.malformed("there is no target " + target);
        }
      }
      return new Linked(trees, start);
    }
  }

  /** Collects one tree after the other. */
  public static final class Builder {
    private final List<Tree> trees = new ArrayList<>();
    private final Aggregate aggregate;
    private final Precision precision;
    private final int targets;

    /**
     * @param targets how many there are
     */
    public Builder(Aggregate aggregate, Precision precision, int targets) {
      this.aggregate = aggregate;
      this.precision = precision;
      this.targets = targets;
    }

    /** The value of a leaf that says nothing of a target that its tree has values for. */
    public double nothing() {
      return aggregate.start;
    }

    /**
     * @param spokenOf the targets that the tree has values for
     * @param values of leaf 0, leaf 1, ..., for each of these
     */
    public void tree(GraphBuilder graph, int root, int[] spokenOf, double[] values) {
      trees.add(new Tree(new Graph(graph, root), spokenOf.clone(), values.clone()));
    }

    /**
     * @param result the first of as many slots as there are targets
     * @param newSlot gives out slots for what is computed from a row before the walk
     */
    public TreeScores build(int result, IntSupplier newSlot) {
      return new TreeScores(
          this,
          result,
          aggregate == Aggregate.SUM && trees.size() >= FEW ? link(newSlot) : Optional.empty());
    }

    /**
     * Trees that speak of one target each are sorted by it, which leaves the order of each sum as
     * it was; others speak of all, nothing being zero.
     */
    private Optional<Linked> link(IntSupplier newSlot) {
      boolean isSorted = trees.stream().allMatch(tree -> tree.targets.length == 1);
      TreeLayout layout = new TreeLayout(newSlot, isSorted ? 1 : targets);
      List<Integer> start = new ArrayList<>();
      for (int target = 0; target < (isSorted ? targets : 1); target++) {
        for (Tree tree : trees) {
          if (isSorted && tree.targets[0] == target) {
            layout.tree(tree.graph, tree.values, 1, 1);
          } else if (!isSorted) {
            layout.tree(tree.graph, spread(tree), targets, 1);
          }
        }
        layout.endGroup();
        while (start.size() < layout.groups()) {
          start.add(target);
        }
      }
      return layout.isWorthIt()
          ? Optional.of(
              new Linked(layout.build(), start.stream().mapToInt(Integer::intValue).toArray()))
          : Optional.empty();
    }

    private double[] spread(Tree tree) {
      int leaves = tree.values.length / tree.targets.length;
      double[] spread = new double[leaves * targets];
      for (int leaf = 0; leaf < leaves; leaf++) {
        for (int i = 0; i < tree.targets.length; i++) {
          spread[leaf * targets + tree.targets[i]] = tree.values[leaf * tree.targets.length + i];
        }
      }
      return spread;
    }
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      Arrays.fill(v, at + result, at + result + targets, aggregate.start);
    }
    if (linked.isEmpty()) {
      for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
        oneByOne(v, at);
        if (aggregate != Aggregate.SUM) {
          zeroWhereNoneSpoke(v, at + result);
        }
      }
      return;
    }
    int[] walkable = frame.chosen();
    int count = 0;
    LinkedTrees forest = linked.get().trees;
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      if (forest.prepare(v, at)) {
        walkable[count++] = at;
      } else {
        oneByOne(v, at);
      }
    }
    int[] start = linked.get().start;
    for (int group = 0; group < forest.groups(); group++) {
      forest.add(group, precision, v, walkable, count, result + start[group], frame.found());
    }
  }

  /** Leaves' values are finite, so that what is not is where it started. */
  private void zeroWhereNoneSpoke(double[] v, int at) {
    for (int slot = at; slot < at + targets; slot++) {
      v[slot] = Double.isInfinite(v[slot]) ? 0 : v[slot];
    }
  }

  private void oneByOne(double[] v, int row) {
    for (Tree tree : trees) {
      int leaf = tree.graph.leaf(v, row);
      for (int i = 0; i < tree.targets.length; i++) {
        int slot = row + result + tree.targets[i];
        double value = tree.values[leaf * tree.targets.length + i];
        switch (aggregate) {
          case SUM -> v[slot] = precision.round(v[slot] + value);
          case LEAST -> v[slot] = Math.min(v[slot], value);
          case GREATEST -> v[slot] = Math.max(v[slot], value);
        }
      }
    }
  }

  @Override
  public String toString() {
    return "TreeScores of " + trees.length + " trees for " + targets + " targets";
  }

  private TreeScores(
      List<Tree> trees,
      Aggregate aggregate,
      Precision precision,
      int targets,
      int result,
      Optional<Linked> linked) {
    this.trees = trees.toArray(Tree[]::new);
    this.aggregate = aggregate;
    this.precision = precision;
    this.targets = targets;
    this.result = result;
    this.linked = linked;
  }

  @Override
  public void write(FlatWriter out) {
    out.choice(aggregate);
    out.choice(precision);
    out.whole(targets);
    out.whole(result);
    out.whole(trees.length);
    for (Tree tree : trees) {
      tree.write(out);
    }
    out.flag(linked.isPresent());
    linked.ifPresent(layout -> layout.write(out));
  }

  public static TreeScores read(FlatReader in) {
    Aggregate aggregate = in.choice(Aggregate.values());
    Precision precision = in.choice(Precision.values());
    int targets = in.within(1, Integer.MAX_VALUE);
    int result = in.slots(targets);
    List<Tree> trees = in.list(Integer.BYTES, () -> Tree.read(in, targets));
    return new TreeScores(
        trees,
        aggregate,
        precision,
        targets,
        result,
        in.flag() ? Optional.of(Linked.read(in, targets)) : Optional.empty());
  }
}
