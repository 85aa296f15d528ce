package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * A team's own server in place of Slipway's. The components' descriptions are the CRD's; what the
 * image must keep to is in docs/custom-runtimes.md.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record CustomRuntime(
    @Required
        @Size(min = 1, max = 1024)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9][-A-Za-z0-9._:/@+]*$')",
            message =
                "runtime.image must be an image reference, like registry.example.org/team/scorer:1.2")
        @JsonPropertyDescription(
            "The image of a team's own server, which serves port 8080 and answers GET /status on"
                + " port 9090. Pin it by digest to know what scored.")
        String image,
    @Size(max = 128) @JsonPropertyDescription("Arguments of the image's entry point.")
        List<@Size(max = 4096) String> args) {

  public CustomRuntime {
    args = Absent.list(args);
  }
}
