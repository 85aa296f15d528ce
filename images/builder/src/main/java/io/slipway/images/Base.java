package io.slipway.images;

/** What an image is built upon. */
sealed interface Base {

  /** Nothing: the image holds a Java runtime and the C libraries of the machine that builds it. */
  record Scratch() implements Base {}

  /**
   * An image with a C library, and with a Java 25 in its {@code PATH} where the image that is built
   * does not bring its own.
   *
   * @param reference its registry, repository and tag or digest
   */
  record Image(String reference) implements Base {}

  /**
   * The base that the property names, or else a root file system of our own where one can be made.
   *
   * @throws ImageException when the property is empty and this machine has no glibc to take
   */
  static Base of(String property) {
    if (!property.isEmpty()) {
      return new Image(property);
    }
    if (CLibraries.available()) {
      return new Scratch();
    }
    throw new ImageException(
        "this machine ("
            + System.getProperty("os.name")
            + ") is not Linux with glibc, whose C libraries the image would hold. Name an image"
            + " with Java 25 to build upon, -Dslipway.image.base=eclipse-temurin:25-jre, or build"
            + " no images, -Dslipway.image.skip");
  }
}
