package io.slipway.batch.spark.job;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;

/** How Spark is set up for a run: by whoever submitted the driver, or by its own variables. */
final class DriverConf {
  /** A JSON object of Spark's properties. */
  static final String PROPERTIES = "SLIPWAY_SPARK_CONF";

  /** A pod as JSON: what executors are made from. */
  static final String EXECUTOR = "SLIPWAY_SPARK_EXECUTOR";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DRIVER_PORT = "7078";
  private static final String BLOCKS_PORT = "7079";

  private DriverConf() {}

  /**
   * @param scratch a folder for the executors' template
   */
  static SparkConf of(Map<String, String> environment, Path scratch) throws IOException {
    // What spark-submit has said is in system properties, which this reads.
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.app.name", "slipway");
    String properties = environment.get(PROPERTIES);
    if (properties != null) {
      JSON.readValue(properties, new TypeReference<Map<String, String>>() {}).forEach(conf::set);
      ownPod(conf, environment);
    }
    String executor = environment.get(EXECUTOR);
    if (executor != null) {
      Path template = Files.writeString(scratch.resolve("executor.json"), executor);
      conf.set("spark.kubernetes.executor.podTemplateFile", template.toUri().toString());
    }
    // It sets levels of Log4j, which does not write here, and which wants java.desktop for it.
    conf.remove("spark.log.level");
    // Nobody looks at its pages, which would be open to the whole cluster.
    return conf.set("spark.ui.enabled", "false");
  }

  /** Executors find this pod by its address and end with it. */
  private static void ownPod(SparkConf conf, Map<String, String> environment) {
    String address = environment.get("SLIPWAY_POD_IP");
    String name = environment.get("SLIPWAY_POD_NAME");
    if (address != null && name != null) {
      // An IPv6 address is written in brackets where a port may follow.
      conf.set("spark.driver.host", address.contains(":") ? "[" + address + "]" : address)
          .set("spark.driver.bindAddress", address)
          .set("spark.driver.port", DRIVER_PORT)
          .set("spark.driver.blockManager.port", BLOCKS_PORT)
          .set("spark.kubernetes.driver.pod.name", name);
    }
  }
}
