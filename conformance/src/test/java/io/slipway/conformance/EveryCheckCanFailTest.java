package io.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.conformance.Faults.Fault;
import io.slipway.conformance.check.Check;
import io.slipway.conformance.check.Result;
import io.slipway.conformance.check.Subject;
import io.slipway.conformance.check.Suite;
import io.slipway.conformance.server.Server;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An honest server passes each check; one that does what a check is there to find fails it. */
@Timeout(60)
class EveryCheckCanFailTest {
  private static final Map<String, List<Fault>> FAULTS = Faults.all();
  private static final int LARGE = 200_000;

  @Test
  void anHonestServerPassesAllOfIt() throws Exception {
    List<Result> results = run(new HonestScript(), HonestScript.ALL, Suite.checks());
    assertThat(results).noneMatch(Result::failed);
    // What a model with many inputs cannot show.
    assertThat(results)
        .filteredOn(result -> result.finding() instanceof Result.Skipped)
        .extracting(result -> result.check().name())
        .containsExactly("binary.raw");

    List<Result> others = run(new HonestScript(), HonestScript.ONE, Suite.checks());
    assertThat(others).noneMatch(Result::failed);
    assertThat(others)
        .filteredOn(result -> result.finding() instanceof Result.Passed)
        .extracting(result -> result.check().name())
        .contains("binary.raw");
  }

  @Test
  void eachCheckHasAFaultThatItFinds() {
    assertThat(FAULTS.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Suite.checks().stream().map(Check::name).collect(Collectors.toSet()));
    assertThat(Suite.checks()).extracting(Check::name).doesNotHaveDuplicates();
  }

  static Stream<Arguments> faults() {
    return FAULTS.entrySet().stream()
        .flatMap(
            entry ->
                IntStream.range(0, entry.getValue().size())
                    .mapToObj(number -> Arguments.of(entry.getKey(), number)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isFound(String name, int number) throws Exception {
    Check check =
        Suite.checks().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    Fault fault = FAULTS.getOrDefault(name, List.of()).get(number);
    String model = name.equals("binary.raw") ? HonestScript.ONE : HonestScript.ALL;
    HonestScript honest = new HonestScript();

    List<Result> results =
        run(request -> fault.answer(request, honest), model, beforeAndWith(check));

    Result result = results.getLast();
    assertThat(result.finding()).isInstanceOf(Result.Failed.class);
    Result.Failed failed = (Result.Failed) result.finding();
    assertThat(failed.why()).isNotBlank();
    assertThat(failed.exchanges()).isNotEmpty();
  }

  /** The one that looks for damage needs something that does damage before it. */
  private static List<Check> beforeAndWith(Check check) {
    return check.name().equals("error.still-scores")
        ? Suite.checks().stream().filter(c -> c.name().startsWith("error.")).toList()
        : List.of(check);
  }

  private static List<Result> run(ScriptedServer.Script script, String model, List<Check> checks)
      throws Exception {
    try (ScriptedServer scripted = new ScriptedServer(script);
        Server server = new Server(scripted.uri(), Duration.ofSeconds(10))) {
      return Suite.run(Subject.discover(server, model, Optional.empty(), LARGE), checks);
    }
  }
}
