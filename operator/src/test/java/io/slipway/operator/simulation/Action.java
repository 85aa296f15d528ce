package io.slipway.operator.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that happens in a schedule. An action says everything by itself, so that a schedule
 * means the same without any other of its actions.
 */
sealed interface Action {

  /** Actions that say less; the simplest first. */
  default Stream<Action> simpler() {
    return Stream.empty();
  }

  /** The world and the operator do what they do, second by second. */
  record Calm(int seconds) implements Action {
    @Override
    public Stream<Action> simpler() {
      return seconds > 1 ? Stream.of(1, seconds / 2, seconds - 1).map(Calm::new) : Stream.empty();
    }

    @Override
    public String toString() {
      return seconds + " s in which nothing goes wrong";
    }
  }

  /** Time goes by; callers call, and nobody else does anything. */
  record Pass(int millis) implements Action {
    @Override
    public Stream<Action> simpler() {
      return millis > 1000 ? Stream.of(1000, millis / 2).map(Pass::new) : Stream.empty();
    }

    @Override
    public String toString() {
      return millis + " ms go by";
    }
  }

  /**
   * The operator looks, plans and writes.
   *
   * @param lags which watches have not caught up
   * @param deaf which pods do not answer, or do not get what is pushed, a bit for each
   * @param write to which of its writes the mishap happens
   */
  record Look(Set<Watch> lags, int deaf, Mishap mishap, int write) implements Action {

    public Look {
      lags = lags.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(lags));
    }

    @Override
    public Stream<Action> simpler() {
      Stream.Builder<Action> simpler = Stream.builder();
      simpler.add(new Calm(1));
      if (!lags.isEmpty() || deaf != 0) {
        simpler.add(new Look(Set.of(), 0, mishap, write));
        simpler.add(new Look(lags, 0, mishap, write));
        simpler.add(new Look(Set.of(), deaf, mishap, write));
      }
      if (mishap != Mishap.NONE) {
        simpler.add(new Look(lags, deaf, Mishap.NONE, 0));
        for (int earlier = 0; earlier < write; earlier++) {
          simpler.add(new Look(lags, deaf, mishap, earlier));
        }
      }
      lags.forEach(watch -> simpler.add(new Look(without(watch), deaf, mishap, write)));
      bits(deaf).forEach(bit -> simpler.add(new Look(lags, deaf & ~bit, mishap, write)));
      return simpler.build().filter(it -> !it.equals(this));
    }

    private Set<Watch> without(Watch watch) {
      Set<Watch> fewer = EnumSet.copyOf(lags);
      fewer.remove(watch);
      return fewer;
    }

