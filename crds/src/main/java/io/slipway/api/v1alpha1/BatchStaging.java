package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * Where splits are kept until all of them are there. The components' descriptions are the CRD's.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BatchStaging(
    @Required
        @Size(max = 1024)
        @ValidationRule(value = StorageUri.RULE, message = "staging.uri " + StorageUri.SENTENCE)
        @JsonPropertyDescription(
            "A folder, s3://BUCKET/PREFIX or pvc://CLAIM/PATH, for the predictions of splits until"
                + " all of them are there. A claim must be one that several nodes can mount"
                + " (ReadWriteMany), unless all pods run on one.")
        String uri,
    @Default("Never")
        @JsonPropertyDescription(
            "Never: what is staged stays, for a run that is made again, until somebody else removes"
                + " it, such as a life-cycle rule of the bucket. Published: it goes when the set is"
                + " published.")
        StagingRemoval removeWhen) {

  /** Fills in the defaults that the CRD documents, for a document that never met an API server. */
  public BatchStaging {
    removeWhen = removeWhen == null ? StagingRemoval.NEVER : removeWhen;
  }
}
