package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What scores, and how much of it at the same time. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "self.type != 'Spark' || (has(self.podTemplate) && has(self.podTemplate.serviceAccountName))",
    message =
        "a driver of Spark makes its executors itself: name in podTemplate.serviceAccountName an"
            + " account that may make pods; examples/offline/spark.yaml has its Role")
@ValidationRule(
    value = "self.type == 'Spark' || !has(self.spark)",
    message = "remove engine.spark, or write engine.type: Spark")
public record BatchEngine(
    @Default("Job")
        @JsonPropertyDescription(
            "Job: an indexed Kubernetes Job, a pod for each split. Spark: a driver and executors,"
                + " each of which scores many splits.")
        BatchEngineType type,
    @Default("4")
        @Min(1)
        @Max(1000)
        @JsonPropertyDescription("How many splits are scored at the same time at most.")
        int parallelism,
    @Default(BatchEngine.DEFAULT_SPLIT_SIZE)
        @Size(max = 16)
        @ValidationRule(
            value = "self.matches('^[1-9][0-9]{0,5}[KMG]i$')",
            message = "splitSize must be a whole number of Ki, Mi or Gi, like 64Mi")
        @JsonPropertyDescription(
            "How much input makes one split. Splits grow where there would be more than"
                + " maxSplits.")
        String splitSize,
    @Default("1000")
        @Min(1)
        @Max(10000)
        @JsonPropertyDescription(
            "How many splits there are at most. Kubernetes starts pods of one Job the more slowly,"
                + " the more there are.")
        int maxSplits,
    @Default("1024")
        @Min(1)
        @Max(100000)
        @JsonPropertyDescription("How many rows the model is given at once.")
        int rowsPerCall,
    @Default("3")
        @Min(0)
        @Max(100)
        @JsonPropertyDescription(
            "How many times a split is tried again where that may help: a source that cannot be"
                + " reached, a full disk. Pods that leave with their node do not count.")
        Integer retriesPerSplit,
    @Size(max = 32)
        @ValidationRule(
            value = "!self.exists(k, k.matches('^([^/]*[.])?slipway[.]io/'))",
            message = "remove the labels under slipway.io/: they are Slipway's own")
        @JsonPropertyDescription(
            "Labels of the Jobs and SparkApplications, beside Slipway's own, such as"
                + " kueue.x-k8s.io/queue-name.")
        Map<String, String> labels,
    @Nullable
        @JsonPropertyDescription(
            "CPU and memory of each pod's container, as in a Pod. Default: no limits, and what a"
                + " LimitRange of the namespace says.")
        ResourceRequirements resources,
    @Nullable
        @JsonPropertyDescription(
            "What else the pods need. The rest of them, their security above all, is Slipway's.")
        PodTemplate podTemplate,
    @Nullable
        @JsonPropertyDescription(
            "With type Spark: how many executors there are, and how large. parallelism and"
                + " resources hold for the other pods alone then, as planning and publishing stay"
                + " Jobs.")
        BatchSpark spark) {

  static final String DEFAULT_SPLIT_SIZE = "64Mi";

  /** Where the spec says nothing. */
  public static final BatchEngine DEFAULT =
      new BatchEngine(
          BatchEngineType.JOB, 0, DEFAULT_SPLIT_SIZE, 0, 0, 3, Map.of(), null, null, null);

  private static final int RETRIES = 3;

  /** Fills in the defaults that the CRD documents, for a document that never met an API server. */
  public BatchEngine {
    type = type == null ? BatchEngineType.JOB : type;
    parallelism = parallelism == 0 ? 4 : parallelism;
    splitSize = splitSize == null ? DEFAULT_SPLIT_SIZE : splitSize;
    maxSplits = maxSplits == 0 ? 1000 : maxSplits;
    rowsPerCall = rowsPerCall == 0 ? 1024 : rowsPerCall;
    retriesPerSplit = retriesPerSplit == null ? RETRIES : retriesPerSplit;
    labels = Absent.map(labels);
  }

  /** How much input makes one split. */
  public long splitBytes() {
    long number = Long.parseLong(splitSize.substring(0, splitSize.length() - 2));
    return switch (splitSize.charAt(splitSize.length() - 2)) {
      case 'K' -> number << 10;
      case 'M' -> number << 20;
      default -> number << 30;
    };
  }

  /** How Spark scores, {@link BatchSpark#DEFAULT} where the spec does not say. */
  public BatchSpark sparkOrDefault() {
    return spark == null ? BatchSpark.DEFAULT : spark;
  }

  /** Whether an operator of Spark is given the splits, in place of a Job. */
  public boolean asksSparkOperator() {
    return type == BatchEngineType.SPARK
        && sparkOrDefault().submit() == BatchSparkSubmit.SPARK_APPLICATION;
  }

  /** The pod template, {@link PodTemplate#NONE} where the spec has none. */
  public PodTemplate podTemplateOrNone() {
    return podTemplate == null ? PodTemplate.NONE : podTemplate;
  }
}
