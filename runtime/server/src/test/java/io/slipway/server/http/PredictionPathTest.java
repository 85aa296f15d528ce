package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.http.PredictionPath.Verb;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionPathTest {
  @Test
  void theProtocolsHaveAPathEach() {
    assertThat(PredictionPath.of("/v2/models/churn/infer"))
        .contains(new PredictionPath("churn", Optional.empty(), Verb.INFER));
    assertThat(PredictionPath.of("/v2/models/churn/versions/7/infer"))
        .contains(new PredictionPath("churn", Optional.of("7"), Verb.INFER));
    assertThat(PredictionPath.of("/v1/models/churn:predict"))
        .contains(new PredictionPath("churn", Optional.empty(), Verb.PREDICT));
  }

  @Test
  void namesAreDecodedAndASlashBehindIsNoMatter() {
    assertThat(PredictionPath.of("/v2/models/ch%75rn+%C3%BC/infer/"))
        .contains(new PredictionPath("churn+ü", Optional.empty(), Verb.INFER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/v2/models/infer",
        "/v2/models//infer",
        "/v2/models/a/b/infer",
        "/v2/models/churn/versions//infer",
        "/v2/models/churn/versions/7/8/infer",
        "/v2/models/versions/7/infer",
        "/v2/models/churn/infer/x",
        "/v2/models/churn/ready",
        "/v1/models/:predict",
        "/v1/models/a/b:predict",
        "/v1/models/churn",
        "/V2/models/churn/infer",
        "/v2/models/ch%zzurn/infer",
      })
  void othersAreNone(String path) {
    assertThat(PredictionPath.of(path)).isEmpty();
  }
}
