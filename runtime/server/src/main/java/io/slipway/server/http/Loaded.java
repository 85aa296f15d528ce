package io.slipway.server.http;

import io.slipway.server.describe.ModelDocuments;
import io.slipway.server.describe.OpenApiDocument;
import io.slipway.server.describe.TryItPage;
import io.slipway.server.model.ServedModel;
import io.slipway.server.protocol.InferCodec;
import io.slipway.server.protocol.PredictCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A served model with all that is made from it once, codecs and meters, and pages about it.
 *
 * @param names header fields that say what answers
 */
record Loaded(
    ServedModel served,
    Map<String, String> names,
    InferCodec infer,
    PredictCodec predict,
    BinaryHeaders binaryHeaders,
    ScoringMetrics metrics,
    ScoringCost cost,
    Silence silence) {

  static Loaded of(ServedModel served, ServingContext context) {
    int maxRows = context.limits().maxBatchRows();
    return new Loaded(
        served,
        Map.of(
            "Slipway-Revision", served.revision(),
            "Slipway-Version", served.version(),
            "Slipway-Digest", served.digest()),
        new InferCodec(served.signature(), served.name(), served.version(), maxRows),
        new PredictCodec(served.signature(), maxRows),
        new BinaryHeaders(),
        new ScoringMetrics(context.meters(), served),
        new ScoringCost(),
        new Silence());
  }

  Answer metadata() {
    return Answers.json(200, ModelDocuments.metadata(served));
  }

  Answer openApi() {
    return Answers.json(200, OpenApiDocument.of(served));
  }

  Answer page() {
    Map<String, List<String>> headers =
        Map.of(
            "Content-Type", List.of("text/html; charset=utf-8"),
            "Content-Security-Policy", List.of(TryItPage.CONTENT_SECURITY_POLICY),
            "X-Content-Type-Options", List.of("nosniff"),
            "Referrer-Policy", List.of("no-referrer"));
    return new Answer(
        200, Answers.headers(headers), TryItPage.of(served).getBytes(StandardCharsets.UTF_8));
  }
}
