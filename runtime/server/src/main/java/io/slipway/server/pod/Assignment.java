package io.slipway.server.pod;

import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.ModelFormat;
import io.slipway.server.contract.DocumentException;
import io.slipway.server.contract.Revision;
import io.slipway.server.source.Digest;
import io.slipway.server.source.ModelUri;
import io.slipway.server.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What this pod is to serve: its revision document, or outside a cluster what the environment
 * names.
 *
 * @param revision the document; empty outside a cluster
 * @param version as a person would name it; empty to go by the digest
 * @param pinned what the bytes must hash to, if that is decided
 * @param format that the content must be in, if that is decided
 */
record Assignment(
    Optional<Revision> revision,
    String modelName,
    String version,
    ModelUri uri,
    Optional<Digest> pinned,
    Optional<ModelFormat> format,
    ExecutionProvider provider) {

  static Assignment read(PodConfig config) throws PodException {
    Path file = config.config().resolve("revision/revision.json");
    byte[] json;
    try {
      json = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return ofEnvironment(config);
    } catch (IOException e) {
      throw new PodException(PodException.CONFIG_INVALID, "revision.json cannot be read", e);
    }
    try {
      Revision revision = Revision.parse(json);
      Revision.ModelReference model = revision.model();
      return of(
          Optional.of(revision),
          model.name(),
          model.version(),
          model.uri(),
          model.digest(),
          model.format(),
          revision.provider());
    } catch (DocumentException e) {
      throw new PodException(PodException.CONFIG_INVALID, String.valueOf(e.getMessage()), e);
    }
  }

  /** What SLIPWAY_MODEL_URI and its like name, whatever a revision document says. */
  static Assignment ofEnvironment(PodConfig config) throws PodException {
    Environment env = new Environment(config.environment());
    String uri =
        env.text("SLIPWAY_MODEL_URI")
            .orElseThrow(
                () ->
                    PodException.configInvalid(
                        "there is neither a revision.json nor a SLIPWAY_MODEL_URI: nothing to"
                            + " serve"));
    return of(
        Optional.empty(),
        env.text("SLIPWAY_MODEL_NAME").orElse("model"),
        "",
        uri,
        env.text("SLIPWAY_MODEL_DIGEST"),
        env.text("SLIPWAY_MODEL_FORMAT"),
        ExecutionProvider.CPU.name());
  }

  static Assignment of(
      Optional<Revision> revision,
      String name,
      String version,
      String uri,
      Optional<String> digest,
      Optional<String> format,
      String provider)
      throws PodException {
    Optional<Digest> pinned = digest.flatMap(Digest::parse);
    if (digest.isPresent() && pinned.isEmpty()) {
      throw PodException.configInvalid(
          "the model's digest is not sha256: and 64 hex digits; correct spec.model.digest");
    }
    try {
      return new Assignment(
          revision,
          name,
          version,
          ModelUri.parse(uri),
          pinned,
          format.isEmpty()
              ? Optional.empty()
              : Optional.of(constant(ModelFormat.class, "format", format.get())),
          constant(ExecutionProvider.class, "execution provider", provider));
    } catch (SourceException e) {
      throw PodException.of(e);
    }
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String what, String name)
      throws PodException {
    try {
      return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new PodException(
          PodException.CONFIG_INVALID,
          "the %s '%s' is not known to this runtime; it knows %s"
              .formatted(what, name, java.util.Arrays.toString(type.getEnumConstants())),
          e);
    }
  }

  String revisionName() {
    return revision.map(Revision::name).orElse("");
  }

  /** The version, or the beginning of the digest where there is no other name for it. */
  String versionOf(Digest digest) {
    return version.isEmpty() ? digest.hex().substring(0, 12) : version;
  }
}
