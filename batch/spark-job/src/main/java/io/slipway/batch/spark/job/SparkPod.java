package io.slipway.batch.spark.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Spark says to the pods that it starts, by variables and arguments, as the entry point of its
 * own image reads them.
 */
final class SparkPod {
  private static final String OPTION = "SPARK_JAVA_OPT_";
  private static final String PROPERTY = "-D";

  /** Arguments of an executor's main class, and the variables that they come from. */
  private static final List<Map.Entry<String, String>> BACKEND =
      List.of(
          Map.entry("--driver-url", "SPARK_DRIVER_URL"),
          Map.entry("--executor-id", "SPARK_EXECUTOR_ID"),
          Map.entry("--cores", "SPARK_EXECUTOR_CORES"),
          Map.entry("--app-id", "SPARK_APPLICATION_ID"),
          Map.entry("--hostname", "SPARK_EXECUTOR_POD_IP"),
          Map.entry("--resourceProfileId", "SPARK_RESOURCE_PROFILE_ID"),
          Map.entry("--podName", "SPARK_EXECUTOR_POD_NAME"));

  private SparkPod() {}

  /** The arguments of an executor's main class. */
  static List<String> backend(Map<String, String> environment) {
    List<String> arguments = new ArrayList<>();
    for (var argument : BACKEND) {
      String value = environment.get(argument.getValue());
      if (value == null) {
        throw new IllegalArgumentException(
            "%s is not set: an executor is started by Spark's scheduler, not by hand"
                .formatted(argument.getValue()));
      }
      arguments.add(argument.getKey());
      arguments.add(value);
    }
    return arguments;
  }

  /**
   * The system properties among the options that Spark has for an executor's JVM. The others are
   * for a JVM that starts yet; those that Spark always gives are the image's.
   */
  static Map<String, String> properties(Map<String, String> environment) {
    Map<String, String> properties = new TreeMap<>();
    environment.forEach(
        (variable, option) -> {
          if (variable.startsWith(OPTION) && option.startsWith(PROPERTY)) {
            int equals = option.indexOf('=');
            String key = option.substring(PROPERTY.length(), equals < 0 ? option.length() : equals);
            properties.put(key, equals < 0 ? "" : option.substring(equals + 1));
          }
        });
    return properties;
  }

  /** The arguments of {@code spark-submit} for a driver that was submitted into this pod. */
  static List<String> submission(List<String> arguments, Map<String, String> environment) {
    List<String> all = new ArrayList<>();
    String address = environment.get("SPARK_DRIVER_BIND_ADDRESS");
    if (address != null) {
      all.addAll(List.of("--conf", "spark.driver.bindAddress=" + address));
    }
    all.addAll(List.of("--deploy-mode", "client"));
    all.addAll(arguments);
    return all;
  }
}
