package io.slipway.batch.spark;

import io.slipway.scoring.Model;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * A model on its way to executors: its digest, and its bytes as a broadcast, which they fetch from
 * each other and only where they have not loaded the model yet.
 *
 * @param digest of the bytes
 */
record ShippedModel(String digest, Broadcast<byte[]> bytes) implements Serializable {

  /** What one array holds. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  /**
   * Reads the model's file, here in the driver.
   *
   * @throws IOException if it cannot be read or has other bytes than its digest says
   */
  static ShippedModel ship(SparkSession spark, SlipwayModel model) throws IOException {
    Path path = new Path(model.uri());
    byte[] bytes;
    try (InputStream in =
        path.getFileSystem(spark.sparkContext().hadoopConfiguration()).open(path)) {
      bytes = in.readNBytes(MOST_BYTES);
      if (in.read() >= 0) {
        throw new IOException(
            "%s has more than %d bytes, which is what Spark can carry to executors"
                .formatted(model.uri(), MOST_BYTES));
      }
    }
    String found = Sha256.of(bytes);
    if (!found.equals(model.digest())) {
      throw new IOException(
          "%s has digest %s, not %s: the file is another one than was asked for"
              .formatted(model.uri(), found, model.digest()));
    }
    return new ShippedModel(
        found, JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(bytes));
  }

  /** The model, loaded once in this JVM. */
  Model load() throws IOException {
    return LoadedModels.get(digest, bytes::value);
  }
}
