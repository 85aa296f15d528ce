package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Trees laid out for walking without branches, eight at a time: the processor has seven other loads
 * to wait for while it waits for one. A node is a slot, a threshold and two successors; a leaf
 * leads to itself, so that walks of unequal length need not be told apart.
 *
 * <p>Going right is the sign bit of threshold less value, which is clear for a value that is
 * missing: where missing must go right, the node tests the negated value. Tests other than of order
 * become slots of 0 and 1. What such a layout cannot say, a third way for missing values, makes
 * {@link #prepare} refuse rows that would need it.
 */
final class LinkedTrees {
  /** How many trees are walked at once. */
  static final int AT_ONCE = 8;

  /** How many numbers a pair of nodes takes. */
  static final int PAIR = 4;

  /** How far behind its threshold a node's link is. */
  static final int LINK = 2;

  /** Set in the link of a leaf. */
  static final long LEAF = 1L << 32;

  /**
   * In the place of a leaf's threshold: no value taken from it gives a number with a sign. The
   * lower half has where the leaf's values are.
   */
  static final long NO_THRESHOLD = Double.doubleToRawLongBits(Double.NaN);

  private static final int UNDER_WAY = -1;

  private final int[] roots;
  private final int[] longest;

  /**
   * Pairs of nodes: the bits of both thresholds, and both links. What is read together lies
   * together: callers that come singly find little of a forest in the caches near the core. A node
   * is where its threshold is. A link has the slot, whether it is a leaf's, and in the lower half
   * where the left successor is, which the right one follows.
   */
  private final long[] nodes;

  private final double[] values;
  private final int width;
  private final int[] used;
  private final int[] negatedFrom;
  private final int[] negatedTo;
  private final Indicator[] indicators;
  private final boolean toleratesMissing;

  /**
   * @param roots of each tree, eight by eight
   * @param longest way of each eight
   * @param width values at a leaf
   * @param used slots that must have a value for a row to be walked
   * @param negatedFrom slots whose negated values are wanted
   * @param negatedTo in these slots
   * @param toleratesMissing whether a slot that is missing need not keep a row from being walked
   */
  LinkedTrees(
      int[] roots,
      int[] longest,
      long[] nodes,
      double[] values,
      int width,
      int[] used,
      int[] negatedFrom,
      int[] negatedTo,
      Indicator[] indicators,
      boolean toleratesMissing) {
    this.roots = roots;
    this.longest = longest;
    this.nodes = nodes;
    this.values = values;
    this.width = width;
    this.used = used;
    this.negatedFrom = negatedFrom;
    this.negatedTo = negatedTo;
    this.indicators = indicators;
    this.toleratesMissing = toleratesMissing;
  }

  /** What {@link #walk} goes by without looking. */
  private void requireLayout(FlatReader in) {
    boolean fits =
        nodes.length % PAIR == 0
            && negatedTo.length == negatedFrom.length
            && roots.length == AT_ONCE * longest.length;
    for (int i = 0; fits && i < nodes.length; i++) {
      fits = !isNode(i) || leads(i, in);
    }
    int[] known = new int[nodes.length];
    for (int i = 0; fits && i < roots.length; i++) {
      fits = isNode(roots[i]) && ends(roots[i], longest[i / AT_ONCE], known);
    }
    if (!fits) {
      throw FlatReader.malformed("trees lead to where nothing is");
    }
  }

  private boolean isNode(int place) {
    return place >= 0 && place < nodes.length && place % PAIR < LINK;
  }

  /**
   * Whether all ways from a node end at a leaf after so many tests at most.
   *
   * @param known of nodes seen before: how many tests there are, plus one
   */
  private boolean ends(int root, int most, int[] known) {
    Deque<Integer> way = new ArrayDeque<>(List.of(root));
    while (!way.isEmpty()) {
      int node = way.peek();
      int left = (int) nodes[node + LINK];
      if ((nodes[node + LINK] & LEAF) != 0) {
        known[node] = 1;
      } else if (known[node] == 0) {
        known[node] = UNDER_WAY;
        for (int next = left; next <= left + 1; next++) {
          if (known[next] == UNDER_WAY) {
            return false;
          }
          way.push(next);
        }
        continue;
      } else if (known[node] == UNDER_WAY) {
        known[node] = 1 + Math.max(known[left], known[left + 1]);
      }
      way.pop();
    }
    return known[root] - 1 <= most;
  }

  /** A leaf to itself, whatever the row, and to values; a test to two that are there. */
  private boolean leads(int node, FlatReader in) {
    long link = nodes[node + LINK];
    int left = (int) link;
    if ((link & LEAF) != 0) {
      int at = (int) nodes[node];
      return left == node
          && slot(link) == 0
          && (nodes[node] & ~0xFFFF_FFFFL) == NO_THRESHOLD
          && at >= 0
          && at <= values.length - width;
    }
    return isNode(left) && left % PAIR == 0 && in.hasSlot(slot(link));
  }

  void write(FlatWriter out) {
    out.reals(values);
    out.longs(nodes);
    out.wholes(roots);
    out.wholes(longest);
    out.wholes(used);
    out.wholes(negatedFrom);
    out.wholes(negatedTo);
    out.whole(indicators.length);
    for (Indicator indicator : indicators) {
      indicator.write(out);
    }
    out.flag(toleratesMissing);
  }

  /**
   * @param width values at a leaf
   */
  static LinkedTrees read(FlatReader in, int width) {
    double[] values = in.reals();
    long[] nodes = in.longs();
    int[] roots = in.wholes();
    int[] longest = in.wholes();
    int[] used = in.slotArray(1);
    int[] negatedFrom = in.slotArray(1);
    int[] negatedTo = in.slotArray(1);
    Indicator[] indicators =
        in.list(Integer.BYTES, () -> Indicator.read(in)).toArray(Indicator[]::new);
    LinkedTrees trees =
        new LinkedTrees(
            roots,
            longest,
            nodes,
            values,
            width,
            used,
            negatedFrom,
            negatedTo,
            indicators,
            in.flag());
    trees.requireLayout(in);
    return trees;
  }

  /** Values at a leaf. */
  int width() {
    return width;
  }

  /** Whether a row can be walked; computes what the walk reads beside the row's own slots. */
  boolean prepare(double[] v, int row) {
    for (int slot : used) {
      double x = v[row + slot];
      if (Double.isNaN(x) && !(toleratesMissing && Values.isMissing(x))) {
        return false;
      }
    }
    for (Indicator indicator : indicators) {
      indicator.run(v, row);
    }
    for (int i = 0; i < negatedFrom.length; i++) {
      v[row + negatedTo[i]] = 0.0 - v[row + negatedFrom[i]];
    }
    return true;
  }

  /**
   * Walks trees {@code first} and the seven after it.
   *
   * @param found where each one's values are
   */
  private void walk(double[] v, int row, int first, int[] found) {
    int a = roots[first];
    int b = roots[first + 1];
    int c = roots[first + 2];
    int d = roots[first + 3];
    int e = roots[first + 4];
    int f = roots[first + 5];
    int g = roots[first + 6];
    int h = roots[first + 7];
    long links = 0;
    for (int level = longest[first / AT_ONCE]; level > 0 && (links & LEAF) == 0; level--) {
      long la = nodes[a + LINK];
      long lb = nodes[b + LINK];
      long lc = nodes[c + LINK];
      long ld = nodes[d + LINK];
      long le = nodes[e + LINK];
      long lf = nodes[f + LINK];
      long lg = nodes[g + LINK];
      long lh = nodes[h + LINK];
      a = (int) la + right(nodes[a], v[row + slot(la)]);
      b = (int) lb + right(nodes[b], v[row + slot(lb)]);
      c = (int) lc + right(nodes[c], v[row + slot(lc)]);
      d = (int) ld + right(nodes[d], v[row + slot(ld)]);
      e = (int) le + right(nodes[e], v[row + slot(le)]);
      f = (int) lf + right(nodes[f], v[row + slot(lf)]);
      g = (int) lg + right(nodes[g], v[row + slot(lg)]);
      h = (int) lh + right(nodes[h], v[row + slot(lh)]);
      links = la & lb & lc & ld & le & lf & lg & lh;
    }
    found[0] = (int) nodes[a];
    found[1] = (int) nodes[b];
    found[2] = (int) nodes[c];
    found[3] = (int) nodes[d];
    found[4] = (int) nodes[e];
    found[5] = (int) nodes[f];
    found[6] = (int) nodes[g];
    found[7] = (int) nodes[h];
  }

  private static int slot(long link) {
    return (int) (link >>> 33);
  }

  private static int right(long limit, double value) {
    return (int) (Double.doubleToRawLongBits(Double.longBitsToDouble(limit) - value) >>> 63);
  }

  /** How many times eight trees there are. */
  int groups() {
    return longest.length;
  }

  /** Walks rows through eight trees and adds the leaves' values, tree by tree, to their slots. */
  void add(
      int group, Precision precision, double[] v, int[] rows, int count, int result, int[] found) {
    for (int i = 0; i < count; i++) {
      walk(v, rows[i], group * AT_ONCE, found);
      int at = rows[i] + result;
      if (width > 1 && precision == Precision.DOUBLE) {
        addAll(v, at, found);
      } else if (width > 1) {
        addAllFloats(v, at, found);
      } else if (precision == Precision.DOUBLE) {
        v[at] = sum(v[at], found);
      } else {
        v[at] = floatSum((float) v[at], found);
      }
    }
  }

  private double sum(double before, int[] found) {
    double sum = before;
    for (int tree = 0; tree < AT_ONCE; tree++) {
      sum += values[found[tree]];
    }
    return sum;
  }

  /** Each addition rounded to single precision. */
  private float floatSum(float before, int[] found) {
    float sum = before;
    for (int tree = 0; tree < AT_ONCE; tree++) {
      sum += (float) values[found[tree]];
    }
    return sum;
  }

  private void addAll(double[] v, int at, int[] found) {
    for (int tree = 0; tree < AT_ONCE; tree++) {
      int from = found[tree];
      for (int i = 0; i < width; i++) {
        v[at + i] += values[from + i];
      }
    }
  }

  private void addAllFloats(double[] v, int at, int[] found) {
    for (int tree = 0; tree < AT_ONCE; tree++) {
      int from = found[tree];
      for (int i = 0; i < width; i++) {
        v[at + i] = (float) v[at + i] + (float) values[from + i];
      }
    }
  }
}
