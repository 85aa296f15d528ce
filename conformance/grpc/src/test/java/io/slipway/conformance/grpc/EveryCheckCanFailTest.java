package io.slipway.conformance.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.slipway.conformance.check.Check;
import io.slipway.conformance.check.GrpcChecks;
import io.slipway.conformance.check.Result;
import io.slipway.conformance.check.Subject;
import io.slipway.conformance.check.Suite;
import io.slipway.conformance.grpc.Faults.Fault;
import io.slipway.conformance.server.Server;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
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
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int LARGE = 200_000;

  @Test
  void anHonestServerPassesAllOfIt() throws Exception {
    List<Result> typed = run(new HonestScript(), EchoModels.TYPED, name -> true);
    assertThat(typed).noneMatch(Result::failed);
    assertThat(skipped(typed)).containsExactly("grpc.datatype.FP16", "grpc.datatype.BF16");

    List<Result> all = run(new HonestScript(), EchoModels.ALL, name -> true);
    assertThat(all).noneMatch(Result::failed);
    assertThat(skipped(all))
        .contains("grpc.infer.contents", "grpc.error.both-forms")
        .doesNotContain("grpc.datatype.FP16", "grpc.datatype.BF16");

    List<Result> one = run(new HonestScript(), EchoModels.ONE, name -> true);
    assertThat(one).noneMatch(Result::failed);
    assertThat(skipped(one)).contains("grpc.infer.inputs-by-name", "grpc.error.missing-input");
  }

  @Test
  void whatAServerDoesNotHaveIsNotHeldAgainstIt() throws Exception {
    HonestScript honest = new HonestScript();
    List<Result> results =
        run(
            (path, message) ->
                path.startsWith("grpc.")
                    ? new Outcome.Ended(Status.UNIMPLEMENTED)
                    : honest.answer(path, message),
            EchoModels.ONE,
            name -> name.matches("grpc\\.(health-v1|reflection)\\..*"));

    assertThat(results).isNotEmpty().allMatch(r -> r.finding() instanceof Result.Skipped);
  }

  @Test
  void reflectionMayBeOfTheFirstVersion() throws Exception {
    HonestScript honest = new HonestScript();
    List<Result> results =
        run(
            (path, message) ->
                path.contains("v1alpha")
                    ? honest.answer(path.replace("v1alpha", "v1"), message)
                    : new Outcome.Ended(Status.UNIMPLEMENTED),
            EchoModels.ONE,
            name -> name.startsWith("grpc.reflection"));

    assertThat(results).isNotEmpty().allMatch(r -> r.finding() instanceof Result.Passed);
  }

  @Test
  void eachCheckHasAFaultThatItFinds() {
    List<String> names = GrpcSuite.all().stream().map(GrpcCheck::name).toList();
    assertThat(names).doesNotHaveDuplicates();
    assertThat(FAULTS.keySet()).containsExactlyInAnyOrderElementsOf(names);
    assertThat(names).allMatch(name -> name.startsWith("grpc."));
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
    Fault fault = FAULTS.getOrDefault(name, List.of()).get(number);
    HonestScript honest = new HonestScript();

    List<Result> results =
        run(
            (path, message) -> fault.answer(path, message, honest),
            name.matches(".*FP16|.*BF16") ? EchoModels.ALL : EchoModels.TYPED,
            beforeAndWith(name));

    Result result = results.getLast();
    assertThat(result.check().name()).isEqualTo(name);
    assertThat(result.finding()).isInstanceOf(Result.Failed.class);
    Result.Failed failed = (Result.Failed) result.finding();
    assertThat(failed.why()).isNotBlank();
    assertThat(failed.exchanges()).isNotEmpty();
  }

  /** The one that looks for damage needs something that does damage before it. */
  private static Predicate<String> beforeAndWith(String name) {
    return name.equals("grpc.error.still-scores")
        ? other -> other.startsWith("grpc.error.")
        : name::equals;
  }

  private static List<String> skipped(List<Result> results) {
    return results.stream()
        .filter(result -> result.finding() instanceof Result.Skipped)
        .map(result -> result.check().name())
        .toList();
  }

  private static List<Result> run(ScriptedGrpc.Script script, String model, Predicate<String> names)
      throws Exception {
    try (ScriptedGrpc scripted = new ScriptedGrpc(script);
        EchoRest rest = new EchoRest();
        Server server = new Server(rest.uri(), TIMEOUT);
        GrpcChecks.Connected grpc = new GrpcSuite().connect(scripted.target(), TIMEOUT)) {
      Subject subject = Subject.discover(server, model, Optional.empty(), LARGE);
      List<Check> checks = grpc.checks().stream().filter(c -> names.test(c.name())).toList();
      return Suite.run(subject, checks);
    }
  }
}
