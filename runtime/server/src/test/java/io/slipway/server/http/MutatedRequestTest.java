package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import io.slipway.server.FunctionModel;
import io.slipway.server.measure.OutputSink;
import io.slipway.server.model.ServedModel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is done to a request: it is scored, or it is the caller's fault in words. */
class MutatedRequestTest {
  private static final ServedModel SERVED =
      FunctionModel.echo(
              Field.column("age", DataType.FP64, Presence.OPTIONAL),
              Field.column("city", DataType.BYTES, Presence.OPTIONAL),
              Field.column("n", DataType.UINT64, Presence.OPTIONAL),
              Field.tensor("t", DataType.FP32, Shape.of(-1, 2)))
          .served();
  private static final Loaded LOADED =
      Loaded.of(
          SERVED,
          ServingContext.of(
              () -> Optional.of(SERVED),
              Limits.defaults(),
              new io.micrometer.core.instrument.simple.SimpleMeterRegistry()));

  /** A request that is right, to begin with. */
  private record Seed(Protocol protocol, String body, Map<String, List<String>> headers) {}

  private static final List<Seed> SEEDS =
      List.of(
          new Seed(
              Protocol.RECORDS,
              "{\"instances\": [{\"age\": 4.1e1, \"city\": \"Os\\u006co\", \"n\": 7, \"t\": [1, 2]},"
                  + " {\"age\": null, \"t\": [\"NaN\", -0.5]}]}",
              Map.of()),
          new Seed(
              Protocol.INFER,
              "{\"id\": \"a\", \"parameters\": {\"binary_data_output\": false}, \"inputs\": ["
                  + "{\"name\": \"t\", \"shape\": [2, 2], \"datatype\": \"FP32\", \"data\": [[1, 2], [3, 4]]},"
                  + "{\"data\": [1, null], \"name\": \"age\", \"shape\": [2, 1], \"datatype\": \"FP64\"}],"
                  + " \"outputs\": [{\"name\": \"t\", \"parameters\": {\"binary_data\": true}}]}",
              Map.of()),
          new Seed(
              Protocol.INFER,
              "{\"inputs\": [{\"name\": \"t\", \"shape\": [1, 2], \"datatype\": \"FP32\","
                  + " \"parameters\": {\"binary_data_size\": 8}}]}12345678",
              Map.of("Inference-Header-Content-Length", List.of("104"))));

  @Property(tries = 4000)
  void isNeverAFailureOfOurs(@ForAll long seed) {
    Random random = new Random(seed);
    Seed start = SEEDS.get(random.nextInt(SEEDS.size()));
    byte[] body = Mutation.of(start.body().getBytes(StandardCharsets.UTF_8), random);
    CallerRequest request =
        new CallerRequest(
            "POST",
            "/",
            RequestHeaders.of(start.headers()),
            body,
            CallerRequest.Purpose.SCORE,
            CallerRequest.Origin.CALLER);
    Optional<String> unknown = random.nextBoolean() ? Optional.of("ignore") : Optional.empty();

    Scoring scoring = new Scoring(request, start.protocol(), unknown, Limits.defaults());
    try {
      assertThat(scoring.answer(LOADED, OutputSink.FAULTS).answer().status()).isEqualTo(200);
    } catch (HttpProblem e) {
      assertThat(e.status()).isBetween(400, 499);
      assertThat(e.getMessage()).isNotBlank();
      assertThat(Answers.error(e).body()).isNotEmpty();
    }
  }
}
