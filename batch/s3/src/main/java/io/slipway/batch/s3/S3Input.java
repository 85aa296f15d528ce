package io.slipway.batch.s3;

import io.slipway.batch.input.Input;
import io.slipway.batch.input.InputChangedException;
import io.slipway.batch.plan.InputFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects whose keys begin alike, or a single one. What tells one from another that came after it
 * under the same key is its ETag. Names with a part that begins with a dot or an underscore are
 * left out, as big-data engines write theirs beside the data.
 */
public final class S3Input implements Input {
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;

  private final S3Store store;
  private final S3Location root;

  /**
   * @param root the object, or the folder
   */
  public S3Input(S3Store store, S3Location root) {
    this.store = store;
    this.root = root;
  }

  @Override
  public List<InputFile> list() throws IOException {
    String folder = root.folder().key();
    List<InputFile> files = new ArrayList<>();
    for (S3Object object : store.list(root)) {
      if (object.key().equals(root.key()) && !root.key().isEmpty() && !root.key().endsWith("/")) {
        return List.of(file(lastName(root.key()), object));
      }
      // Folders of such tools as make them are empty objects.
      if (object.key().startsWith(folder) && !object.key().endsWith("/")) {
        String name = object.key().substring(folder.length());
        if (isData(name)) {
          files.add(file(name, object));
        }
      }
    }
    return files;
  }

  private static InputFile file(String name, S3Object object) {
    return new InputFile(name, object.size(), object.eTag());
  }

  private static String lastName(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  private static boolean isData(String name) {
    for (String part : name.split("/", -1)) {
      if (part.startsWith(".") || part.startsWith("_")) {
        return false;
      }
    }
    return true;
  }

  @Override
  public InputStream open(InputFile file, long from) throws IOException {
    return new ResumedStream(at -> get(file, at), from, file.bytes());
  }

  private InputStream get(InputFile file, long from) throws IOException {
    // A single object is called by the last part of its key, as one in a folder may be too: the tag
    // tells which it is.
    if (!root.key().endsWith("/") && file.name().equals(lastName(root.key()))) {
      try {
        return get(root, file, from);
      } catch (InputChangedException e) {
        return get(root.resolve(file.name()), file, from);
      }
    }
    return get(root.resolve(file.name()), file, from);
  }

  private InputStream get(S3Location place, InputFile file, long from) throws IOException {
    try {
      return new Abandoned(store.get(place, from, file.mark()));
    } catch (S3Exception e) {
      switch (e.status()) {
        case NOT_FOUND -> throw new InputChangedException(file.name(), "it is gone");
        case PRECONDITION_FAILED ->
            throw new InputChangedException(
                file.name(), "it had the ETag %s, and has another".formatted(file.mark()));
        default -> throw e;
      }
    }
  }

  /** Closing it gives up what is left, which may be gigabytes. */
  private static final class Abandoned extends FilterInputStream {
    private final ResponseInputStream<GetObjectResponse> response;

    Abandoned(ResponseInputStream<GetObjectResponse> response) {
      super(response);
      this.response = response;
    }

    @Override
    public void close() {
      response.abort();
    }
  }
}
