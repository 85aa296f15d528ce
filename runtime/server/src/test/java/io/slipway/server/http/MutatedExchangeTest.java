package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.server.FunctionModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever is done to a body, its headers or its path, the server answers in time: with what was
 * asked for, or with an error that says that it is the caller's.
 */
class MutatedExchangeTest {
  private static final int EACH = Boolean.getBoolean("slipway.long") ? 40 : 1;
  private static final JsonMapper JSON = new JsonMapper();
  private static final String BINARY =
      "{\"inputs\":[{\"name\":\"age\",\"shape\":[1],\"datatype\":\"FP64\",\"parameters\":{\"binary_data_size\":8}}]}";

  private static Optional<RunningServer> server = Optional.empty();

  /** A request that is right, to begin with. */
  private record Seed(String path, String type, String body) {}

  private static final List<Seed> SEEDS =
      List.of(
          new Seed("/v1/models/churn:predict", "text/csv", "age,city,n,b\n1.5,Oslo,7,true\n,,,\n"),
          new Seed(
              "/v1/models/churn:predict",
              "text/csv; charset=utf-8",
              "\uFEFFcity,age\r\n\"Rome, \"\"Lazio\"\"\r\n\",-0.0\r\n\"\",1e300\r\n"),
          new Seed(
              "/v1/models/churn:predict",
              "application/json",
              "{\"instances\": [{\"age\": 4.1e1, \"city\": \"Os\\u006co\", \"n\": 7}, {\"b\":"
                  + " null}]}"),
          new Seed(
              "/v2/models/churn/infer",
              "application/json",
              "{\"id\": \"a\", \"inputs\": [{\"name\": \"age\", \"shape\": [2], \"datatype\":"
                  + " \"FP64\", \"data\": [1, 2.5]}, {\"name\": \"city\", \"shape\": [2, 1],"
                  + " \"datatype\": \"BYTES\", \"data\": [[\"Oslo\"], [\"\u00c5s\"]]}],"
                  + " \"outputs\": [{\"name\": \"age\"}]}"),
          new Seed("/v2/models/churn/infer", "application/octet-stream", BINARY + "12345678"),
          new Seed("/v2/repository/index", "application/json", "{\"ready\": true}"));

  @BeforeContainer
  static void start() {
    server =
        Optional.of(
            RunningServer.of(
                FunctionModel.echo(
                    Field.column("age", DataType.FP64, Presence.OPTIONAL),
                    Field.column("city", DataType.BYTES, Presence.OPTIONAL),
                    Field.column("n", DataType.UINT64, Presence.OPTIONAL),
                    Field.column("b", DataType.BOOL, Presence.OPTIONAL)),
                new Limits(200_000, 200_000, 1000, Duration.ofSeconds(10), 64, 2)));
  }

  @AfterContainer
  static void stop() {
    server.ifPresent(RunningServer::close);
  }

  @Example
  void whatIsMutatedWasRight() {
    for (Seed seed : SEEDS) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(server.orElseThrow().uri(seed.path()))
              .header("Content-Type", seed.type())
              .POST(BodyPublishers.ofString(seed.body()));
      if (seed.body().startsWith(BINARY)) {
        request.header("Inference-Header-Content-Length", Integer.toString(BINARY.length()));
      }
      assertThat(server.orElseThrow().send(request).statusCode())
          .as(seed.toString())
          .isEqualTo(200);
    }
  }

  @Property(tries = 1500)
  void isAnsweredAndNeverAFailureOfOurs(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < EACH; i++) {
      HttpRequest.Builder request = request(random);
      HttpResponse<String> answer = server.orElseThrow().send(request);

      String told = request.copy().build() + " " + answer.statusCode() + " " + answer.body();
      assertThat(answer.statusCode()).as(told).isBetween(200, 499);
      if (answer.statusCode() >= 400) {
        JsonNode error = JSON.readTree(answer.body());
        assertThat(error.path("error").asText()).as(told).isNotBlank();
      }
    }
  }

  private static HttpRequest.Builder request(Random random) {
    Seed seed = one(SEEDS, random);
    byte[] body = seed.body().getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(4); i > 0; i--) {
      body = mutated(body, random);
    }
    String path = seed.path() + one(List.of("", "", "?unknown-fields=ignore", "?a=%00&b"), random);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.orElseThrow().uri(path))
            .POST(BodyPublishers.ofByteArray(body));
    boolean usual = random.nextInt(3) > 0;
    request.header("Content-Type", usual ? seed.type() : one(TYPES, random));
    if (seed.body().startsWith(BINARY) || random.nextInt(10) == 0) {
      String length = usual ? Integer.toString(BINARY.length()) : one(LENGTHS, random);
      request.header("Inference-Header-Content-Length", length);
    }
    if (random.nextInt(10) == 0) {
      request.header("Accept", one(List.of("text/csv", "*/*;q=x", "a/b", ",;,"), random));
    }
    if (random.nextInt(10) == 0) {
      request.header(
          "Content-Encoding", one(List.of("gzip", "identity", "br", "gzip, gzip"), random));
    }
    return request;
  }

  private static final List<String> TYPES =
      List.of(
          "text/csv",
          "application/json",
          "application/json; charset=utf-16",
          "text/csv;charset=\"latin1\"",
          "application/octet-stream",
          "a",
          ";;;=",
          "multipart/form-data; boundary=x");

  private static final List<String> LENGTHS =
      List.of("0", "1", "-1", "99999", "999999999999", "x", "0x10", "1e3");

  private static final List<String> TOKENS =
      List.of(
          "null",
          "[",
          "]",
          "{",
          "}",
          ",",
          "\"",
          "\r",
          "\n",
          "\0",
          "\uFEFF",
          "\ud83d\ude80",
          "1e999",
          "-1",
          "9".repeat(400),
          "0." + "3".repeat(900),
          "\\ud800",
          "NaN",
          "=1+1",
          ";",
          "\t",
          "'");

  private static byte[] mutated(byte[] body, Random random) {
    int at = random.nextInt(body.length + 1);
    int to = Math.min(body.length, at + random.nextInt(12));
    byte[] token = one(TOKENS, random).getBytes(StandardCharsets.UTF_8);
    byte[] slice = Arrays.copyOfRange(body, at, to);
    return switch (random.nextInt(10)) {
      case 0 -> Arrays.copyOf(body, at);
      case 1 -> spliced(body, at, at, slice);
      case 2 -> spliced(body, at, to, new byte[0]);
      case 3 -> spliced(body, at, to, token);
      case 4 -> spliced(body, at, at, token);
      case 5 -> spliced(body, at, to, new byte[] {(byte) random.nextInt()});
      case 6 -> spliced(body, at, at, new byte[] {(byte) 0xc3, (byte) 0x28, (byte) 0xff});
      case 7 -> spliced(body, at, at, "[".repeat(3000).getBytes(StandardCharsets.US_ASCII));
      case 8 -> new String(body, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16);
      default -> gzipped(body);
    };
  }

  private static byte[] gzipped(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] spliced(byte[] body, int from, int to, byte[] middle) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(body, 0, from);
    bytes.writeBytes(middle);
    bytes.write(body, to, body.length - to);
    return bytes.toByteArray();
  }

  private static <T> T one(List<T> some, Random random) {
    return some.get(random.nextInt(some.size()));
  }
}
