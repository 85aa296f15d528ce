package io.slipway.registry.model;

/**
 * A file of a version.
 *
 * @param size in bytes
 */
public record ManifestFile(FilePath path, Digest digest, long size, String mediaType) {

  /** What is not known to be anything in particular. */
  public static final String BYTES = "application/octet-stream";

  public ManifestFile {
    if (size < 0 || size > CanonicalJson.LARGEST_INTEGER) {
      throw new InvalidException(
          "the file %s: its size is %d; write the number of its bytes".formatted(path, size));
    }
    if (!mediaType.matches(
        "[a-zA-Z0-9][-+.!#$&^_a-zA-Z0-9]{0,126}/[a-zA-Z0-9][-+.!#$&^_a-zA-Z0-9]{0,126}")) {
      throw new InvalidException(
          "the file %s: its mediaType is %s; write a type like application/xml"
              .formatted(path, Quoted.of(mediaType)));
    }
  }
}
