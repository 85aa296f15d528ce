package io.slipway.registry.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.registry.model.Manifest.Draft;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final String ONE = "sha256:" + "1".repeat(64);
  private static final String TWO = "sha256:" + "2".repeat(64);

  private static Manifest manifest(String json) {
    return Draft.parse(json.getBytes(UTF_8)).childOf(Optional.empty());
  }

  private static String file(String path, String digest) {
    return "{\"path\":\"%s\",\"digest\":\"%s\",\"size\":1}".formatted(path, digest);
  }

  @Test
  void everythingSaidIsInTheCanonicalFormAndReadBackFromIt() {
    Manifest manifest =
        manifest(
            """
            {"files":[{"path":"m.onnx","digest":"%s","size":12,"mediaType":"application/onnx"},
                      {"path":"w/weights.bin","digest":"%s","size":34}],
             "model":"m.onnx", "format":"ONNX",
             "signature":{"inputs":[{"name":"x","type":"FP32","shape":[-1,3]},
                 {"name":"c","type":"BYTES","shape":[-1],"presence":"optional",
                  "allowedValues":["a","b"],"default":"a"}],
               "outputs":[{"name":"y","type":"FP32","shape":[-1,1]}]},
             "lineage":{"trainingRun":"r1","producer":"torch 2","cycle":3,
               "code":{"repository":"https://example.com/r","commit":"abc"},
               "datasets":[{"uri":"s3://b/d","snapshot":"2026-11-01"}],
               "metrics":{"auc":0.91,"n":100000}},
             "metadata":{"team":"growth"}}
            """
                .formatted(ONE, TWO));
    assertThat(Manifest.parse(manifest.canonical())).isEqualTo(manifest);
    assertThat(new String(manifest.canonical(), UTF_8))
        .startsWith("{\"files\":[{\"digest\":\"" + ONE + "\",\"mediaType\":\"application/onnx\"")
        .contains("\"metrics\":{\"auc\":0.91,\"n\":100000}")
        .contains("\"default\":\"a\"");
    assertThat(manifest.size()).isEqualTo(46);
  }

  @Test
  void orderAndBlanksChangeNothingAndEveryOtherThingChangesTheDigest() {
    String a = file("a", ONE);
    String b = file("b", TWO);
    Digest digest = manifest("{\"files\":[%s,%s],\"model\":\"a\"}".formatted(a, b)).digest();
    assertThat(manifest("{ \"model\" : \"a\", \"files\": [ %s , %s ] }".formatted(b, a)).digest())
        .isEqualTo(digest);
    assertThat(manifest("{\"files\":[%s,%s],\"model\":\"b\"}".formatted(a, b)).digest())
        .isNotEqualTo(digest);
    assertThat(
            manifest(
                    "{\"files\":[%s,%s],\"model\":\"a\",\"lineage\":{\"metrics\":{\"auc\":0.1}}}"
                        .formatted(a, b))
                .digest())
        .isNotEqualTo(digest);
  }

  @Test
  void theParentIsPartOfIt() {
    Draft draft =
        Draft.parse(
            "{\"files\":[%s],\"parent\":\"@champion\"}".formatted(file("a", ONE)).getBytes(UTF_8));
    assertThat(draft.parent()).contains(new VersionRef.ByAlias(new AliasName("champion")));
    Manifest child = draft.childOf(Optional.of(Digest.parse(TWO)));
    assertThat(Manifest.parse(child.canonical()).parent()).contains(Digest.parse(TWO));
    assertThat(child.digest()).isNotEqualTo(draft.withoutParent().digest());
  }

  @Test
  void theOnlyFileIsTheModelAndOfSeveralItMustBeSaid() {
    assertThat(manifest("{\"files\":[%s]}".formatted(file("a", ONE))).model())
        .isEqualTo(new FilePath("a"));
    assertThatThrownBy(
            () -> manifest("{\"files\":[%s,%s]}".formatted(file("a", ONE), file("b", TWO))))
        .hasMessageContaining("model is missing");
    assertThatThrownBy(() -> manifest("{\"files\":[%s],\"model\":\"b\"}".formatted(file("a", ONE))))
        .hasMessageContaining("'b' is none of the files");
  }

  @Test
  void filesThatCannotAllBeOnOneDiskAreRefused() {
    assertThatThrownBy(
            () ->
                manifest(
                    "{\"files\":[%s,%s],\"model\":\"a\"}"
                        .formatted(file("a", ONE), file("A", TWO))))
        .hasMessageContaining("in case alone");
    assertThatThrownBy(
            () ->
                manifest(
                    "{\"files\":[%s,%s],\"model\":\"a\"}"
                        .formatted(file("a", ONE), file("a/b", TWO))))
        .hasMessageContaining("cannot be a folder");
    assertThatThrownBy(() -> manifest("{\"files\":[]}")).hasMessageContaining("at least one");
  }

  @Test
  void whatIsMisspeltTwiceThereOrNoJsonIsRefusedByName() {
    assertThatThrownBy(() -> manifest("{\"flies\":[]}"))
        .hasMessageContaining("'flies'")
        .hasMessageContaining("files");
    assertThatThrownBy(() -> manifest("{\"format\":\"a\",\"format\":\"b\",\"files\":[]}"))
        .isInstanceOf(InvalidException.class);
    assertThatThrownBy(() -> manifest("{\"files\":")).isInstanceOf(InvalidException.class);
    assertThatThrownBy(() -> manifest("[".repeat(100_000))).isInstanceOf(InvalidException.class);
    assertThatThrownBy(
            () ->
                manifest(
                    "{\"files\":[%s],\"lineage\":{\"metrics\":{\"auc\":1e999}}}"
                        .formatted(file("a", ONE))))
        .hasMessageContaining("finite");
  }
}
