package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** How Spark scores the splits. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BatchSpark(
    @Default("Job")
        @JsonPropertyDescription(
            "Who starts the driver. Job: Slipway, as the pod of a Job. SparkApplication: an operator"
                + " of Spark that the cluster has, from Kubeflow (sparkoperator.k8s.io/v1beta2) or"
                + " Apache (spark.apache.org/v1); where both are there, Kubeflow's.")
        BatchSparkSubmit submit,
    @Default("2")
        @Min(1)
        @Max(1000)
        @JsonPropertyDescription("How many executors there are, each a pod.")
        int executors,
    @Default("1")
        @Min(1)
        @Max(64)
        @JsonPropertyDescription(
            "How many splits an executor scores at the same time, and the CPUs that it asks for.")
        int executorCores,
    @Default(BatchSpark.DEFAULT_MEMORY)
        @Size(max = 8)
        @ValidationRule(
            value = BatchSpark.MEMORY,
            message = "executorMemory must be a whole number of m or g, at least 512m, like 4g")
        @JsonPropertyDescription(
            "The heap of an executor. Its pod has twice as much, since engines and Parquet files"
                + " need memory beside it; the properties spark.executor.memoryOverhead and"
                + " spark.executor.memoryOverheadFactor say otherwise.")
        String executorMemory,
    @Default(BatchSpark.DEFAULT_MEMORY)
        @Size(max = 8)
        @ValidationRule(
            value = BatchSpark.MEMORY,
            message = "driverMemory must be a whole number of m or g, at least 512m, like 1g")
        @JsonPropertyDescription(
            "The heap of the driver, which scores nothing itself. Its pod has 512Mi more.")
        String driverMemory,
    @Size(max = 64)
        @ValidationRule(
            value = "self.all(k, k.startsWith('spark.'))",
            message = "conf takes properties of Spark alone, whose names begin with spark.")
        @JsonPropertyDescription(
            "Properties of Spark, such as spark.dynamicAllocation.enabled. What Slipway sets itself"
                + " counts.")
        Map<String, String> conf) {

  static final String DEFAULT_MEMORY = "1g";

  static final String MEMORY =
      "self.matches('^[1-9][0-9]{0,3}g$|^(51[2-9]|5[2-9][0-9]|[6-9][0-9]{2}|[1-9][0-9]{3,5})m$')";

  /** Where the spec says nothing. */
  public static final BatchSpark DEFAULT =
      new BatchSpark(BatchSparkSubmit.JOB, 0, 0, DEFAULT_MEMORY, DEFAULT_MEMORY, Map.of());

  private static final int EXECUTORS = 2;

  /** Fills in the defaults that the CRD documents, for a document that never met an API server. */
  public BatchSpark {
    submit = submit == null ? BatchSparkSubmit.JOB : submit;
    executors = executors == 0 ? EXECUTORS : executors;
    executorCores = executorCores == 0 ? 1 : executorCores;
    executorMemory = executorMemory == null ? DEFAULT_MEMORY : executorMemory;
    driverMemory = driverMemory == null ? DEFAULT_MEMORY : driverMemory;
    conf = Absent.map(conf);
  }

  /** The heap of the driver in MiB. */
  public long driverMebibytes() {
    long number = Long.parseLong(driverMemory.substring(0, driverMemory.length() - 1));
    return driverMemory.endsWith("g") ? number << 10 : number;
  }
}
