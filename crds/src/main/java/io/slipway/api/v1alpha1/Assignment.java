package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How requests are chosen for the candidate. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.type != 'Key' || has(self.header) != has(self.field)",
    message = "give an assignment of type Key exactly one of header and field")
@ValidationRule(
    value = "self.type != 'Request' || !(has(self.header) || has(self.field))",
    message = "write assignment.type: Key, or remove header and field: Request needs no key")
public record Assignment(
    @Default("Request")
        @JsonPropertyDescription(
            "Request: one by one. Key: by a header or an input field, so that who has the same key gets the same revision.")
        AssignmentType type,
    @Nullable
        @Size(max = 128)
        @ValidationRule(
            value =
                "self.matches('^[-!#$%&*+.^_|~0-9A-Za-z]+$')"
                    + " && !self.lowerAscii().startsWith('slipway-')",
            message =
                "assignment.header must be the name of a header, like X-Customer, and none of"
                    + " Slipway's own, which begin with Slipway-")
        @JsonPropertyDescription("The header that holds the key.")
        String header,
    @Nullable
        @Size(min = 1, max = 256)
        @JsonPropertyDescription(
            "The model's input field that holds the key; of several rows, the first row's.")
        String field) {

  /** Fills in the defaults that the CRD documents, for a document that never met an API server. */
  public Assignment {
    type = type == null ? AssignmentType.REQUEST : type;
  }
}
