package io.slipway.server.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.source.ModelUri.MlflowModel;
import io.slipway.server.source.ModelUri.MlflowVersion;
import io.slipway.server.source.SourceException.Reason;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelUriTest {

  @Test
  void eachSchemeIsReadIntoItsParts() throws SourceException {
    assertThat(ModelUri.parse("configmap://churn-model/churn.pmml"))
        .isEqualTo(new ModelUri.ConfigMapKey("churn-model", "churn.pmml"));
    assertThat(ModelUri.parse("pvc://models/2026/churn v7.pmml"))
        .isEqualTo(new ModelUri.ClaimFile("models", "2026/churn v7.pmml"));
    assertThat(ModelUri.parse("s3://models.example/churn/7/model.onnx"))
        .isEqualTo(new ModelUri.S3Object("models.example", "churn/7/model.onnx"));
    assertThat(ModelUri.parse("https://models.example.org:8443/churn/7.pmml").display())
        .isEqualTo("https://models.example.org:8443/churn/7.pmml");
  }

  @Test
  void whatFollowsTheNameOfAnMlflowModelIsAVersionOrAnAlias() throws SourceException {
    ModelUri champion = new MlflowModel("churn", new MlflowVersion.Alias("champion"));
    assertThat(ModelUri.parse("mlflow://churn/7"))
        .isEqualTo(new MlflowModel("churn", new MlflowVersion.Fixed(7)));
    assertThat(ModelUri.parse("mlflow://churn/champion")).isEqualTo(champion);
    assertThat(ModelUri.parse("mlflow://churn@champion")).isEqualTo(champion);
    assertThat(ModelUri.parse("mlflow://churn@7"))
        .isEqualTo(new MlflowModel("churn", new MlflowVersion.Alias("7")));
    assertThat(ModelUri.parse("mlflow://churn%20%40%20b2b/7"))
        .isEqualTo(new MlflowModel("churn @ b2b", new MlflowVersion.Fixed(7)))
        .extracting(ModelUri::display)
        .isEqualTo("mlflow://churn%20%40%20b2b/7");
  }

  @Test
  void anOciArtifactIsNamedByATagOrByADigestWhichCountsWhereBothAreWritten()
      throws SourceException {
    String digest = "sha256:" + "0a".repeat(32);
    assertThat(ModelUri.parse("oci://registry.example.org:5000/teams/churn:7"))
        .isEqualTo(new ModelUri.OciArtifact("registry.example.org:5000", "teams/churn", "7"));
    assertThat(ModelUri.parse("oci://registry/churn:7@" + digest))
        .isEqualTo(new ModelUri.OciArtifact("registry", "churn", digest))
        .extracting(ModelUri::display)
        .isEqualTo("oci://registry/churn@" + digest);
  }

  @Test
  void aKeyOfABucketIsTakenAsItIs() throws SourceException {
    assertThat(ModelUri.parse("s3://bucket/a//b/../c d%20é?x#y"))
        .isEqualTo(new ModelUri.S3Object("bucket", "a//b/../c d%20é?x#y"));
  }

  @Test
  void theQueryOfAUrlIsASecretAndIsNotShown() throws SourceException {
    assertThat(ModelUri.parse("https://h/m.pmml?X-Amz-Signature=abc").display())
        .isEqualTo("https://h/m.pmml?…");
    assertThatThrownBy(() -> ModelUri.parse("https://user:secret@h/m.pmml?key=hidden"))
        .hasMessageContaining("credentialsSecret")
        .hasMessageNotContaining("secret@")
        .hasMessageNotContaining("hidden");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "churn.pmml",
        "://x",
        "file:///etc/passwd",
        "ftp://host/model",
        "gs://bucket/key",
        "oci://registry/model",
        "oci://registry:5000",
        "oci://a..b/model:7",
        "oci://registry/Model:7",
        "oci://registry/model@sha256:12",
        "oci://user:pw@registry/model:7",
        "mlflow://churn",
        "mlflow:///7",
        "mlflow://churn/",
        "mlflow://churn/7/8",
        "mlflow://churn@a/b",
        "mlflow://churn/best one",
        "mlflow://churn%2/7",
        "configmap://",
        "configmap://name",
        "configmap://name/",
        "configmap://name/a/b",
        "configmap://name/..",
        "configmap://name/..data",
        "configmap://NAME/key",
        "configmap://../key",
        "pvc://claim",
        "pvc://claim/",
        "pvc://claim//etc/passwd",
        "pvc://claim/../secret",
        "pvc://claim/a/../../b",
        "pvc://claim/a/./b",
        "pvc://../a",
        "s3://bucket",
        "s3:///key",
        "s3://buc ket/key",
        "s3://bucket/",
        "https://",
        "https:///model",
        "https://host/a b",
        "https://host/m#fragment",
        "https://user@host/m",
        "http://host/\r\nX-Injected: 1",
      })
  void anythingElseIsRefusedWithAReason(String text) {
    SourceException refusal =
        catchThrowableOfType(SourceException.class, () -> ModelUri.parse(text));
    assertThat(refusal.reason()).isEqualTo(Reason.UNSUPPORTED);
    assertThat(refusal).message().isNotBlank().doesNotContain("\r").doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "pvc://claim/models/, one file",
    "s3://bucket/models/, one file",
    "gs://bucket/key, s3://bucket/key",
    "configmap://name, configmap://name/key",
  })
  void theRefusalSaysWhatToWriteInstead(String text, String instead) {
    assertThatThrownBy(() -> ModelUri.parse(text)).hasMessageContaining(instead);
  }

  @Property
  void anyTextIsEitherReadOrRefused(@ForAll @StringLength(max = 80) String text) {
    for (String scheme :
        new String[] {"", "pvc://", "s3://", "mlflow://", "https://", "configmap://"}) {
      try {
        assertThat(ModelUri.parse(scheme + text).display()).isNotBlank();
      } catch (SourceException e) {
        assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED);
      }
    }
  }
}
