package io.slipway.operator.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes a schedule as short as it can be while it does the same: whole stretches are left out, then
 * single actions, then what is left is made simpler, until nothing helps any more.
 *
 * @param doesIt whether a schedule still does what the first one did
 */
record Shrinker(Predicate<Schedule> doesIt) {

  Schedule shrink(Schedule schedule) {
    Schedule before = schedule;
    while (true) {
      Schedule after = simplify(join(leaveOut(before)));
      if (after.equals(before)) {
        return after;
      }
      before = after;
    }
  }

  /** Stretches of half the length, a quarter, and so on down to single actions. */
  private Schedule leaveOut(Schedule schedule) {
    Schedule shortest = schedule;
    for (int length = Math.max(1, schedule.size() / 2); length > 0; length /= 2) {
      int start = 0;
      while (start < shortest.size()) {
        Schedule candidate = shortest.with(without(shortest.actions(), start, length));
        if (doesIt.test(candidate)) {
          shortest = candidate;
        } else {
          start += length;
        }
      }
    }
    return shortest;
  }

  /** Two stretches of calm, or of time, are one. */
  private Schedule join(Schedule schedule) {
    Schedule joined = schedule;
    for (int i = 0; i + 1 < joined.size(); i++) {
      int place = i;
      Schedule current = joined;
      joined =
          first(
              joined(current.actions().get(i), current.actions().get(i + 1))
                  .map(
                      one ->
                          set(current.with(without(current.actions(), place + 1, 1)), place, one))
                  .map(current::with),
              current);
    }
    return joined;
  }

  private static Stream<Action> joined(Action one, Action other) {
    if (one instanceof Action.Calm a && other instanceof Action.Calm b) {
      return Stream.of(new Action.Calm(a.seconds() + b.seconds()));
    }
    if (one instanceof Action.Pass a && other instanceof Action.Pass b) {
      return Stream.of(new Action.Pass(a.millis() + b.millis()));
    }
    return Stream.empty();
  }

  private Schedule simplify(Schedule schedule) {
    Schedule simplest = schedule;
    for (int i = 0; i < simplest.size(); i++) {
      int place = i;
      Schedule current = simplest;
      simplest =
          first(
              current.actions().get(i).simpler().map(it -> current.with(set(current, place, it))),
              current);
    }
    Schedule begun = simplest;
    Schedule shorter =
        first(
            begun
                .first()
                .simpler()
                .map(it -> new Schedule(begun.faults(), it, begun.actions(), begun.last())),
            begun);
    return first(
        shorter
            .last()
            .simpler()
            .map(it -> new Schedule(shorter.faults(), shorter.first(), shorter.actions(), it)),
        shorter);
  }

  private Schedule first(Stream<Schedule> candidates, Schedule otherwise) {
    return candidates.filter(doesIt).findFirst().orElse(otherwise);
  }

  private static List<Action> without(List<Action> actions, int start, int length) {
    List<Action> fewer = new ArrayList<>(actions.subList(0, start));
    fewer.addAll(actions.subList(Math.min(actions.size(), start + length), actions.size()));
    return fewer;
  }

  private static List<Action> set(Schedule schedule, int place, Action action) {
    List<Action> changed = new ArrayList<>(schedule.actions());
    changed.set(place, action);
    return changed;
  }
}
