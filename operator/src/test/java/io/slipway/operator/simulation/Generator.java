package io.slipway.operator.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Makes up what happens. */
final class Generator {

  private static final List<String> VERBS =
      List.of("promote", "abort", "retry", "pause", "resume", "resume");

  private final RandomGenerator random;
  private final Schedule.Faults faults;

  Generator(RandomGenerator random, Schedule.Faults faults) {
    this.random = random;
    this.faults = faults;
  }

  Wish wish(int highest) {
    int version = 1 + random.nextInt(highest);
    // Most schedules are about versions that split.
    if (version == Wish.CUSTOM && random.nextInt(3) > 0) {
      version = 2;
    }
    Sizing sizing = random.nextInt(6) == 0 ? Sizing.AUTOSCALED : Sizing.FIXED;
    return new Wish(version, 1 + random.nextInt(3), sizing, pick(Manner.values()));
  }

  /** A version that can serve, whatever it is like: waiting for one that cannot has no end. */
  Wish last() {
    Wish wish = wish(Wish.VERSIONS);
    return wish.version() == Wish.BROKEN
        ? new Wish(3, wish.replicas(), wish.sizing(), wish.manner())
        : wish;
  }

  Action action() {
    int dice = random.nextInt(100);
    if (dice < 30) {
      return new Action.Calm(1 + random.nextInt(4));
    }
    if (dice < 48) {
      return look();
    }
    if (dice < 58) {
      return new Action.Edit(wish(Wish.VERSIONS));
    }
    if (dice < 72) {
      return part();
    }
    if (dice < 76) {
      return new Action.Pass(500 + random.nextInt(12_000));
    }
    if (dice < 80) {
      return new Action.Restart();
    }
    if (dice < 84) {
      return said();
    }
    if (dice < 86) {
      return new Action.CutOff(1 + random.nextInt(30));
    }
    if (dice < 88) {
      return new Action.Jump(random.nextBoolean() ? random.nextInt(300) : -random.nextInt(60));
    }
    if (dice < 90) {
      return random.nextBoolean() ? new Action.StatusLost() : new Action.Demand(random.nextInt(6));
    }
    return faults == Schedule.Faults.ALL ? misfortune() : look();
  }

  private Action look() {
    boolean blind = random.nextInt(3) == 0;
    Mishap mishap = random.nextInt(3) == 0 ? Mishap.NONE : pick(Mishap.values());
    return new Action.Look(
        blind ? late(sparse()) : Set.of(),
        random.nextInt(4) == 0 ? random.nextInt() & Action.ALL : 0,
        mishap,
        mishap == Mishap.NONE ? 0 : random.nextInt(8));
  }

  /** One bit in four is set. */
  private int sparse() {
    int half = random.nextInt();
    return half & random.nextInt();
  }

  private static Set<Watch> late(int set) {
    Set<Watch> late = EnumSet.noneOf(Watch.class);
    int index = 0;
    for (Watch watch : Watch.values()) {
      if (Action.has(set, index++)) {
        late.add(watch);
      }
    }
    return late;
  }

  /** One part of the world moves, and the others do not. */
  private Action part() {
    return switch (random.nextInt(6)) {
      case 0 -> new Action.Controllers();
      case 1, 2 -> new Action.Kubelets(some());
      case 3 -> new Action.Endpoints(some());
      case 4 -> random.nextBoolean() ? new Action.Probes(some()) : new Action.Routing();
      default -> new Action.Resolvers();
    };
  }

  private Action misfortune() {
    return random.nextInt(3) == 0
        ? new Action.Meddled(random.nextInt(16), pick(Meddling.values()))
        : new Action.Harmed(random.nextInt(8), pick(Harm.values()));
  }

  private Action said() {
    return new Action.Said(
        VERBS.get(random.nextInt(VERBS.size())),
        random.nextInt(4) == 0 ? Action.Timeliness.LATE : Action.Timeliness.IN_TIME);
  }

  private int some() {
    return random.nextInt(3) == 0 ? Action.ALL : random.nextInt() & Action.ALL;
  }

  private <T> T pick(T[] all) {
    return all[random.nextInt(all.length)];
  }
}
