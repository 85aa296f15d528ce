package io.slipway.batch.s3;

import io.slipway.batch.staging.Documents;
import java.io.IOException;
import java.util.Optional;

/**
 * Documents below a key of a bucket, each made only where there is none ({@code If-None-Match: *}).
 */
public final class S3Documents implements Documents {
  private final S3Store store;
  private final S3Location root;

  /**
   * @param root the run's own folder
   */
  public S3Documents(S3Store store, S3Location root) {
    this.store = store;
    this.root = root;
  }

  @Override
  public byte[] keep(String name, byte[] content) throws IOException {
    return store.keep(root.resolve(name), content);
  }

  @Override
  public Optional<byte[]> read(String name) throws IOException {
    return store.read(root.resolve(name));
  }
}
