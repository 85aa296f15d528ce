package io.slipway.cli.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.cli.resource.Deployed;
import io.slipway.cli.resource.Json;
import io.slipway.cli.resource.Revision;
import io.slipway.cli.rollback.Rollback.Choice;
import io.slipway.cli.view.Palette;
import io.slipway.cli.view.RollbackView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Version 7 was written as a uri and a Secret, and is the contract's example; version 8 followed
 * it.
 */
class RollbackTest {

  private static final Path EXAMPLE =
      Path.of("../docs/reference/contract/controller-revision.json");
  private static final String V7 = "churn-58a4b17479";
  private static final String V8 = "churn-77ab31c0de";

  private final List<Revision> kept = new ArrayList<>();

  @BeforeEach
  void twoRevisionsAreKept() throws IOException {
    kept.add(revision(object -> {}));
    kept.add(revision(RollbackTest::asVersion8));
  }

  @Test
  void whatWasWrittenForARevisionIsFoundAgainByItsHash() {
    assertThat(WrittenModel.of("churn", kept.getFirst()))
        .hasValue(
            model(
                "'uri': 'https://models.example.org/churn/7.pmml', 'credentialsSecret': 'churn-source'"));
  }

  @Test
  void theRevisionBeforeTheCurrentOneIsGoneBackTo() {
    Rollback rollback = possible(Optional.empty(), stable(V8));

    assertThat(rollback.to().name()).isEqualTo(V7);
    assertThat(rollback.kind()).isEqualTo(Rollback.Kind.SAME_REVISION);
    assertThat(rollback.lines())
        .containsExactly(
            "- uri: https://models.example.org/churn/8.pmml",
            "+ uri: https://models.example.org/churn/7.pmml",
            "- digest: sha256:88",
            "+ credentialsSecret: churn-source");
  }

  @Test
  void thePatchIsBoundToWhatWasSeenAndTakesAwayWhatWasNotThere() {
    Rollback rollback = possible(Optional.empty(), stable(V8));

    assertThat(Json.tree(rollback.patch()))
        .isEqualTo(
            json(
                """
                {'metadata': {'resourceVersion': '42'},
                 'spec': {'model': {
                   'uri': 'https://models.example.org/churn/7.pmml',
                   'credentialsSecret': 'churn-source',
                   'digest': null,
                   'later': null}}}
                """));
  }

  @Test
  void aRevisionThatFailedLeavesTheOneThatServesToGoBackTo() {
    Rollback rollback =
        possible(
            Optional.empty(),
            "'stable': {'revision': '%s'}, 'failedRevisions': [{'revision': '%s', 'reason': 'Aborted'}]"
                .formatted(V7, V8));

    assertThat(rollback.to().name()).isEqualTo(V7);
  }

  @Test
  void aRevisionThatFailedIsNotWhatPeopleGoBackToUnlessTheyNameIt() throws IOException {
    kept.add(
        revision(
            object -> {
              asVersion8(object);
              object.put("revision", 9);
              object.withObject("/metadata").put("name", "churn-99");
            }));
    String status =
        "'stable': {'revision': 'churn-99'}, 'failedRevisions': [{'revision': '%s', 'reason': 'Aborted'}]"
            .formatted(V8);

    assertThat(possible(Optional.empty(), status).to().name()).isEqualTo(V7);
    assertThat(possible(Optional.of(V8), status).to().name()).isEqualTo(V8);
  }

  @Test
  void aRevisionIsNamedByItsNumberItsNameOrItsVersion() {
    for (String name : List.of("7", V7, "9f86d081884c")) {
      assertThat(possible(Optional.of(name), stable(V8)).to().number()).isEqualTo(7);
    }
  }

  @Test
  void oneThatIsNotKeptIsRefusedWithThoseThatAre() {
    assertThat(choose(Optional.of("3"), stable(V8)))
        .isEqualTo(
            new Choice.Impossible(
                "No revision '3' of fraud/churn is kept; kept are 7, 8: kubectl slipway history"
                    + " churn -n fraud lists them."));
  }

  @Test
  void theModelThatTheSpecHasAlreadyIsRefused() {
    Deployed back =
        resource(
            "'uri': 'https://models.example.org/churn/7.pmml', 'credentialsSecret': 'churn-source'",
            stable(V8));

    assertThat(Rollback.choose(new History(back, kept), Optional.of("7")))
        .isEqualTo(
            new Choice.Impossible("spec.model of fraud/churn is that of revision 7 already."));
  }

