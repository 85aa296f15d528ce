package io.slipway.batch.s3;

import io.slipway.batch.folder.SharedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * A folder below a key of a bucket. An object is replaced only while it is the one that was seen
 * ({@code If-Match}), or made only where there is none ({@code If-None-Match: *}), which the store
 * decides.
 */
public final class S3Folder implements SharedFolder {
  private static final int NOT_FOUND = 404;

  private final S3Store store;
  private final S3Location root;

  public S3Folder(S3Store store, S3Location root) {
    this.store = store;
    this.root = root.folder();
  }

  @Override
  public Optional<Document> read(String name) throws IOException {
    try (ResponseInputStream<GetObjectResponse> in = store.get(root.resolve(name), 0, "")) {
      return Optional.of(new Document(in.readAllBytes(), in.response().eTag()));
    } catch (S3Exception e) {
      if (e.status() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public boolean replace(String name, byte[] content, Optional<String> seen) throws IOException {
    return store.replace(root.resolve(name), content, seen);
  }

  @Override
  public void store(String name, Path file) throws IOException {
    store.put(root.resolve(name), file);
  }

  /** Brought here once: files of a name never change. */
  @Override
  public Path local(String name, Path beside) throws IOException {
    Path file = beside.resolve(name.replace('/', '+'));
    if (Files.isRegularFile(file)) {
      return file;
    }
    Files.createDirectories(beside);
    Path aside = beside.resolve(".fetched-" + UUID.randomUUID());
    try (InputStream in = store.get(root.resolve(name), 0, "")) {
      Files.copy(in, aside);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (S3Exception e) {
      if (e.status() == NOT_FOUND) {
        throw new NoSuchFileException(root.resolve(name).toString());
      }
      throw e;
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  @Override
  public List<String> list(String folder) throws IOException {
    return store.list(root.resolve(folder)).stream()
        .map(object -> object.key().substring(root.key().length()))
        .sorted()
        .toList();
  }

  @Override
  public void delete(String name) throws IOException {
    store.delete(root.resolve(name));
  }
}
