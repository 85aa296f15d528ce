package io.slipway.operator.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What happens, as data.
 *
 * @param faults what may go wrong in it
 * @param first the spec that it begins with
 * @param actions one after the other
 * @param last the spec that it ends with, once nothing goes wrong any more
 */
record Schedule(Faults faults, Wish first, List<Action> actions, Wish last) {

  /** What may go wrong beside the operator. */
  enum Faults {
    /** Pods and objects are left alone: then no caller may be lost. */
    OPERATOR_ONLY,
    ALL
  }

  private static final int FEWEST = 8;
  private static final int MOST = 40;

  Schedule {
    actions = List.copyOf(actions);
  }

  /** The schedule of a seed; the same one for ever, as long as this code is the same. */
  static Schedule of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Faults faults = seed % 2 == 0 ? Faults.ALL : Faults.OPERATOR_ONLY;
    Generator generator = new Generator(random, faults);
    Wish first = generator.wish(Wish.CUSTOM);
    List<Action> actions = new ArrayList<>();
    int count = random.nextInt(FEWEST, MOST + 1);
    for (int i = 0; i < count; i++) {
      actions.add(generator.action());
    }
    return new Schedule(faults, first, actions, generator.last());
  }

  Schedule with(List<Action> fewer) {
    return new Schedule(faults, first, fewer, last);
  }

  /** How many actions. */
  int size() {
    return actions.size();
  }

  /** The lines that a person reads. */
  String text() {
    StringBuilder text = new StringBuilder("  it begins with ").append(first);
    int number = 1;
    for (Action action : actions) {
      text.append("\n  ").append(number++).append(". ").append(action);
    }
    return text.append("\n  and ends with ").append(last).toString();
  }
}
