package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check has found so far, with the numbers from which anyone can recompute it. The
 * components' descriptions are the CRD's.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record CheckStatus(
    @Required @JsonPropertyDescription("The check's name.") String name,
    @JsonPropertyDescription("Failures, SlowerThan, PredictionDrift, Disagreement or Prometheus.")
        String type,
    @JsonPropertyDescription("Pass, Fail, Running or Inconclusive.") String verdict,
    @Nullable @JsonPropertyDescription("What was measured.") String value,
    @Nullable @JsonPropertyDescription("What it is compared with.") String bound,
    @Nullable
        @JsonPropertyDescription(
            "The evidence against the candidate, an e-value: it fails where this reaches the reciprocal of its share of the error rate.")
        String evidence,
    @JsonPropertyDescription("How many requests or rows of the candidate it is judged by.")
        long samples,
    @Nullable @JsonPropertyDescription("Why, in words.") String reason,
    @JsonPropertyDescription("The counts by weight, from which the verdict follows.")
        List<CheckWindow> windows) {

  public CheckStatus {
    windows = Absent.list(windows);
  }
}
