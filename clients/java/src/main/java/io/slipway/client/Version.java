package io.slipway.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * A version as the registry knows it.
 *
 * @param digest of its manifest: what it is called for ever
 * @param state {@code PENDING}, {@code VALIDATING}, {@code READY} or {@code REJECTED}
 * @param reasons why it was rejected
 * @param modelFile the one of the files that is loaded
 * @param document all that the registry says of it
 */
public record Version(
    String model,
    int number,
    String digest,
    String state,
    List<String> reasons,
    Optional<String> format,
    RemoteFile modelFile,
    List<RemoteFile> files,
    JsonNode document) {

  public Version {
    reasons = List.copyOf(reasons);
    files = List.copyOf(files);
  }

  /** A file of a version. */
  public record RemoteFile(String path, String digest, long size) {

    static RemoteFile read(JsonNode json) throws RegistryException {
      Fields fields = new Fields(json);
      return new RemoteFile(fields.text("path"), fields.digest("digest"), fields.number("size"));
    }
  }

  /** Reads what {@link #document} was, which may have been kept for when no registry answers. */
  public static Version read(JsonNode json) throws RegistryException {
    Fields fields = new Fields(json);
    return new Version(
        fields.text("model"),
        Math.toIntExact(fields.number("version")),
        fields.digest("digest"),
        fields.text("state"),
        fields.texts("reasons"),
        fields.optionalText("format"),
        RemoteFile.read(json.path("modelFile")),
        fields.list("files", RemoteFile::read),
        json);
  }

  public boolean isReady() {
    return state.equals("READY");
  }

  /** Whether it has been looked at. */
  public boolean isDecided() {
    return isReady() || state.equals("REJECTED");
  }

  /** The bytes of all files together. */
  public long size() {
    return files.stream().mapToLong(RemoteFile::size).sum();
  }
}
