package io.slipway.batch.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Spark's own image makes of variables and arguments, this one makes too. */
class SparkPodTest {
  private static final Map<String, String> EXECUTOR =
      Map.of(
          "SPARK_DRIVER_URL", "spark://CoarseGrainedScheduler@10.0.0.1:7078",
          "SPARK_EXECUTOR_ID", "3",
          "SPARK_EXECUTOR_CORES", "2",
          "SPARK_APPLICATION_ID", "spark-1",
          "SPARK_EXECUTOR_POD_IP", "10.0.0.2",
          "SPARK_RESOURCE_PROFILE_ID", "0",
          "SPARK_EXECUTOR_POD_NAME", "churn-exec-3");

  @Test
  void anExecutorIsToldWhoseItIs() {
    assertThat(SparkPod.backend(EXECUTOR))
        .containsExactly(
            "--driver-url", "spark://CoarseGrainedScheduler@10.0.0.1:7078",
            "--executor-id", "3",
            "--cores", "2",
            "--app-id", "spark-1",
            "--hostname", "10.0.0.2",
            "--resourceProfileId", "0",
            "--podName", "churn-exec-3");
  }

  @Test
  void oneThatNobodyStartedIsToldWhatIsMissing() {
    Map<String, String> lacking = new HashMap<>(EXECUTOR);
    lacking.remove("SPARK_DRIVER_URL");

    assertThatThrownBy(() -> SparkPod.backend(lacking)).hasMessageContaining("SPARK_DRIVER_URL");
  }

  @Test
  void propertiesAmongTheOptionsOfItsJvmAreKeptAndOthersAreTheImages() {
    assertThat(
            SparkPod.properties(
                Map.of(
                    "SPARK_JAVA_OPT_0", "-Dspark.driver.port=7078",
                    "SPARK_JAVA_OPT_1", "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "SPARK_JAVA_OPT_2", "-Dspark.app.name=a=b",
                    "SPARK_JAVA_OPT_3", "-Dflag",
                    "OTHER", "-Dspark.other=1")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("spark.driver.port", "7078", "spark.app.name", "a=b", "flag", ""));
  }

  @Test
  void aSubmittedDriverRunsInItsOwnPod() {
    assertThat(
            SparkPod.submission(
                List.of("--class", "io.slipway.batch.spark.job.Main", "local:///app", "score"),
                Map.of("SPARK_DRIVER_BIND_ADDRESS", "10.0.0.1")))
        .containsExactly(
            "--conf",
            "spark.driver.bindAddress=10.0.0.1",
            "--deploy-mode",
            "client",
            "--class",
            "io.slipway.batch.spark.job.Main",
            "local:///app",
            "score");
  }
}
