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

/** The rows to be scored. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "self.type == 'Jdbc' || (has(self.uri) && !has(self.query) && !has(self.partitionColumn)"
            + " && !has(self.partitions) && !has(self.connectionSecret))",
    message =
        "give an input of type Csv, JsonLines or Parquet its uri, and none of query,"
            + " partitionColumn, partitions and connectionSecret")
@ValidationRule(
    value =
        "self.type != 'Jdbc' || (!has(self.uri) && has(self.query) && has(self.connectionSecret))",
    message = "give an input of type Jdbc its query and connectionSecret, and no uri")
@ValidationRule(
    value = "has(self.partitionColumn) == has(self.partitions)",
    message = "give partitionColumn and partitions together, or neither")
public record BatchInput(
    @Required
        @JsonPropertyDescription(
            "Csv: comma-separated values with a header. JsonLines: one JSON object a line. Parquet."
                + " Jdbc: the rows of a query.")
        BatchInputType type,
    @Nullable
        @Size(max = 1024)
        @ValidationRule(value = StorageUri.RULE, message = "input.uri " + StorageUri.SENTENCE)
        @JsonPropertyDescription(
            "The folder or file of the rows, s3://BUCKET/PREFIX or pvc://CLAIM/PATH. Its files must"
                + " not change while the run goes on: one that does is found out, and the run"
                + " fails.")
        String uri,
    @Required
        @Size(min = 1, max = 256)
        @JsonPropertyDescription(
            "The column by whose value a prediction is looked up; every row has another one.")
        String keyColumn,
    @Default("Text")
        @JsonPropertyDescription(
            "Text: keys are compared as they are. Integer: they are whole numbers.")
        KeyType keyType,
    @Nullable
        @Size(min = 1, max = 16384)
        @JsonPropertyDescription(
            "Jdbc: the SELECT whose rows are scored, asked as SELECT ... FROM (query) q. What it"
                + " reads should not be written to while the run goes on.")
        String query,
    @Nullable
        @Size(min = 1, max = 256)
        @JsonPropertyDescription(
            "Jdbc: a column of whole numbers by whose ranges the rows are split. Default: one"
                + " split.")
        String partitionColumn,
    @Nullable
        @Min(1)
        @Max(1000)
        @JsonPropertyDescription("Jdbc: into how many ranges partitionColumn is split.")
        Integer partitions,
    @Nullable
        @Size(max = 253)
        @JsonPropertyDescription(
            "Jdbc: a Secret of the same namespace with the keys url (like"
                + " postgresql://HOST:5432/DATABASE, or jdbc:... of another database), user and"
                + " password. It is mounted into the pods; the operator never reads it.")
        String connectionSecret) {

  /** Fills in the defaults that the CRD documents, for a document that never met an API server. */
  public BatchInput {
    keyType = keyType == null ? KeyType.TEXT : keyType;
  }
}
