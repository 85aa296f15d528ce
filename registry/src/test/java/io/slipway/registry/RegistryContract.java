package io.slipway.registry;

import static io.slipway.registry.testing.RegistryClient.manifest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.registry.model.Digest;
import io.slipway.registry.testing.MovedClock;
import io.slipway.registry.testing.OpenApiDescription;
import io.slipway.registry.testing.RegistryClient;
import io.slipway.registry.testing.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a registry keeps to, over HTTP, whichever database it has. */
abstract class RegistryContract {
  private static final Instant START = Instant.parse("2026-11-03T12:00:00Z");

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(START);
  private TestRegistry registry;
  private RegistryClient client;

  /** Settings for a database that is empty. */
  abstract Map<String, String> database();

  @BeforeEach
  void start() throws Exception {
    registry = TestRegistry.start(folder, settings(), clock);
    OpenApiDescription description =
        new OpenApiDescription(registry.client().get("/openapi.json").json());
    client =
        registry
            .client()
            .checked(
                (method, path, reply) ->
                    assertThat(description.faults(method, path, reply))
                        .as("%s %s answered %s", method, path, reply)
                        .isEmpty());
    client.create("churn");
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(database());
    settings.put("SLIPWAY_REGISTRY_CLEANING_GRACE", "7d");
    return settings;
  }

  @AfterEach
  void stop() throws Exception {
    registry.close();
  }

  @Test
  void bytesThenManifestThenReadyThenAliasThenDownloadByDigest() throws Exception {
    byte[] model = "<PMML/>".getBytes(UTF_8);
    RegistryClient trainer = client.as(TestRegistry.PUSH);
    Reply uploaded = trainer.upload(model);
    assertThat(uploaded.status()).isEqualTo(201);
    assertThat(uploaded.json().get("complete").booleanValue()).isTrue();

    Reply registered =
        trainer.post("/v1/models/churn/versions", manifest(Map.of("model.pmml", model)).toString());
    assertThat(registered.status()).isEqualTo(201);
    assertThat(registered.header("Location")).contains("/v1/models/churn/versions/1");
    assertThat(registered.json().get("state").textValue()).isEqualTo("PENDING");
    assertThat(registered.json().get("missing")).isEmpty();

    Reply ready = trainer.post("/v1/models/churn/versions/1:finalize?wait=60s", "");
    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.json().get("state").textValue()).isEqualTo("READY");
    assertThat(ready.json().get("format").textValue()).isEqualTo("PMML");
    assertThat(ready.json().get("registeredBy").textValue()).isEqualTo("trainer");

    Reply moved =
        client
            .as(TestRegistry.PROMOTE)
            .put(
                "/v1/models/churn/aliases/champion",
                "{\"version\":1,\"reason\":\"first\"}",
                "If-None-Match",
                "*");
    assertThat(moved.status()).as(moved.toString()).isEqualTo(200);

