package io.slipway.pmml.generator;

/** JPMML uses JAXB in a way that the generator does not know: a newer version needs work here. */
final class UnknownMappingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownMappingException(String message) {
    super(message + ": teach slipway-pmml-generator what JAXB makes of it");
  }
}
