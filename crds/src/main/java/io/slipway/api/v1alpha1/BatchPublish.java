package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** When readers see the set. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BatchPublish(
    @Default("OnSuccess")
        @JsonPropertyDescription(
            "OnSuccess: readers see the set when it is valid. Manual: it is loaded and waits;"
                + " change mode to OnSuccess to let readers see it.")
        PublishMode mode,
    @Default("5")
        @Min(1)
        @Max(100)
        @JsonPropertyDescription(
            "How many versions of the set are kept, among them the one that readers see.")
        int retainSets,
    @Nullable
        @Min(1)
        @Max(9007199254740991L)
        @JsonPropertyDescription(
            "Which version of the set readers see, by its number (status.setId of the run that made"
                + " it, or status.previousSetId): the way back. It is acted upon once each time"
                + " that it changes; a later run publishes its own set all the same. Default: this"
                + " run's.")
        Long setId) {

  /** Where the spec says nothing. */
  public static final BatchPublish DEFAULT = new BatchPublish(PublishMode.ON_SUCCESS, 0, null);

  /** Fills in the defaults that the CRD documents, for a document that never met an API server. */
  public BatchPublish {
    mode = mode == null ? PublishMode.ON_SUCCESS : mode;
    retainSets = retainSets == 0 ? 5 : retainSets;
  }

  /** The version that a person asks for. */
  public OptionalLong wantedSet() {
    return setId == null ? OptionalLong.empty() : OptionalLong.of(setId);
  }
}