    @Override
    public String toString() {
      List<String> words = new ArrayList<>();
      if (!lags.isEmpty()) {
        words.add(
            "its watches lag of "
                + lags.stream().map(Watch::toString).collect(Collectors.joining(", ")));
      }
      if (deaf != 0) {
        words.add("pods " + numbers(deaf) + " do not hear it");
      }
      if (mishap != Mishap.NONE) {
        words.add("write " + write + " " + mishap);
      }
      return words.isEmpty()
          ? "the operator looks"
          : "the operator looks; " + String.join("; ", words);
    }
  }

  /** A step of the Deployment controller. */
  record Controllers() implements Action {
    @Override
    public String toString() {
      return "Deployments are controlled";
    }
  }

  /** A step of the kubelets of some pods. */
  record Kubelets(int pods) implements Action {
    @Override
    public Stream<Action> simpler() {
      return pods == ALL ? Stream.empty() : Stream.of(new Kubelets(ALL));
    }

    @Override
    public String toString() {
      return "the kubelets of " + whose("pods", pods) + " work";
    }
  }

  /** A step of the EndpointSlice controller for some Services. */
  record Endpoints(int services) implements Action {
    @Override
    public Stream<Action> simpler() {
      return services == ALL ? Stream.empty() : Stream.of(new Endpoints(ALL));
    }

    @Override
    public String toString() {
      return "the slices of " + whose("Services", services) + " are put right";
    }
  }

  /** Some pods find out whether they reach the document's target. */
  record Probes(int pods) implements Action {
    @Override
    public Stream<Action> simpler() {
      return pods == ALL ? Stream.empty() : Stream.of(new Probes(ALL));
    }

    @Override
    public String toString() {
      return whose("pods", pods) + " probe their target";
    }
  }

  /** Resolver pods end. */
  record Resolvers() implements Action {
    @Override
    public String toString() {
      return "resolvers answer";
    }
  }

  /** Kube-proxies take up the slices. */
  record Routing() implements Action {
    @Override
    public String toString() {
      return "kube-proxies catch up";
    }
  }

  /** The operator's process is replaced by another. */
  record Restart() implements Action {
    @Override
    public String toString() {
      return "the operator is killed";
    }
  }

  /** The spec changes. */
  record Edit(Wish wish) implements Action {
    @Override
    public Stream<Action> simpler() {
      return wish.simpler().map(Edit::new);
    }

    @Override
    public String toString() {
      return "the spec asks for " + wish;
    }
  }

  /** The operator's clock jumps. */
  record Jump(int seconds) implements Action {
    @Override
    public Stream<Action> simpler() {
      return Math.abs(seconds) > 1 ? Stream.of(new Jump(seconds / 2)) : Stream.empty();
    }

    @Override
    public String toString() {
      return "the operator's clock jumps by " + seconds + " s";
    }
  }

  /** A pod suffers something. */
  record Harmed(int pod, Harm harm) implements Action {
    @Override
    public Stream<Action> simpler() {
      return pod > 0 ? Stream.of(new Harmed(0, harm)) : Stream.empty();
    }

    @Override
    public String toString() {
      return "pod " + pod + " " + harm;
    }
  }

  /** Somebody does something to an object of ours. */
  record Meddled(int object, Meddling how) implements Action {
    @Override
    public String toString() {
      return "somebody " + how + " object " + object;
    }
  }

  /** Callers come to keep so many pods busy, which an autoscaler finds out. */
  record Demand(int pods) implements Action {
    @Override
    public String toString() {
      return "callers keep " + pods + " pods busy";
    }
  }

  /** The status is gone, as after a backup was restored. */
  record StatusLost() implements Action {
    @Override
    public String toString() {
      return "the status is lost";
    }
  }

  /** For some time the operator reaches no pod. */
  record CutOff(int seconds) implements Action {
    @Override
    public Stream<Action> simpler() {
      return seconds > 1 ? Stream.of(new CutOff(seconds / 2)) : Stream.empty();
    }

    @Override
    public String toString() {
      return "for " + seconds + " s the operator reaches no pod";
    }
  }

  /**
   * A person asks for something by annotation, about what the status says.
   *
   * @param late whether they look at what it said before it changed last
   */
  record Said(String verb, Timeliness late) implements Action {
    @Override
    public String toString() {
      return "a person says " + verb + (late == Timeliness.LATE ? ", of a step that is over" : "");
    }
  }

  /** Whether a word is about what is so now. */
  enum Timeliness {
    IN_TIME,
    LATE
  }

  /** All of whatever there is. */
  int ALL = 0xffff;

  /** Whether a bit set has this one, counted round. */
  static boolean has(int set, int index) {
    return ((set >> (index % 16)) & 1) != 0;
  }

  private static Stream<Integer> bits(int set) {
    return Integer.bitCount(set) < 2
        ? Stream.empty()
        : Stream.iterate(1, bit -> bit <= set, bit -> bit << 1).filter(bit -> (set & bit) != 0);
  }

  private static String whose(String what, int set) {
    return set == ALL ? "all " + what : what + " " + numbers(set);
  }

  private static String numbers(int set) {
    if (set == ALL) {
      return "of all numbers";
    }
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      if (has(set, i)) {
        numbers.add(String.valueOf(i));
      }
    }
    return numbers.isEmpty() ? "of no number" : String.join(", ", numbers);
  }
}
