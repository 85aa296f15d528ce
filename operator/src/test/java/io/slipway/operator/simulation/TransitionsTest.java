package io.slipway.operator.simulation;

import static io.slipway.operator.simulation.Trials.HALF;
import static io.slipway.operator.simulation.Trials.baked;
import static io.slipway.operator.simulation.Trials.candidate;
import static io.slipway.operator.simulation.Trials.steps;
import static io.slipway.operator.simulation.Trials.v;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.PauseType;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.api.v1alpha1.RolloutStatus;
import io.slipway.api.v1alpha1.RolloutStep;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of transitions in docs/rollouts.md, held against what very many schedules do. */
class TransitionsTest {

  private static final Path PAGE = Path.of("../docs/rollouts.md");
  private static final Pattern TABLE =
      Pattern.compile("<!-- transitions: checked -->\n(.*?)<!-- end -->", Pattern.DOTALL);
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (.*) \\|$");
  private static final Pattern STATE = Pattern.compile("`(\\w+)`");

  private static final long SCHEDULES = 6000;

  /** What happens less often may happen to nobody in as many schedules of another generator. */
  private static final int OFTEN = 20;

  private record Transition(RolloutState from, RolloutState to) {}

  @Test
  void thePageHasTheTransitionsThatThereAre() throws IOException {
    Map<Transition, Integer> seen = seen();
    Set<Transition> told = told();

    assertThat(seen.keySet()).as("what the page tells happens").containsAll(told);
    assertThat(told)
        .as(() -> "the page, which is to have\n" + table(seen))
        .containsAll(
            seen.keySet().stream().filter(it -> seen.getOrDefault(it, 0) >= OFTEN).toList());
  }

  private static Map<Transition, Integer> seen() {
    Map<Transition, Integer> seen = new ConcurrentHashMap<>();
    Simulation simulation =
        new Simulation(
            observation -> {
              Plan plan = ToyOperator.PLANNER.plan(observation);
              transition(observation, plan).ifPresent(it -> seen.merge(it, 1, Integer::sum));
              return plan;
            });
    assertThat(simulation.failing(0, SCHEDULES)).isEmpty();
    Stream.of(bakedInVain(), resumed())
        .flatMap(story -> transitions(story.told))
        .forEach(it -> seen.merge(it, 1, Integer::sum));
    return seen;
  }

  /** What schedules seldom come to, since it takes a fault at one time or a person's right word. */
  private static Story bakedInVain() {
    Story story = Story.of(v(1, baked("30s"))).untilReady();
    story.edit(v(2, baked("30s"))).until("Baking");
    story.cluster.failing.add(story.stable());
    return story.until("RolledBack");
  }

  private static Story resumed() {
    RolloutStep asked = new RolloutStep("25%", "5s", 20, "5m", PauseType.APPROVAL);
    Story story = Story.of(v(1, steps(asked, HALF))).untilReady();
    story.edit(v(2, steps(asked, HALF))).until("Paused 1");
    return story.act("resume@" + candidate(story) + "#1;go").untilReady();
  }

  /** Of a story, whose states have their steps behind them. */
  private static Stream<Transition> transitions(List<String> told) {
    List<RolloutState> states = told.stream().map(it -> RolloutState.of(it.split(" ")[0])).toList();
    return IntStream.range(1, states.size())
        .filter(i -> states.get(i) != states.get(i - 1))
        .mapToObj(i -> new Transition(states.get(i - 1), states.get(i)));
  }

  private static Optional<Transition> transition(Observation seen, Plan plan) {
    Optional<RolloutState> from = state(Optional.ofNullable(seen.resource().getStatus()));
    Optional<RolloutState> to = state(plan.status());
    return from.isEmpty() || to.isEmpty() || from.equals(to)
        ? Optional.empty()
        : Optional.of(new Transition(from.get(), to.get()));
  }

  private static Optional<RolloutState> state(Optional<ModelDeploymentStatus> status) {
    return status.map(ModelDeploymentStatus::rollout).map(RolloutStatus::state);
  }

  private static Set<Transition> told() throws IOException {
    var table = TABLE.matcher(Files.readString(PAGE));
    assertThat(table.find()).as("a table of transitions").isTrue();
    Set<Transition> told = ConcurrentHashMap.newKeySet();
    ROW.matcher(table.group(1))
        .results()
        .forEach(
            row ->
                STATE
                    .matcher(row.group(2))
                    .results()
                    .map(to -> new Transition(state(row), state(to)))
                    .forEach(told::add));
    return told;
  }

  private static RolloutState state(MatchResult result) {
    return RolloutState.of(result.group(1));
  }

  private static String table(Map<Transition, Integer> seen) {
    return Arrays.stream(RolloutState.values())
        .map(from -> row(from, seen))
        .filter(row -> !row.isEmpty())
        .collect(joining("\n"));
  }

  private static String row(RolloutState from, Map<Transition, Integer> seen) {
    Set<RolloutState> next = new TreeSet<>();
    seen.forEach(
        (transition, times) -> {
          if (transition.from() == from && times >= OFTEN) {
            next.add(transition.to());
          }
        });
    return next.isEmpty()
        ? ""
        : next.stream()
            .map(to -> "`" + to.value() + "`")
            .collect(joining(", ", "| `" + from.value() + "` | ", " |"));
  }
}
