package io.slipway.batch.s3;

import io.slipway.batch.staging.Commit;
import io.slipway.batch.staging.Staging;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
    MessageDigest sha256 = sha256();
    long bytes;
    try (InputStream in =
            new DigestInputStream(
                new ResumedStream(from -> store.get(part, from, ""), 0, commit.bytes()), sha256);
        OutputStream out = Files.newOutputStream(to)) {
      bytes = in.transferTo(out);
    }
    String found = "sha256:" + HexFormat.of().formatHex(sha256.digest());
    if (!found.equals(commit.sha256())) {
      throw new IOException(
          "the first %d bytes of %s are %s, and %s was committed: something has changed the staging area; remove the run's folder and run it again"
              .formatted(bytes, part, found, commit.sha256()));
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

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
