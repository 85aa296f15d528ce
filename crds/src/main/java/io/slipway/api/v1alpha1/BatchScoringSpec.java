package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * One run that the user asks for. The components' descriptions are the CRD's.
 *
 * <p>Kubernetes' own types in it are mutable: treat them as values.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "has(self.model) != has(self.modelDeployment)",
    message = "give one of model and modelDeployment: a model, or whose serving revision is meant")
@ValidationRule(
    value =
        "!has(self.serve) || self.output.type == 'PostgreSql' || (self.output.type == 'DuckDb'"
            + " && has(self.output.uri) && self.output.uri.startsWith('pvc:'))",
    message = "look-ups (serve) need an output of type PostgreSql, or DuckDb with a pvc:// uri")
@ValidationRule(
    value = "!has(self.serve) || !has(self.ttlSecondsAfterFinished)",
    message =
        "remove serve or ttlSecondsAfterFinished: look-ups end when the BatchScoring is removed. A"
            + " ScheduledBatchScoring keeps its own")
@ValidationRule(
    value =
        "!has(self.credentialsSecret) || self.staging.uri.startsWith('s3:')"
            + " || (has(self.input.uri) && self.input.uri.startsWith('s3:'))"
            + " || (has(self.output.uri) && self.output.uri.startsWith('s3:'))"
            + " || (has(self.model) && has(self.model.uri) && self.model.uri.startsWith('s3:'))",
    message =
        "remove credentialsSecret: nothing is in s3://. The model's own is model.credentialsSecret,"
            + " the database's is output.connectionSecret")
public record BatchScoringSpec(
    @Nullable @JsonPropertyDescription("Which model, and where its bytes are; it is resolved once.")
        ModelSource model,
    @Nullable
        @Size(max = 63)
        @JsonPropertyDescription(
            "In place of model: a ModelDeployment of the same namespace, whose serving revision"
                + " scores.")
        String modelDeployment,
    @Required @JsonPropertyDescription("The rows to be scored.") BatchInput input,
    @Nullable
        @JsonPropertyDescription(
            "What scores, and how much of it at the same time. What is changed of its pods holds"
                + " for Jobs that are made later. Default: a Job.")
        BatchEngine engine,
    @Required @JsonPropertyDescription("Where predictions are put.") BatchOutput output,
    @Required @JsonPropertyDescription("Where splits are kept until all of them are there.")
        BatchStaging staging,
    @Nullable
        @Size(max = 253)
        @JsonPropertyDescription(
            "A Secret of the same namespace with the credentials of s3:// in input, staging and"
                + " output: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN,"
                + " AWS_REGION, AWS_ENDPOINT_URL_S3. It is mounted into the pods; the operator"
                + " never reads it. The model's own (model.credentialsSecret) is mounted beside"
                + " it; of a key that both have, this one's value counts.")
        String credentialsSecret,
    @Nullable
        @JsonPropertyDescription(
            "What must be so of the set before readers see it. Default: no row with an error.")
        BatchValidation validation,
    @Nullable @JsonPropertyDescription("When readers see the set. Default: when it is valid.")
        BatchPublish publish,
    @Nullable @JsonPropertyDescription("A service that looks predictions up. Default: none.")
        BatchServe serve,
    @Default("false")
        @JsonPropertyDescription(
            "Whether the run waits: no pods are started, and running ones are stopped. Splits that"
                + " are done stay done.")
        boolean suspend,
    @Nullable
        @Min(0)
        @Max(2147483647)
        @JsonPropertyDescription(
            "How long after its end the BatchScoring is removed, with its Jobs and their logs; its"
                + " set stays. Default: never.")
        Integer ttlSecondsAfterFinished,
    @Default("0")
        @Min(0)
        @Max(2147483647)
        @JsonPropertyDescription(
            "A run of the same model over the same input with the same parameters is the same run,"
                + " and is not done again; another number here makes it another run.")
        int nonce) {

  /** The engine, {@link BatchEngine#DEFAULT} where the spec has none. */
  public BatchEngine engineOrDefault() {
    return engine == null ? BatchEngine.DEFAULT : engine;
  }

  /** The validation rules, {@link BatchValidation#DEFAULT} where the spec has none. */
  public BatchValidation validationOrDefault() {
    return validation == null ? BatchValidation.DEFAULT : validation;
  }

  /** When readers see the set, {@link BatchPublish#DEFAULT} where the spec does not say. */
  public BatchPublish publishOrDefault() {
    return publish == null ? BatchPublish.DEFAULT : publish;
  }
}
