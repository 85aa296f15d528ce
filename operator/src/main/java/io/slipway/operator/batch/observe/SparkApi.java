package io.slipway.operator.batch.observe;

/** The kinds of SparkApplication that a cluster may know, the one that is preferred first. */
public enum SparkApi {
  /** Of Kubeflow's operator, which starts drivers by {@code spark-submit}. */
  KUBEFLOW("sparkoperator.k8s.io", "v1beta2"),
  /** Of the operator of the Spark project, which makes drivers itself. */
  APACHE("spark.apache.org", "v1");

  /** The kind of both. */
  public static final String KIND = "SparkApplication";

  private final String group;
  private final String version;

  SparkApi(String group, String version) {
    this.group = group;
    this.version = version;
  }

  public String group() {
    return group;
  }

  public String version() {
    return version;
  }

  /** As an object has it. */
  public String apiVersion() {
    return group + "/" + version;
  }
}
