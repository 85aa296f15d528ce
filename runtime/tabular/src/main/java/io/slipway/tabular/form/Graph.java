package io.slipway.tabular.form;

/**
 * Tests that lead from one to another and at last to a leaf: trees, rules and predicates. A test
 * compares a slot, and has three ways on: true, false, and no value. Successors are node numbers,
 * or leaves as their complement. Predicates joined by and, or, xor and surrogate have become paths.
 */
final class Graph {
  /** The leaf of a row whose value failed. */
  static final int FAILED_LEAF = Integer.MAX_VALUE;

  static final byte AT_MOST = 0;
  static final byte BELOW = 1;
  static final byte EQUAL = 2;
  static final byte IN = 3;
  static final byte MISSING = 4;

  final int root;
  final int[] slot;
  final byte[] kind;
  final double[] operand;
  final int[] ifTrue;
  final int[] ifFalse;
  final int[] ifMissing;
  private final CodeSet[] sets;

  Graph(GraphBuilder builder, int root) {
    this.root = root;
    int size = builder.size();
    slot = new int[size];
    kind = new byte[size];
    operand = new double[size];
    ifTrue = new int[size];
    ifFalse = new int[size];
    ifMissing = new int[size];
    for (int i = 0; i < size; i++) {
      GraphBuilder.Node node = builder.node(i);
      slot[i] = node.slot();
      kind[i] = node.kind();
      operand[i] = node.operand();
      ifTrue[i] = node.ifTrue();
      ifFalse[i] = node.ifFalse();
      ifMissing[i] = node.ifMissing();
    }
    sets = builder.sets();
  }

  /** The leaf of the row that starts at {@code row}. */
  int leaf(double[] v, int row) {
    int at = root;
    while (at >= 0) {
      double x = v[row + slot[at]];
      if (!Double.isNaN(x)) {
        boolean truth = holds(at, x);
        at = truth ? ifTrue[at] : ifFalse[at];
      } else if (Values.isMissing(x)) {
        at = kind[at] == MISSING ? ifTrue[at] : ifMissing[at];
      } else if (Values.isFailed(x)) {
        return FAILED_LEAF;
      } else {
        at = ifFalse[at]; // a number of no order, above all others
      }
    }
    return ~at;
  }

  /** Whether a test holds for a number. */
  boolean holds(int at, double x) {
    return switch (kind[at]) {
      case AT_MOST -> x <= operand[at];
      case BELOW -> x < operand[at];
      case EQUAL -> x == operand[at];
      case IN -> sets[(int) operand[at]].contains(x);
      default -> false;
    };
  }

  /** The set of a test for membership. */
  CodeSet setOf(int at) {
    return sets[(int) operand[at]];
  }
}
