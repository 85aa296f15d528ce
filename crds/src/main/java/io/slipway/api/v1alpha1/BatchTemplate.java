package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** What the runs of a schedule are made from. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "!has(self.spec.serve)",
    message = "write serve beside template: look-ups outlive the runs")
@ValidationRule(
    value = "!has(self.spec.publish) || !has(self.spec.publish.setId)",
    message = "remove template.spec.publish.setId: set it in the run that is to go back")
public record BatchTemplate(
    @Size(max = 64)
        @ValidationRule(
            value = "!self.exists(k, k.matches('^([^/]*[.])?slipway[.]io/'))",
            message = "remove the labels under slipway.io/: they are Slipway's own")
        @JsonPropertyDescription("Labels of the runs, beside Slipway's own.")
        Map<String, String> labels,
    @Required @JsonPropertyDescription("The spec of the runs.") BatchScoringSpec spec) {

  public BatchTemplate {
    labels = Absent.map(labels);
  }
}
