package io.slipway.operator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {

  private static final Wish PLAIN = new Wish(2, 1, Manner.AT_ONCE);

  @Test
  void onlyWhatIsNeededIsLeftAndInItsSimplestForm() {
    Predicate<Schedule> killedAfterACustomServer =
        schedule -> {
          int custom =
              index(
                  schedule,
                  it -> it instanceof Action.Edit edit && edit.wish().version() == Wish.CUSTOM);
          int killed =
              lastIndex(
                  schedule,
                  it -> it instanceof Action.Look look && look.mishap() == Mishap.KILLED_AFTER);
          return custom >= 0 && killed > custom;
        };
    Schedule found =
        LongStream.range(0, 100_000)
            .mapToObj(Schedule::of)
            .filter(killedAfterACustomServer)
            .findFirst()
            .orElseThrow();

    Schedule shrunk = new Shrinker(killedAfterACustomServer).shrink(found);

    assertThat(shrunk.actions())
        .containsExactly(
            new Action.Edit(new Wish(Wish.CUSTOM, 1, Manner.AT_ONCE)),
            new Action.Look(Set.of(), 0, Mishap.KILLED_AFTER, 0));
    assertThat(shrunk.first()).isEqualTo(PLAIN);
    assertThat(shrunk.last()).isEqualTo(PLAIN);
  }

  @Test
  void stretchesOfCalmAreOne() {
    Schedule schedule =
        new Schedule(
            Schedule.Faults.ALL,
            PLAIN,
            List.of(new Action.Calm(3), new Action.Restart(), new Action.Calm(4)),
            PLAIN);
    Predicate<Schedule> sevenSeconds =
        it ->
            it.actions().stream()
                    .mapToInt(action -> action instanceof Action.Calm calm ? calm.seconds() : 0)
                    .sum()
                >= 7;

    assertThat(new Shrinker(sevenSeconds).shrink(schedule).actions())
        .containsExactly(new Action.Calm(7));
  }

  @Test
  void whatCannotBeShortenedStaysAsItIs() {
    Schedule schedule = new Schedule(Schedule.Faults.ALL, PLAIN, List.of(), PLAIN);
    assertThat(new Shrinker(it -> true).shrink(schedule)).isEqualTo(schedule);
  }

  private static int index(Schedule schedule, Predicate<Action> which) {
    for (int i = 0; i < schedule.size(); i++) {
      if (which.test(schedule.actions().get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static int lastIndex(Schedule schedule, Predicate<Action> which) {
    for (int i = schedule.size() - 1; i >= 0; i--) {
      if (which.test(schedule.actions().get(i))) {
        return i;
      }
    }
    return -1;
  }
}
