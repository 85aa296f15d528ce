package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

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

  private Graph(int slot, byte kind, double operand, CodeSet set) {
    int[] nowhere = {GraphBuilder.leaf(0)};
    this.root = 0;
    this.slot = new int[] {slot};
    this.kind = new byte[] {kind};
    this.operand = new double[] {kind == IN ? 0 : operand};
    this.ifTrue = nowhere;
    this.ifFalse = nowhere;
    this.ifMissing = nowhere;
    this.sets = new CodeSet[] {set};
  }

  private Graph(FlatReader in, int leaves) {
    slot = in.slotArray(1);
    kind = in.bytes();
    operand = in.reals(slot.length);
    ifTrue = in.wholes();
    ifFalse = in.wholes();
    ifMissing = in.wholes();
    sets = in.list(Integer.BYTES, () -> CodeSet.read(in)).toArray(CodeSet[]::new);
    root = in.whole();
    requireWay(root, slot.length, leaves);
    for (int[] ways : new int[][] {ifTrue, ifFalse, ifMissing}) {
      if (ways.length != slot.length) {
        throw FlatReader.malformed("as many ways as tests");
      }
      for (int at = 0; at < ways.length; at++) {
        requireWay(ways[at], at, leaves);
      }
    }
    requireKinds();
  }

  /** A test leads to those before it, and so never around. */
  private static void requireWay(int way, int tests, int leaves) {
    if (way >= tests || ~way >= leaves) {
      throw FlatReader.malformed("a test leads to " + way);
    }
  }

  private void requireKinds() {
    if (kind.length != slot.length) {
      throw FlatReader.malformed("as many kinds as tests");
    }
    for (int at = 0; at < kind.length; at++) {
      if (kind[at] < AT_MOST || kind[at] > MISSING) {
        throw FlatReader.malformed("no test is of kind " + kind[at]);
      }
      if (kind[at] == IN && !(operand[at] >= 0 && operand[at] < sets.length)) {
        throw FlatReader.malformed("there is no set " + operand[at]);
      }
    }
  }

  void write(FlatWriter out) {
    out.wholes(slot);
    out.bytes(kind);
    out.reals(operand);
    out.wholes(ifTrue);
    out.wholes(ifFalse);
    out.wholes(ifMissing);
    out.whole(sets.length);
    for (CodeSet set : sets) {
      set.write(out);
    }
    out.whole(root);
  }

  /**
   * @param leaves how many there are
   */
  static Graph read(FlatReader in, int leaves) {
    return new Graph(in, leaves);
  }

  /** Writes a test without its ways on. */
  void writeTest(int at, FlatWriter out) {
    out.whole(slot[at]);
    out.whole(kind[at]);
    out.real(operand[at]);
    if (kind[at] == IN) {
      setOf(at).write(out);
    }
  }

  /** A graph of one test, which leads nowhere in particular. */
  static Graph readTest(FlatReader in) {
    int slot = in.slot();
    byte kind = (byte) in.within(AT_MOST, MISSING + 1);
    double operand = in.real();
    return new Graph(slot, kind, operand, kind == IN ? CodeSet.read(in) : new CodeSet());
  }
}
