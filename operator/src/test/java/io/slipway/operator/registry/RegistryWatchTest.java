package io.slipway.operator.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.operator.NamedResource;
import io.slipway.operator.observe.RegistryAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryWatchTest {

  @TempDir Path credentials;
  private FakeRegistry registry;
  private RegistryClient client;
  private RegistryWatch<ModelDeployment> watch;
  private volatile boolean leads = true;
  private final List<ModelDeployment> resources = new CopyOnWriteArrayList<>();
  private final List<String> changed = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    registry = FakeRegistry.start(credentials);
    registry.with("7", "READY").with("8", "READY").pointing("champion", "7");
    client = new RegistryClient(registry.address());
    watch =
        new RegistryWatch<>(
            registry.address(),
            client,
            () -> Stream.concat(resources.stream(), Stream.empty()),
            Question::of,
            resource -> changed.add(resource.getMetadata().getName()),
            () -> leads);
  }

  @AfterEach
  void stop() {
    watch.close();
    client.close();
    registry.close();
  }

  @Test
  void aVersionIsAskedAboutOnceAndForAll() throws Exception {
    ModelDeployment churn = resource("churn", "7", null);

    assertThat(watch.of(churn)).isEqualTo(RegistryAnswer.NONE);
    watch.round();
    watch.round();

    assertThat(watch.of(churn)).isEqualTo(found("7"));
    assertThat(registry.requests()).containsExactly("GET /v1/models/churn/versions/7 200");
    assertThat(changed).containsExactly("churn");
  }

  @Test
  void anAliasIsFollowedAndCostsNextToNothingWhileItStays() throws Exception {
    ModelDeployment churn = resource("churn", null, "champion");
    watch.round();
    watch.round();
    registry.pointing("champion", "8");
    assertThat(watch.of(churn)).isEqualTo(found("7"));
    watch.round();

    assertThat(watch.of(churn)).isEqualTo(found("8"));
    assertThat(registry.requests())
        .containsExactly(
            "GET /v1/models/churn/aliases/champion 200",
            "GET /v1/models/churn/versions/7 200",
            "GET /v1/models/churn/aliases/champion 304",
            "GET /v1/models/churn/aliases/champion 200",
            "GET /v1/models/churn/versions/8 200");
    assertThat(changed).containsExactly("churn", "churn");
  }

  @Test
  void oneFailureIsNotToldAndTheSecondIsAndTheNextAnswerIsAsGoodAsTheLast() throws Exception {
    ModelDeployment churn = resource("churn", null, "champion");
    watch.round();
    registry.breakDown(503);
    watch.round();
    assertThat(watch.of(churn)).isEqualTo(found("7"));
    watch.round();
    assertThat(failure(churn).reason()).isEqualTo(Reason.REGISTRY_UNREACHABLE);
    registry.breakDown(0);
    watch.round();

    assertThat(watch.of(churn)).isEqualTo(found("7"));
    assertThat(registry.requests()).last().isEqualTo("GET /v1/models/churn/aliases/champion 304");
    assertThat(changed).containsExactly("churn", "churn", "churn");
  }

  @Test
  void whatNobodyHasAnsweredYetIsToldAtOnce() throws Exception {
    registry.close();
    ModelDeployment churn = resource("churn", null, "champion");
    watch.round();

    assertThat(failure(churn).reason()).isEqualTo(Reason.REGISTRY_UNREACHABLE);
    assertThat(failure(churn).words()).contains("the registry at http://127.0.0.1:");
  }

  @Test
  void aQuestionThatTheRegistryCannotAnswerIsItsOwnTroubleAlone() throws Exception {
    List<ModelDeployment> others =
        Stream.of("a", "b", "c", "d", "e").map(name -> resource(name, null, "champion")).toList();
    ModelDeployment broken = resource("broken", null, "champion");
    ModelDeployment endless = resource("endless", null, "champion");
    watch.round();
    assertThat(watch.of(broken)).isEqualTo(found("7"));
    registry.breakDown("/v1/models/broken/", 500);
    registry.babble("/v1/models/endless/");
    registry.pointing("champion", "8");
    watch.round();
    assertThat(watch.of(broken)).isEqualTo(found("7"));
    watch.round();

    assertThat(others).allSatisfy(other -> assertThat(watch.of(other)).isEqualTo(found("8")));
    assertThat(failure(broken).reason()).isEqualTo(Reason.REGISTRY_UNREACHABLE);
    assertThat(failure(broken).words()).endsWith("gives no answer: it answers 500");
    assertThat(failure(endless).words()).endsWith("the answer is longer than 8388608 bytes");
  }

  @Test
  void nobodyBehindTheFirstQuestionThatFindsNobodyIsWaitedFor() throws Exception {
    List<ModelDeployment> all =
        Stream.of("a", "b", "c").map(name -> resource(name, null, "champion")).toList();
    watch.round();
    registry.close();
    watch.round();
    assertThat(all).allSatisfy(each -> assertThat(watch.of(each)).isEqualTo(found("7")));
    watch.round();

    assertThat(all)
        .allSatisfy(
            each -> assertThat(failure(each).reason()).isEqualTo(Reason.REGISTRY_UNREACHABLE));
  }

  @Test
  void aNewQuestionAndANewLeaderDoNotWaitUntilAliasesAreLookedUpAgain() {
    RegistryAddress seldom =
        new RegistryAddress(registry.address().url(), credentials, Duration.ofHours(1), "here");
    try (RegistryWatch<ModelDeployment> patient =
        new RegistryWatch<ModelDeployment>(
            seldom, client, resources::stream, Question::of, resource -> {}, () -> leads)) {
      ModelDeployment first = resource("first", null, "champion");
      patient.start();
      await().untilAsserted(() -> assertThat(patient.of(first)).isEqualTo(found("7")));

      registry.pointing("champion", "8");
      ModelDeployment second = resource("second", null, "champion");
      await().untilAsserted(() -> assertThat(patient.of(second)).isEqualTo(found("8")));
      assertThat(patient.of(first)).isEqualTo(found("7"));

      leads = false;
      await().untilAsserted(() -> assertThat(patient.of(first)).isEqualTo(RegistryAnswer.NONE));
      leads = true;
      await().untilAsserted(() -> assertThat(patient.of(first)).isEqualTo(found("8")));
    }
  }

  @Test
  void everyRefusalHasTheRegistrysWords() throws Exception {
    registry.with("9", "REJECTED").with("10", "VALIDATING");
    ModelDeployment missing = resource("missing", "11", null);
    ModelDeployment nowhere = resource("nowhere", null, "challenger");
    ModelDeployment rejected = resource("rejected", "9", null);
    ModelDeployment unready = resource("unready", "10", null);
    watch.round();

    assertThat(failure(missing))
        .isEqualTo(
            new RegistryAnswer.Failed(
                Reason.VERSION_NOT_FOUND,
                "the registry has no version 11 of missing: there is no such thing; push it"));
    assertThat(failure(nowhere).words()).startsWith("the registry has no alias challenger of");
    assertThat(failure(rejected).words())
        .isEqualTo(
            "the registry's version 9 of rejected is REJECTED: [\"ModelInvalid: no such"
                + " operator\"]");
    assertThat(failure(unready).words())
        .isEqualTo("the registry's version 10 of unready is VALIDATING");

    registry.with("10", "READY");
    watch.round();
    assertThat(watch.of(unready)).isEqualTo(found("10"));
  }

  @Test
  void aNewTokenCountsWithoutARestart() throws Exception {
    ModelDeployment churn = resource("churn", null, "champion");
    String good = Files.readString(credentials.resolve("token"));
    Files.writeString(credentials.resolve("token"), "slipway_other");
    watch.round();
    assertThat(failure(churn).reason()).isEqualTo(Reason.REGISTRY_FORBIDDEN);
    assertThat(failure(churn).words()).doesNotContain("slipway_other");

    Files.writeString(credentials.resolve("token"), good);
    watch.round();
    assertThat(watch.of(churn)).isEqualTo(found("7"));
  }

  @Test
  void whoDoesNotLeadNeitherAsksNorRemembers() throws Exception {
    ModelDeployment churn = resource("churn", null, "champion");
    watch.round();
    leads = false;
    watch.round();
    assertThat(watch.of(churn)).isEqualTo(RegistryAnswer.NONE);
    assertThat(registry.requests()).hasSize(2);
  }

  @Test
  void aModelOfAnotherSourceIsNobodysQuestion() throws Exception {
    resources.add(
        NamedResource.of(
            "churn", new ModelSource(null, "https://models.example.org/1.onnx", null, null, null)));
    watch.round();
    assertThat(watch.of(resources.getFirst())).isEqualTo(RegistryAnswer.NONE);
    assertThat(RegistryAnswers.NOWHERE.of(resources.getFirst())).isEqualTo(RegistryAnswer.NONE);
    assertThat(registry.requests()).isEmpty();
  }

  private RegistryAnswer.Failed failure(ModelDeployment resource) {
    assertThat(watch.of(resource)).isInstanceOf(RegistryAnswer.Failed.class);
    return (RegistryAnswer.Failed) watch.of(resource);
  }

  private RegistryAnswer found(String number) {
    String digest = FakeRegistry.digest(number);
    return new RegistryAnswer.Found(
        number, digest, "ONNX", registry.address().at("/v1/blobs/" + digest));
  }

  private ModelDeployment resource(
      String name,
      @org.jspecify.annotations.Nullable String version,
      @org.jspecify.annotations.Nullable String alias) {
    ModelDeployment resource =
        NamedResource.of(name, new ModelSource(null, version, alias, null, null, null, null));
    resources.add(resource);
    return resource;
  }
}
