package io.slipway.operator.batch.desired;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What other operators are told of the image is so. */
final class SparkVersionTest {

  private static final Path MODULE = Path.of("../batch/spark-job/pom.xml");

  @Test
  void theSparkThatOperatorsAreToldOfIsTheImages() throws IOException {
    assertThat(Files.readString(MODULE))
        .contains("<spark.version>" + SparkSubmission.VERSION + "</spark.version>");
  }
}
