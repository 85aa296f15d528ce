package io.slipway.batch.s3;

import io.slipway.batch.staging.Commit;
import io.slipway.batch.staging.Digested;
import io.slipway.batch.staging.Staging;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A staging area below a key of a bucket. A commit is an object that is only made where there is
 * none ({@code If-None-Match: *}), which the store decides.
 */
public final class S3Staging implements Staging {
  private final S3Store store;
  private final S3Location root;

  /**
   * @param root the run's own folder
   */
  public S3Staging(S3Store store, S3Location root) {
    this.store = store;
    this.root = root.folder();
  }

  @Override
  public void store(String name, Path file) throws IOException {
    store.put(part(name), file);
  }

  @Override
  public Commit commit(Commit commit) throws IOException {
    return Commit.fromJson(store.keep(place(commit.split()), commit.toJson()));
  }

  @Override
  public Optional<Commit> committed(int split) throws IOException {
    Optional<byte[]> json = store.read(place(split));
    return json.isEmpty() ? Optional.empty() : Optional.of(Commit.fromJson(json.get()));
  }

  @Override
  public void fetch(Commit commit, Path to) throws IOException {
    S3Location part = part(commit.part());
    Digested found;
    try (InputStream in = new ResumedStream(from -> store.get(part, from, ""), 0, commit.bytes());
        OutputStream out = Files.newOutputStream(to)) {
      found = Digested.copy(in, out);
    }
    if (!found.sha256().equals(commit.sha256())) {
      throw new IOException(
          "the first %d bytes of %s are %s, and %s was committed: something has changed the staging area; remove the run's folder and run it again"
              .formatted(found.bytes(), part, found.sha256(), commit.sha256()));
    }
  }

  @Override
  public void remove() throws IOException {
    for (S3Object object : store.list(root)) {
      store.delete(new S3Location(root.bucket(), object.key()));
    }
  }

  private S3Location part(String name) {
    return root.resolve("parts/" + name);
  }

  private S3Location place(int split) {
    return root.resolve("commits/" + split + ".json");
  }
}
