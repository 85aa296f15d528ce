package io.slipway.registry.model;

/** How people and programs name a version of a model. */
public sealed interface VersionRef {

  /** {@code 7}. */
  record ByNumber(VersionNumber number) implements VersionRef {
    @Override
    public String toString() {
      return number.toString();
    }
  }

  /** {@code @champion}: what the alias points to now. */
  record ByAlias(AliasName alias) implements VersionRef {
    @Override
    public String toString() {
      return "@" + alias;
    }
  }

  /** {@code sha256:...} of the manifest: the only name that can never come to mean another. */
  record ByDigest(Digest digest) implements VersionRef {
    @Override
    public String toString() {
      return digest.toString();
    }
  }

  /** Reads a number, an alias with an @ before it, or a digest. */
  static VersionRef parse(String text) {
    if (text.startsWith("@")) {
      return new ByAlias(new AliasName(text.substring(1)));
    }
    if (text.startsWith("sha256:")) {
      return new ByDigest(Digests.parse("the version", text));
    }
    if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
      throw new InvalidException(
          "the version %s: write a number as in 7, an alias as in @champion, or a digest as in sha256:..."
              .formatted(Quoted.of(text)));
    }
    return new ByNumber(VersionNumber.parse(text));
  }
}