  @Test
  void whereWhatWasWrittenCannotBeToldTheDigestIsPinned() throws IOException {
    kept.set(
        0,
        revision(
            object ->
                object
                    .withObject("/metadata/annotations")
                    .put("slipway.io/model-hash", "0000000000")));

    Rollback rollback = possible(Optional.empty(), stable(V8));

    assertThat(rollback.kind()).isEqualTo(Rollback.Kind.NEW_REVISION);
    assertThat(rollback.model())
        .isEqualTo(
            model(
                "'uri': 'https://models.example.org/churn/7.pmml', 'digest': 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', 'format': 'PMML', 'credentialsSecret': 'churn-source'"));
  }

  @Test
  void aVersionOfTheRegistryIsWrittenByItsNumberAndSaysHowTheAliasCouldBeMovedInstead()
      throws IOException {
    kept.set(0, revision(RollbackTest::asVersion7OfTheRegistry));

    Rollback rollback = rollback("'alias': 'champion'", "7");

    assertThat(rollback.kind()).isEqualTo(Rollback.Kind.NEW_REVISION);
    assertThat(rollback.model()).isEqualTo(model("'version': '7'"));
    assertThat(new RollbackView(rollback).lines(Palette.NONE))
        .contains(
            "  -     alias: champion",
            "  +     version: 7",
            "The alias is not followed any more then. To go back and follow it: slipwayctl alias set churn champion 7");
  }

  @Test
  void aVersionOfTheRegistryThatWasWrittenByItsNumberIsTheSameRevisionAgain() throws IOException {
    String hash = WrittenModel.hash("churn", model("'version': '7'"));
    kept.set(
        0,
        revision(
            object -> {
              asVersion7OfTheRegistry(object);
              object.withObject("/metadata/annotations").put("slipway.io/model-hash", hash);
            }));

    Rollback rollback = rollback("'version': '8'", "7");

    assertThat(rollback.kind()).isEqualTo(Rollback.Kind.SAME_REVISION);
    assertThat(rollback.model()).isEqualTo(model("'version': '7'"));
    assertThat(rollback.instead()).isEmpty();
  }

  @Test
  void aNumberThatMeansARevisionAndAnothersVersionHasToBeSaidWhole() throws IOException {
    // Revision 7 is version 8 of the registry; there is a revision 8 too.
    kept.set(
        0,
        revision(
            object -> {
              asVersion7OfTheRegistry(object);
              object.withObject("/data/resolved").put("number", "8");
            }));
    kept.add(
        revision(
            object -> {
              asVersion8(object);
              object.put("revision", 9);
              object.withObject("/metadata").put("name", "churn-9");
            }));

    assertThat(choose(Optional.of("8"), stable("churn-9")))
        .isEqualTo(
            new Choice.Impossible(
                "'8' means more than one revision; name one by its number: --to revision=7, --to"
                    + " revision=8."));
    assertThat(possible(Optional.of("revision=8"), stable("churn-9")).to().name()).isEqualTo(V8);
    assertThat(possible(Optional.of("version=8"), stable("churn-9")).to().name()).isEqualTo(V7);
  }

  private Rollback rollback(String model, String to) {
    Choice choice =
        Rollback.choose(new History(resource(model, stable(V8)), kept), Optional.of(to));
    assertThat(choice).isInstanceOf(Choice.Possible.class);
    return ((Choice.Possible) choice).rollback();
  }

  private static void asVersion7OfTheRegistry(ObjectNode object) {
    object.withObject("/data/resolved").put("number", "7");
    object.withObject("/metadata/annotations").put("slipway.io/model-hash", "7777777777");
  }

  @Test
  void whereTheSameWordsMeanOtherBytesByNowTheDigestIsPinned() throws IOException {
    // A mutable source that was looked up again: version 8 has version 7's words.
    kept.set(
        1,
        revision(
            object -> {
              object.put("revision", 8);
              object.withObject("/metadata").put("name", V8);
              object.withObject("/data/resolved").put("digest", "sha256:88");
            }));

    Rollback rollback = possible(Optional.of("7"), stable(V8));

    assertThat(rollback.model().digest()).startsWith("sha256:9f86d081884c");
  }

