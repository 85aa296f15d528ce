package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where predictions are put. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "!(self.type in ['PostgreSql', 'Jdbc']) || (has(self.connectionSecret) && !has(self.uri))",
    message = "give an output of type PostgreSql or Jdbc its connectionSecret, and no uri")
@ValidationRule(
    value =
        "!(self.type in ['DuckDb', 'Parquet']) || (has(self.uri) && !has(self.connectionSecret))",
    message = "give an output of type DuckDb or Parquet its uri, and no connectionSecret")
public record BatchOutput(
    @Required
        @JsonPropertyDescription(
            "PostgreSql: tables that look-ups read. DuckDb: a file for each set, which look-ups"
                + " read without a database server. Parquet: a folder for each set. Jdbc: tables of"
                + " another database.")
        BatchOutputType type,
    @Nullable
        @Size(max = 253)
        @JsonPropertyDescription(
            "PostgreSql, Jdbc: a Secret of the same namespace with the keys url (like"
                + " postgresql://HOST:5432/DATABASE, or jdbc:... of another database), user and"
                + " password. It is mounted into the pods; the operator never reads it.")
        String connectionSecret,
    @Nullable
        @Size(max = 1024)
        @ValidationRule(value = StorageUri.RULE, message = "output.uri " + StorageUri.SENTENCE)
        @JsonPropertyDescription(
            "DuckDb, Parquet: the folder, s3://BUCKET/PREFIX or pvc://CLAIM/PATH.")
        String uri,
    @Nullable
        @Size(max = 63)
        @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
            message =
                "output.set must be lower-case letters, digits and hyphens, beginning and ending"
                    + " with a letter or digit, because it is part of the URL of look-ups")
        @JsonPropertyDescription(
            "The name of the set of predictions: runs with the same name publish versions of one"
                + " set. Default: metadata.name, in a schedule that of the schedule.")
        String set,
    @Size(max = 256) @JsonPropertyDescription("The model's outputs that are kept. Default: all.")
        List<@Size(min = 1, max = 256) String> columns) {

  public BatchOutput {
    columns = Absent.list(columns);
  }

  /** The set's name, which is the resource's where the spec gives none. */
  public String setOr(String resourceName) {
    return set == null ? resourceName : set;
  }
}