    RegistryClient pod = client.as(TestRegistry.READ);
    Reply resolved = pod.get("/v1/models/churn/versions/@champion");
    String digest = resolved.json().get("modelFile").get("digest").textValue();
    assertThat(pod.get("/v1/blobs/" + digest).bytes()).isEqualTo(model);
    assertThat(pod.get("/v1/models/churn/versions/@champion/files/model.pmml").bytes())
        .isEqualTo(model);
  }

  @Test
  void theManifestThatIsGivenOutHashesToTheVersionsDigest() throws Exception {
    client.publish("churn", "<PMML/>");
    String digest = client.get("/v1/models/churn/versions/1").json().get("digest").textValue();
    Reply manifest = client.get("/v1/models/churn/versions/" + digest + "/manifest");
    assertThat(Digest.of(manifest.bytes())).hasToString(digest);
    assertThat(manifest.header("ETag")).contains('"' + digest + '"');
    assertThat(manifest.header("Cache-Control")).contains("private, max-age=31536000, immutable");
  }

  @Test
  void theSameManifestInAnotherOrderIsTheSameVersion() throws Exception {
    ObjectNode one = manifest(Map.of("a.onnx", new byte[] {1}, "b.bin", new byte[] {2}));
    one.put("model", "a.onnx");
    ObjectNode other = JsonNodeFactory.instance.objectNode().put("model", "a.onnx");
    other.put("format", "PMML");
    other.putArray("files").add(one.get("files").get(1)).add(one.get("files").get(0));
    Reply first = client.post("/v1/models/churn/versions", one.toString());
    Reply second = client.post("/v1/models/churn/versions", other.toString());
    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.json().get("digest")).isEqualTo(first.json().get("digest"));
    assertThat(second.json().get("version")).isEqualTo(first.json().get("version"));
  }

  @Test
  void aVersionWithoutItsBytesIsNotFinishedAndSaysWhichAreMissing() throws Exception {
    byte[] absent = "absent".getBytes(UTF_8);
    Reply registered =
        client.post("/v1/models/churn/versions", manifest(Map.of("model.pmml", absent)).toString());
    assertThat(registered.json().get("missing").get(0).get("digest").textValue())
        .isEqualTo(Digest.of(absent).toString());
    Reply refused = client.post("/v1/models/churn/versions/1:finalize", "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("missing").get(0).textValue())
        .isEqualTo(Digest.of(absent).toString());
    assertThat(refused.json().get("next").textValue()).contains("PUT /v1/blobs/");
    client.upload(absent);
    Reply ready = client.post("/v1/models/churn/versions/1:finalize?wait=60s", "");
    assertThat(ready.json().get("state").textValue()).isEqualTo("READY");
  }

  @Test
  void aRejectedVersionTellsWhyAndGetsNoAlias() throws Exception {
    byte[] model = "<PMML/>".getBytes(UTF_8);
    client.upload(model);
    ObjectNode manifest = manifest(Map.of("model.pmml", model));
    manifest.remove("format");
    client.post("/v1/models/churn/versions", manifest.toString());
    Reply rejected = client.post("/v1/models/churn/versions/1:finalize?wait=60s", "");
    assertThat(rejected.json().get("state").textValue()).isEqualTo("REJECTED");
    assertThat(rejected.json().get("reasons").get(0).textValue()).contains("format");
    Reply refused =
        client.put("/v1/models/churn/aliases/champion", "{\"version\":1}", "If-None-Match", "*");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("cause").textValue()).contains("rejected");
    assertThat(client.get("/v1/models/churn/versions/1/files/model.pmml").status()).isEqualTo(409);
  }

  @Test
  void anAliasMovesOnlyFromWhereItsMoverBelievesItToBe() throws Exception {
    client.publish("churn", "<PMML>1</PMML>");
    client.publish("churn", "<PMML>2</PMML>");
    String path = "/v1/models/churn/aliases/champion";
    assertThat(client.put(path, "{\"version\":1}").status()).isEqualTo(428);
    Reply set = client.put(path, "{\"version\":1}", "If-None-Match", "*");
    String first = set.header("ETag").orElseThrow();
    assertThat(client.put(path, "{\"version\":2}", "If-None-Match", "*").status()).isEqualTo(412);
    Reply moved = client.put(path, "{\"version\":2}", "If-Match", first);
    assertThat(moved.status()).isEqualTo(200);
    Reply late = client.put(path, "{\"version\":1}", "If-Match", first);
    assertThat(late.status()).isEqualTo(412);
    assertThat(late.json().get("version").intValue()).isEqualTo(2);
    assertThat(late.json().get("next").textValue()).contains(moved.header("ETag").orElseThrow());
    Reply unchanged = client.get(path, "If-None-Match", moved.header("ETag").orElseThrow());
    assertThat(unchanged.status()).isEqualTo(304);
  }

  @Test
  void ofManyWhoMoveAnAliasAtOnceExactlyOneWins() throws Exception {
    int movers = 8;
    client.publish("churn", "<PMML>0</PMML>");
    for (int i = 1; i <= movers; i++) {
      client.publish("churn", "<PMML>%d</PMML>".formatted(i));
    }
    String path = "/v1/models/churn/aliases/champion";
    for (int round = 0; round < 5; round++) {
      Reply now = client.get(path);
      String[] condition =
          now.status() == 404
              ? new String[] {"If-None-Match", "*"}
              : new String[] {"If-Match", now.header("ETag").orElseThrow()};
      int current = now.status() == 404 ? 0 : now.json().get("version").intValue();
      List<Integer> statuses =
          together(
              IntStream.rangeClosed(2, movers + 1)
                  .filter(version -> version != current)
                  .mapToObj(
                      version ->
                          (Callable<Integer>)
                              () ->
                                  client
                                      .put(path, "{\"version\":%d}".formatted(version), condition)
                                      .status())
                  .toList());
      assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
      assertThat(statuses).filteredOn(status -> status != 200).containsOnly(412);
    }
    JsonNode events = client.get("/v1/models/churn/history").json().get("events");
    assertThat(events).hasSize(5);
    assertChain(events);
    assertThat(events.get(0).get("to")).isEqualTo(client.get(path).json().get("version"));
  }

  /** Newest first: each move goes on where the one before it led. */
  private static void assertChain(JsonNode events) {
    for (int i = 0; i + 1 < events.size(); i++) {
      assertThat(events.get(i).path("from")).isEqualTo(events.get(i + 1).path("to"));
      assertThat(events.get(i).get("sequence").intValue())
          .isEqualTo(events.get(i + 1).get("sequence").intValue() + 1);
    }
  }

  @Test
  void racingRegistrationsOfOneManifestMakeOneVersion() throws Exception {
    byte[] model = "<PMML/>".getBytes(UTF_8);
    String manifest = manifest(Map.of("model.pmml", model)).toString();
    List<Reply> replies =
        together(
            IntStream.range(0, 12)
                .mapToObj(
                    i -> (Callable<Reply>) () -> client.post("/v1/models/churn/versions", manifest))
                .toList());
    assertThat(replies).extracting(Reply::status).containsOnly(200, 201);
    assertThat(replies).extracting(Reply::status).filteredOn(s -> s == 201).hasSize(1);
    assertThat(replies).allMatch(reply -> reply.json().get("version").intValue() == 1);
  }

  @Test
  void racingRegistrationsOfDifferentManifestsGetNumbersWithoutAGap() throws Exception {
    List<Integer> numbers =
        together(
            IntStream.range(0, 12)
                .mapToObj(
                    i ->
                        (Callable<Integer>)
                            () ->
                                client
                                    .post(
                                        "/v1/models/churn/versions",
                                        manifest(Map.of("model.pmml", new byte[] {(byte) i}))
                                            .toString())
                                    .json()
                                    .get("version")
                                    .intValue())
                .toList());
    assertThat(numbers)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 12).boxed().toList());
  }

  private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.invokeAll(tasks).stream().map(RegistryContract::result).toList();
    }
  }

  private static <T> T result(Future<T> future) {
    return future.resultNow();
  }

  @Test
  void aRepeatedRequestWithItsKeyIsKnownAndAnotherWithThatKeyIsRefused() throws Exception {
    client.publish("churn", "<PMML>1</PMML>");
    client.publish("churn", "<PMML>2</PMML>");
    String path = "/v1/models/churn/aliases/champion";
    String[] headers = {"If-None-Match", "*", "Idempotency-Key", "move-1"};
    assertThat(client.put(path, "{\"version\":1}", headers).status()).isEqualTo(200);
    assertThat(client.put(path, "{\"version\":1}", headers).status()).isEqualTo(200);
    assertThat(client.get("/v1/models/churn/history").json().get("events")).hasSize(1);
    Reply other = client.put(path, "{\"version\":2}", headers);
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.json().get("next").textValue()).contains("new key");
  }

  @Test
  void aRegistrationWithAParentIsRepeatedThoughItsAliasHasMoved() throws Exception {
    client.publish("churn", "<PMML>1</PMML>");
    String path = "/v1/models/churn/aliases/champion";
    Reply set = client.put(path, "{\"version\":1}", "If-None-Match", "*");
    ObjectNode manifest = manifest(Map.of("model.pmml", new byte[] {7}));
    manifest.put("parent", "@champion");
    Reply first =
        client.post("/v1/models/churn/versions", manifest.toString(), "Idempotency-Key", "run-42");
    assertThat(first.json().get("parent").textValue())
        .isEqualTo(set.json().get("digest").textValue());
    client.publish("churn", "<PMML>3</PMML>");
    client.put(path, "{\"version\":3}", "If-Match", set.header("ETag").orElseThrow());
    Reply again =
        client.post("/v1/models/churn/versions", manifest.toString(), "Idempotency-Key", "run-42");
    assertThat(again.json().get("version")).isEqualTo(first.json().get("version"));
    assertThat(again.json().get("parent")).isEqualTo(first.json().get("parent"));
  }

  @Test
  void whatServedAtNoonIsOneRequest() throws Exception {
    client.publish("churn", "<PMML>1</PMML>");
    client.publish("churn", "<PMML>2</PMML>");
    String path = "/v1/models/churn/aliases/champion";
    Reply set = client.put(path, "{\"version\":1}", "If-None-Match", "*");
    RegistryClient operator = client.as(TestRegistry.REPORT);
    tell(operator, "1", "stable", "serving");
    clock.move(Duration.ofHours(2));
    client.put(path, "{\"version\":2}", "If-Match", set.header("ETag").orElseThrow());
    tell(operator, "2", "candidate", "serving");
    clock.move(Duration.ofHours(1));
    tell(operator, "2", "candidate", "ended");
    // By the digest of the file, which is what a pod knows.
    tell(operator, Digest.of("<PMML>2</PMML>".getBytes(UTF_8)).toString(), "stable", "serving");

    JsonNode before = client.get("/v1/models/churn/history?at=2026-11-03T11:00:00Z").json();
    assertThat(before.get("aliases")).isEmpty();
    assertThat(before.get("serving")).isEmpty();
    JsonNode noon = client.get("/v1/models/churn/history?at=2026-11-03T12:30:00Z").json();
    assertThat(noon.get("aliases").get(0).get("version").intValue()).isEqualTo(1);
    assertThat(serving(noon)).containsExactly("stable 1");
    JsonNode trial = client.get("/v1/models/churn/history?at=2026-11-03T14:30:00Z").json();
    assertThat(trial.get("aliases").get(0).get("version").intValue()).isEqualTo(2);
    assertThat(serving(trial)).containsExactlyInAnyOrder("stable 1", "candidate 2");
    JsonNode after = client.get("/v1/models/churn/history?at=2026-11-03T17:00:00%2B01:00").json();
    assertThat(serving(after)).containsExactly("stable 2");

    JsonNode between =
        client
            .get("/v1/models/churn/history?from=2026-11-03T13:00:00Z&to=2026-11-03T14:59:00Z")
            .json();
    assertThat(between.get("events")).hasSize(2);
    assertThat(between.get("complete").booleanValue()).isTrue();
  }

  private static void tell(RegistryClient operator, String version, String track, String phase)
      throws Exception {
    Reply told =
        operator.post(
            "/v1/models/churn/deployments",
            """
            {"version":"%s","namespace":"shop","name":"churn","uid":"u1","track":"%s","phase":"%s"}
            """
                .formatted(version, track, phase));
    assertThat(told.status()).as(told.toString()).isEqualTo(201);
  }

  private static Set<String> serving(JsonNode snapshot) {
    Set<String> serving = new LinkedHashSet<>();
    snapshot
        .get("serving")
        .forEach(
            event ->
                serving.add(event.get("track").textValue() + " " + event.get("version").asInt()));
    return serving;
  }

  @Test
  void historyTellsOfOneKindAndOfOneVersion() throws Exception {
    client.publish("churn", "<PMML>1</PMML>");
    client.publish("churn", "<PMML>2</PMML>");
    String champion = "/v1/models/churn/aliases/champion";
    Reply set = client.put(champion, "{\"version\":1}", "If-None-Match", "*");
    client.put(champion, "{\"version\":2}", "If-Match", set.header("ETag").orElseThrow());
    tell(client.as(TestRegistry.REPORT), "2", "stable", "serving");

    assertThat(events("type=alias")).containsExactly("alias 1-2", "alias -1");
    assertThat(events("type=deployment")).containsExactly("deployment 2");
    assertThat(events("version=1")).containsExactly("alias 1-2", "alias -1");
    assertThat(events("version=2&type=deployment")).containsExactly("deployment 2");
    Reply refused = client.get("/v1/models/churn/history?type=moves");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("next").textValue()).isEqualTo("write alias or deployment");
    assertThat(client.get("/v1/models/churn/history?at=2026-11-03T12:00:00Z&version=1").status())
        .isEqualTo(400);
  }

  private List<String> events(String query) throws Exception {
    List<String> events = new ArrayList<>();
    for (JsonNode event : client.get("/v1/models/churn/history?" + query).json().get("events")) {
      String type = event.get("type").textValue();
      events.add(
          type.equals("alias")
              ? "alias %s-%s".formatted(event.path("from").asText(), event.path("to").asText())
              : type + " " + event.get("version"));
    }
    return events;
  }

  @Test
  void modelsAreSeenAtAGlanceAndFoundByWhatIsSaidOfThem() throws Exception {
    client.post("/v1/models", "{\"name\":\"fraud\",\"description\":\"Cards, 100% of them\"}");
    client.publish("churn", "<PMML>1</PMML>");
    ObjectNode trained = JsonNodeFactory.instance.objectNode().put("parent", "1");
    trained.putObject("lineage").putObject("metrics").put("auc", 0.91);
    client.publish("churn", "<PMML>2</PMML>", trained);
    client.put("/v1/models/churn/aliases/champion", "{\"version\":1}", "If-None-Match", "*");
    clock.move(Duration.ofHours(1));
    tell(client.as(TestRegistry.REPORT), "1", "stable", "serving");

    RegistryClient reader = client.as(TestRegistry.READ);
    JsonNode models = reader.get("/v1/models:overview").json().get("models");
    JsonNode churn = models.get(0);
    assertThat(churn.get("name").textValue()).isEqualTo("churn");
    assertThat(churn.get("versions").intValue()).isEqualTo(2);
    assertThat(churn.at("/newest/version").intValue()).isEqualTo(2);
    assertThat(churn.at("/newest/lineage/metrics/auc").doubleValue()).isEqualTo(0.91);
    assertThat(churn.at("/aliases/0/version").intValue()).isEqualTo(1);
    assertThat(churn.at("/serving/0/name").textValue()).isEqualTo("churn");
    assertThat(churn.get("changedAt").textValue()).isEqualTo("2026-11-03T13:00:00Z");
    JsonNode fraud = models.get(1);
    assertThat(fraud.has("newest")).isFalse();
    assertThat(fraud.get("changedAt").textValue()).isEqualTo("2026-11-03T12:00:00Z");

    assertThat(names(reader, "search=CHU")).containsExactly("churn");
    assertThat(names(reader, "search=cards")).containsExactly("fraud");
    assertThat(names(reader, "search=0%25+of")).containsExactly("fraud");
    assertThat(names(reader, "search=_")).isEmpty();
    assertThat(names(reader, "limit=1&after=churn")).containsExactly("fraud");
  }

  private static List<String> names(RegistryClient reader, String query) throws Exception {
    List<String> names = new ArrayList<>();
    reader
        .get("/v1/models:overview?" + query)
        .json()
        .get("models")
        .forEach(model -> names.add(model.get("name").textValue()));
    return names;
  }

  @Test
  void aVersionKnowsItsAncestorsThoughTheyAreDeletedAndItsChildrenInPages() throws Exception {
    for (int number = 1; number <= 3; number++) {
      publishChild(number, number - 1);
    }
    publishChild(4, 3);
    publishChild(5, 3);
    client.delete("/v1/models/churn/versions/4");
    client.delete("/v1/models/churn/versions/5");
    publishChild(6, 3);
    publishChild(7, 3);

    JsonNode third = client.get("/v1/models/churn/versions/3/lineage").json();
    assertThat(numbers(third, "ancestors")).containsExactly(2, 1);
    assertThat(third.get("complete").booleanValue()).isTrue();
    assertThat(third.at("/ancestors/1/lineage/metrics/auc").doubleValue()).isEqualTo(0.1);
    assertThat(numbers(third, "children")).containsExactly(7, 6);

    JsonNode cut = client.get("/v1/models/churn/versions/3/lineage?limit=1").json();
    assertThat(numbers(cut, "ancestors")).containsExactly(2);
    assertThat(cut.get("complete").booleanValue()).isFalse();
    assertThat(numbers(cut, "children")).containsExactly(7);
    String next = cut.get("next").textValue();
    JsonNode rest = client.get("/v1/models/churn/versions/3/lineage?limit=1&" + next).json();
    assertThat(numbers(rest, "children")).containsExactly(6);

    client.put("/v1/models/churn", "{\"retention\":{\"keepLast\":1,\"keepUnusedDays\":1}}");
    clock.move(Duration.ofDays(30));
    client.post("/v1/storage:clean", "");
    JsonNode last = client.get("/v1/models/churn/versions/7/lineage").json();
    assertThat(numbers(last, "ancestors")).containsExactly(3, 2, 1);
    assertThat(last.at("/ancestors/0/deleted/by").textValue()).isNotBlank();
  }

  private void publishChild(int number, int parent) throws Exception {
    ObjectNode trained = JsonNodeFactory.instance.objectNode();
    if (parent > 0) {
      trained.put("parent", Integer.toString(parent));
    }
    trained.putObject("lineage").putObject("metrics").put("auc", number / 10.0);
    assertThat(client.publish("churn", "<PMML>" + number + "</PMML>", trained)).isEqualTo(number);
  }

  private static List<Integer> numbers(JsonNode family, String relatives) {
    List<Integer> numbers = new ArrayList<>();
    family.get(relatives).forEach(relative -> numbers.add(relative.get("version").intValue()));
    return numbers;
  }

  @Test
  void whichNumbersAFieldTakesIsPartOfItsSignature() throws Exception {
    ObjectNode more = JsonNodeFactory.instance.objectNode();
    ObjectNode signature = more.putObject("signature");
    ObjectNode field =
        signature.putArray("inputs").addObject().put("name", "age").put("type", "FP64");
    ObjectNode interval = field.putArray("intervals").addObject();
    interval.put("closure", "closedOpen").put("leftMargin", 18.0);
    signature.putArray("outputs");
    client.publish("churn", "<PMML/>", more);
    assertThat(
            client.get("/v1/models/churn/versions/1").json().at("/signature/inputs/0/intervals/0"))
        .isEqualTo(interval);

    interval.put("closure", "halfOpen");
    ObjectNode wrong = manifest(Map.of("model.pmml", "<PMML/>".getBytes(UTF_8)));
    wrong.setAll(more);
    Reply refused = client.post("/v1/models/churn/versions", wrong.toString());
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("error").textValue()).contains("closedOpen");
  }

  @Test
  void aClockThatIsSetBackLeavesHistoryInOrder() throws Exception {
    client.publish("churn", "<PMML>1</PMML>");
    client.publish("churn", "<PMML>2</PMML>");
    String path = "/v1/models/churn/aliases/champion";
    Reply set = client.put(path, "{\"version\":1}", "If-None-Match", "*");
    clock.move(Duration.ofHours(-5));
    Reply moved = client.put(path, "{\"version\":2}", "If-Match", set.header("ETag").orElseThrow());
    assertThat(moved.status()).isEqualTo(200);
    JsonNode at = client.get("/v1/models/churn/history?at=2026-11-03T12:00:00Z").json();
    assertThat(at.get("aliases").get(0).get("version").intValue()).isEqualTo(2);
    JsonNode events = client.get("/v1/models/churn/history").json().get("events");
    assertChain(events);
  }

  @Test
  void whatIsInUseIsNotDeletedAndWhatIsDeletedSaysSo() throws Exception {
    client.publish("churn", "<PMML>1</PMML>");
    ObjectNode child = JsonNodeFactory.instance.objectNode().put("parent", "1");
    client.publish("churn", "<PMML>2</PMML>", child);
    Reply set =
        client.put("/v1/models/churn/aliases/champion", "{\"version\":1}", "If-None-Match", "*");
    tell(client.as(TestRegistry.REPORT), "1", "stable", "serving");
    Reply refused = client.delete("/v1/models/churn/versions/1");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("referencedBy")).hasSize(3);

    client.delete(
        "/v1/models/churn/aliases/champion", "If-Match", set.header("ETag").orElseThrow());
    tell(client.as(TestRegistry.REPORT), "1", "stable", "ended");
    assertThat(client.delete("/v1/models/churn/versions/2?reason=a+trial").status()).isEqualTo(204);
    assertThat(client.delete("/v1/models/churn/versions/1").status()).isEqualTo(204);
    Reply gone = client.get("/v1/models/churn/versions/2");
    assertThat(gone.status()).isEqualTo(410);
    assertThat(gone.json().get("cause").textValue()).contains("root").contains("a trial");
    // Its number is not given again, and history goes on telling of it.
    assertThat(client.publish("churn", "<PMML>2</PMML>")).isEqualTo(3);
    assertThat(client.get("/v1/models/churn/history").json().get("events")).hasSize(4);
  }

  @Test
  void bytesThatNothingNeedsGoAfterTheGraceAndNotBefore() throws Exception {
    client.publish("churn", "<PMML>kept</PMML>");
    client.publish("churn", "<PMML>gone</PMML>");
    byte[] gone = "<PMML>gone</PMML>".getBytes(UTF_8);
    client.delete("/v1/models/churn/versions/2");
    // The disk's clock says when bytes were stored.
    clock.move(Duration.between(clock.instant(), Instant.now()).plusDays(6));
    JsonNode early = client.post("/v1/storage:clean", "").json();
    assertThat(early.get("blobs").intValue()).isZero();
    assertThat(client.get("/v1/blobs/" + Digest.of(gone)).status()).isEqualTo(200);
    clock.move(Duration.ofDays(2));
    JsonNode late = client.post("/v1/storage:clean", "").json();
    assertThat(late.get("blobs").intValue()).isEqualTo(1);
    assertThat(client.get("/v1/blobs/" + Digest.of(gone)).status()).isEqualTo(404);
    JsonNode storage = client.get("/v1/storage").json();
    assertThat(storage.get("storedBytes")).isEqualTo(storage.get("neededBytes"));
    assertThat(storage.get("versions").intValue()).isEqualTo(1);
  }

  @Test
  void aVersionThatNobodyFinishesIsDroppedInTime() throws Exception {
    client.post(
        "/v1/models/churn/versions", manifest(Map.of("model.pmml", new byte[] {1})).toString());
    clock.move(Duration.ofDays(8));
    assertThat(client.post("/v1/storage:clean", "").json().get("unfinished").intValue())
        .isEqualTo(1);
    assertThat(client.get("/v1/models/churn/versions/1").status()).isEqualTo(410);
  }

  @Test
  void aRetentionRuleKeepsTheNewestAndWhatIsInUse() throws Exception {
    for (int i = 1; i <= 5; i++) {
      client.publish("churn", "<PMML>%d</PMML>".formatted(i));
    }
    client.put("/v1/models/churn/aliases/champion", "{\"version\":1}", "If-None-Match", "*");
    Reply ruled =
        client.put("/v1/models/churn", "{\"retention\":{\"keepLast\":2,\"keepUnusedDays\":30}}");
    assertThat(ruled.status()).isEqualTo(200);
    clock.move(Duration.ofDays(31));
    assertThat(client.post("/v1/storage:clean", "").json().get("retired").intValue()).isEqualTo(2);
    JsonNode left = client.get("/v1/models/churn/versions").json().get("versions");
    assertThat(left)
        .extracting(version -> version.get("version").intValue())
        .containsExactly(5, 4, 1);
  }

  @Test
  void wrongBytesAreRefusedAndTheRightOnesAreTakenAfterwards() throws Exception {
    byte[] right = "right".getBytes(UTF_8);
    byte[] wrong = "wrong".getBytes(UTF_8);
    String path = "/v1/blobs/" + Digest.of(right);
    Reply refused = client.send("PUT", path, wrong);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().get("actual").textValue()).isEqualTo(Digest.of(wrong).toString());
    assertThat(client.get(path).status()).isEqualTo(404);
    assertThat(client.send("PUT", path, right).status()).isEqualTo(201);
    assertThat(client.send("PUT", path, right).status()).isEqualTo(200);
  }

  @Test
  void anUploadGoesOnWhereItWasBrokenOff() throws Exception {
    byte[] bytes = new byte[100_000];
    Arrays.fill(bytes, (byte) 'x');
    String path = "/v1/blobs/" + Digest.of(bytes);
    Reply part =
        client.send(
            "PUT",
            path,
            Arrays.copyOfRange(bytes, 0, 60_000),
            "Content-Range",
            "bytes 0-59999/100000");
    assertThat(part.status()).isEqualTo(202);
    assertThat(client.get(path + "/upload").json().get("received").intValue()).isEqualTo(60_000);
    Reply gap =
        client.send(
            "PUT",
            path,
            Arrays.copyOfRange(bytes, 70_000, 100_000),
            "Content-Range",
            "bytes 70000-99999/100000");
    assertThat(gap.status()).isEqualTo(409);
    assertThat(gap.json().get("received").intValue()).isEqualTo(60_000);
    Reply rest =
        client.send(
            "PUT",
            path,
            Arrays.copyOfRange(bytes, 60_000, 100_000),
            "Content-Range",
            "bytes 60000-99999/100000");
    assertThat(rest.status()).isEqualTo(201);
    assertThat(client.get(path).bytes()).isEqualTo(bytes);
  }

  @Test
  void downloadsComeInPartsCompressedAndNotAtAllWhenTheyAreKnown() throws Exception {
    byte[] text = "<PMML>some text</PMML>".repeat(1000).getBytes(UTF_8);
    client.upload(text);
    String path = "/v1/blobs/" + Digest.of(text);
    String tag = '"' + Digest.of(text).toString() + '"';
    Reply part = client.get(path, "Range", "bytes=10-19");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(text, 10, 20));
    assertThat(part.header("Content-Range")).contains("bytes 10-19/" + text.length);
    Reply tail = client.get(path, "Range", "bytes=-5", "If-Range", tag);
    assertThat(tail.bytes()).isEqualTo(Arrays.copyOfRange(text, text.length - 5, text.length));
    assertThat(client.get(path, "Range", "bytes=999999-").status()).isEqualTo(416);
    assertThat(client.get(path, "If-None-Match", tag).status()).isEqualTo(304);
    Reply zipped = client.get(path, "Accept-Encoding", "gzip");
    assertThat(zipped.header("Content-Encoding")).contains("gzip");
    assertThat(zipped.bytes().length).isLessThan(text.length / 10);
    assertThat(unzip(zipped.bytes())).isEqualTo(text);
    assertThat(client.get(path, "If-None-Match", zipped.header("ETag").orElseThrow()).status())
        .isEqualTo(304);
    assertThat(client.send("HEAD", path, new byte[0]).header("Content-Length"))
        .contains(Integer.toString(text.length));
  }

  private static byte[] unzip(byte[] zipped) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return in.readAllBytes();
    }
  }

  @Test
  void eachScopeIsGoodForWhatItSaysAndNothingElse() throws Exception {
    client.publish("churn", "<PMML/>");
    RegistryClient nobody = client.as("");
    Reply unknown = nobody.get("/v1/models");
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.header("WWW-Authenticate")).isPresent();
    assertThat(client.as("slr_" + "x".repeat(43)).get("/v1/models").status()).isEqualTo(401);
    RegistryClient pod = client.as(TestRegistry.READ);
    assertThat(pod.get("/v1/models").status()).isEqualTo(200);
    Reply forbidden = pod.post("/v1/models", "{\"name\":\"x\"}");
    assertThat(forbidden.status()).isEqualTo(403);
    assertThat(forbidden.json().get("cause").textValue()).contains("pod").contains("push");
    assertThat(pod.upload(new byte[] {1}).status()).isEqualTo(403);
    RegistryClient trainer = client.as(TestRegistry.PUSH);
    assertThat(
            trainer
                .put("/v1/models/churn/aliases/a", "{\"version\":1}", "If-None-Match", "*")
                .status())
        .isEqualTo(403);
    assertThat(client.as(TestRegistry.PROMOTE).delete("/v1/models/churn/versions/1").status())
        .isEqualTo(403);
    assertThat(client.as(TestRegistry.PROMOTE).get("/v1/audit").status()).isEqualTo(403);
  }

  @Test
  void aTokenThatWasMadeWorksUntilItIsRevokedAndTheAuditTellsWhoWroteWhat() throws Exception {
    Reply made = client.post("/v1/tokens", "{\"name\":\"ci\",\"scopes\":\"push\"}");
    assertThat(made.status()).isEqualTo(201);
    RegistryClient ci = client.as(made.json().get("token").textValue());
    assertThat(ci.post("/v1/models", "{\"name\":\"fraud\"}").status()).isEqualTo(201);
    assertThat(client.get("/v1/tokens").toString()).doesNotContain("slr_");
    assertThat(client.delete("/v1/tokens/ci").status()).isEqualTo(204);
    Reply refused = ci.get("/v1/models");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.json().get("cause").textValue()).contains("revoked");
    assertThat(client.post("/v1/tokens", "{\"name\":\"ci\",\"scopes\":\"push\"}").status())
        .isEqualTo(409);

    Reply short1 =
        client.post(
            "/v1/tokens",
            "{\"name\":\"guest\",\"scopes\":\"read\",\"expiresAt\":\"2026-11-03T13:00:00Z\"}");
    RegistryClient guest = client.as(short1.json().get("token").textValue());
    assertThat(guest.get("/v1/models").status()).isEqualTo(200);
    clock.move(Duration.ofHours(1));
    assertThat(guest.get("/v1/models").json().get("cause").textValue()).contains("expired");

    JsonNode entries = client.get("/v1/audit").json().get("entries");
    assertThat(entries)
        .extracting(entry -> entry.get("actor").textValue() + " " + entry.get("action").textValue())
        .containsExactly(
            "root model.create",
            "root token.make",
            "ci model.create",
            "root token.revoke",
            "root token.make");
  }

  @Test
  void everyWriteIsInTheAudit() throws Exception {
    client.publish("churn", "<PMML>1</PMML>");
    Reply set = client.put("/v1/models/churn/aliases/a", "{\"version\":1}", "If-None-Match", "*");
    tell(client, "1", "stable", "serving");
    tell(client, "1", "stable", "ended");
    client.put("/v1/models/churn/versions/1", "{\"description\":\"d\"}");
    client.put("/v1/models/churn", "{\"description\":\"d\"}");
    client.post("/v1/models/churn/versions/1:deprecate", "{\"reason\":\"old\"}");
    client.post("/v1/models/churn/versions/1:undeprecate", "");
    client.delete("/v1/models/churn/aliases/a", "If-Match", set.header("ETag").orElseThrow());
    client.delete("/v1/models/churn/versions/1");
    JsonNode entries = client.get("/v1/audit").json().get("entries");
    assertThat(entries)
        .extracting(entry -> entry.get("action").textValue())
        .containsExactly(
            "model.create",
            "blob.store",
            "version.register",
            "version.finalize",
            "version.validate",
            "alias.move",
            "deployment.serving",
            "deployment.ended",
            "version.describe",
            "model.describe",
            "version.deprecate",
            "version.undeprecate",
            "alias.remove",
            "version.delete");
  }

  @Test
  void pathsThatClimbAndNamesThatAreNoneAreRefused() throws Exception {
    for (String path : List.of("../x", "/etc/passwd", "a/../b", "a//b", "C:\\\\x", "nul", "-x")) {
      Reply refused =
          client.post(
              "/v1/models/churn/versions", manifest(Map.of(path, new byte[] {1})).toString());
      assertThat(refused.status()).as(path).isEqualTo(400);
    }
    assertThat(client.get("/v1/models/churn/versions/1/files/..%2f..%2fetc%2fpasswd").status())
        .isBetween(400, 404);
    assertThat(client.get("/v1/blobs/sha256:..%2f..").status()).isBetween(400, 404);
    assertThat(client.post("/v1/models", "{\"name\":\"../x\"}").status()).isEqualTo(400);
    Reply misspelt = client.post("/v1/models", "{\"nmae\":\"x\"}");
    assertThat(misspelt.json().get("error").textValue()).contains("nmae").contains("name");
    assertThat(client.get("/v1/nothing").status()).isEqualTo(404);
    assertThat(client.get("/v1/nothing").json().get("next").textValue()).contains("/openapi.json");
  }

  @Test
  void aRestartFindsEverythingAsItWas() throws Exception {
    client.publish("churn", "<PMML>1</PMML>");
    client.put("/v1/models/churn/aliases/champion", "{\"version\":1}", "If-None-Match", "*");
    Reply before = client.get("/v1/models/churn/versions/@champion");
    registry.close();
    registry = TestRegistry.start(folder, settings(), clock);
    Reply after = registry.client().get("/v1/models/churn/versions/@champion");
    assertThat(after.json()).isEqualTo(before.json());
  }

  @Test
  void listsComeInPages() throws Exception {
    for (int i = 0; i < 5; i++) {
      client.post(
          "/v1/models/churn/versions",
          manifest(Map.of("model.pmml", new byte[] {(byte) i})).toString());
    }
    JsonNode first = client.get("/v1/models/churn/versions?limit=2").json();
    JsonNode second =
        client.get("/v1/models/churn/versions?limit=2&" + first.get("next").textValue()).json();
    assertThat(second.get("versions"))
        .extracting(version -> version.get("version").intValue())
        .containsExactly(3, 2);
    assertThat(client.get("/v1/models/churn/versions?state=ready").json().get("versions"))
        .isEmpty();
    client.create("Alpha");
    client.create("beta");
    assertThat(client.get("/v1/models").json().get("models"))
        .extracting(model -> model.get("name").textValue())
        .containsExactly("Alpha", "beta", "churn");
  }

  @Test
  void theKubeletAndPrometheusAreAnswered() throws Exception {
    client.get("/v1/models");
    assertThat(registry.operations().get("/live").status()).isEqualTo(200);
    assertThat(registry.operations().get("/ready").status()).isEqualTo(200);
    assertThat(registry.operations().get("/metrics").toString())
        .contains("slipway_registry_requests_seconds_count{method=\"GET\",route=\"/v1/models\"");
    registry.registry().leave();
    assertThat(registry.operations().get("/ready").status()).isEqualTo(503);
  }
}