  @Test
  void whatElseWasDifferentIsTold() throws IOException {
    kept.set(
        1,
        revision(
            object -> {
              asVersion8(object);
              ObjectNode container =
                  (ObjectNode) object.at("/data/deployment/template/spec/containers/0");
              container.withObject("/resources/requests").put("cpu", "1");
              container.withArray("env").addObject().put("name", "THREADS").put("value", "4");
              container
                  .withArray("volumeMounts")
                  .addObject()
                  .put("name", "tables")
                  .put("mountPath", "/tables");
            }));

    Rollback rollback = possible(Optional.empty(), stable(V8));

    assertThat(new RollbackView(rollback).lines(Palette.NONE))
        .containsExactly(
            "spec.model of fraud/churn goes back to revision 7 (churn-58a4b17479, version 9f86d081884c):",
            "    spec:",
            "      model:",
            "  -     uri: https://models.example.org/churn/8.pmml",
            "  +     uri: https://models.example.org/churn/7.pmml",
            "  -     digest: sha256:88",
            "  +     credentialsSecret: churn-source",
            "That makes a new revision of the same model.",
            "The rest of the spec stays as it is, where that revision was different:",
            "  podTemplate.env.THREADS.name: not set then, THREADS now",
            "  podTemplate.env.THREADS.value: not set then, 4 now",
            "  podTemplate.volumeMounts./tables.mountPath: not set then, /tables now",
            "  podTemplate.volumeMounts./tables.name: not set then, tables now",
            "  resources.requests.cpu: 500m then, 1 now");
  }

  @Test
  void anotherRuntimeOfSlipwaysOwnMakesNoNewRevision() throws IOException {
    kept.set(
        1,
        revision(
            object -> {
              asVersion8(object);
              ((ObjectNode) object.at("/data/deployment/template/spec/containers/0"))
                  .put("image", "registry.example.org/slipway-runtime@sha256:11");
            }));

    assertThat(possible(Optional.empty(), stable(V8)).kind())
        .isEqualTo(Rollback.Kind.SAME_REVISION);
  }

  @Test
  void whereGitOwnsItPeopleAreToldWhatToChangeThere() {
    Rollback rollback = possible(Optional.empty(), stable(V8));
    GitOwner owner =
        new GitOwner("the Flux Kustomization apps", "flux reconcile ...", "flux suspend ...");

    assertThat(new RollbackView(rollback).refusal(owner, Palette.NONE))
        .containsExactly(
            "Not done: the Flux Kustomization apps writes spec.model of fraud/churn, and would set it back.",
            "Change it in Git, in the ModelDeployment churn, back to revision 7 (churn-58a4b17479, version 9f86d081884c):",
            "    spec:",
            "      model:",
            "  -     uri: https://models.example.org/churn/8.pmml",
            "  +     uri: https://models.example.org/churn/7.pmml",
            "  -     digest: sha256:88",
            "  +     credentialsSecret: churn-source",
            "Then: flux reconcile ...",
            "Or write it to the cluster all the same with --force, after: flux suspend ...");
  }

  private Rollback possible(Optional<String> wanted, String status) {
    assertThat(choose(wanted, status)).isInstanceOf(Choice.Possible.class);
    return ((Choice.Possible) choose(wanted, status)).rollback();
  }

  private Choice choose(Optional<String> wanted, String status) {
    Deployed resource =
        resource(
            "'uri': 'https://models.example.org/churn/8.pmml', 'digest': 'sha256:88', 'later': 'x'",
            status);
    return Rollback.choose(new History(resource, kept), wanted);
  }

  private static String stable(String revision) {
    return "'stable': {'revision': '%s'}".formatted(revision);
  }

  private static void asVersion8(ObjectNode object) {
    object.put("revision", 8);
    object.withObject("/metadata").put("name", V8);
    object.withObject("/metadata/annotations").put("slipway.io/model-hash", "8888888888");
    object.withObject("/data").put("uri", "https://models.example.org/churn/8.pmml");
    object.withObject("/data/resolved").put("digest", "sha256:88");
  }

  private static Revision revision(Consumer<ObjectNode> change) throws IOException {
    ObjectNode object = (ObjectNode) Json.tree(Files.readString(EXAMPLE));
    change.accept(object);
    return Revision.of(object);
  }

  private static Deployed resource(String model, String status) {
    return Deployed.of(
        json(
            "{'metadata': {'namespace': 'fraud', 'name': 'churn', 'resourceVersion': '42'}, 'spec': {'model': {%s}}, 'status': {%s}}"
                .formatted(model, status)));
  }

  private static ModelSource model(String keys) {
    return Json.read(json("{" + keys + "}"), ModelSource.class);
  }

  private static JsonNode json(String text) {
    return Json.tree(text.replace('\'', '"'));
  }
}
