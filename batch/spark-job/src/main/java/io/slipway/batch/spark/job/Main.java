package io.slipway.batch.spark.job;

import java.util.Arrays;
import java.util.Map;
import org.apache.spark.deploy.SparkSubmit;
import org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program of the image {@code slipway-spark}. Its first argument says what the pod is for:
 * {@code score}, a driver that makes its executors itself; {@code driver} and {@code executor}, as
 * Spark's own image understands them: what {@code spark-submit} and Spark's scheduler start.
 *
 * <p>There is one JVM in a pod and no shell. So options that a JVM can be given only when it starts
 * come in {@code JDK_JAVA_OPTIONS}, or from the image.
 */
public final class Main {
  private static final Logger log = LoggerFactory.getLogger(Main.class);
  private static final int SOMEBODY_MUST_CORRECT = 42;

  private Main() {}

  /**
   * @param args {@code score}; {@code driver} and the arguments of {@code spark-submit}; {@code
   *     executor}
   */
  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    switch (args.length == 0 ? "" : args[0]) {
      case "score" -> System.exit(new Driver(environment).run());
      case "driver" ->
          SparkSubmit.main(
              SparkPod.submission(Arrays.asList(args).subList(1, args.length), environment)
                  .toArray(String[]::new));
      case "executor" -> {
        SparkPod.properties(environment).forEach(System::setProperty);
        KubernetesExecutorBackend.main(SparkPod.backend(environment).toArray(String[]::new));
      }
      default -> {
        log.error("the argument must be score, driver or executor");
        System.exit(SOMEBODY_MUST_CORRECT);
      }
    }
  }
}
