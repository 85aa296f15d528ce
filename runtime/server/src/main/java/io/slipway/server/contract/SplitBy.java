package io.slipway.server.contract;

import java.util.Optional;

/** How requests are chosen for the target: a traffic document's {@code assignment}. */
public sealed interface SplitBy {
  /** One after the other, whoever sends it. */
  record Request() implements SplitBy {}

  /**
   * By the value of a header field: requests of one key stay together.
   *
   * @param name without regard to case
   */
  record Header(String name) implements SplitBy {}

  /**
   * By a value in the first row of the request.
   *
   * @param name of an input
   */
  record Field(String name) implements SplitBy {}

  SplitBy REQUEST = new Request();

  /**
   * An assignment that this runtime does not know is refused: it would be split otherwise than the
   * operator believes.
   */
  static SplitBy of(Fields assignment) throws DocumentException {
    String type = assignment.text("type");
    Optional<String> header = assignment.optionalText("header");
    Optional<String> field = assignment.optionalText("field");
    return switch (type) {
      case "Request" -> REQUEST;
      case "Key" -> {
        if (header.isPresent() == field.isPresent()) {
          throw new DocumentException(
              "the traffic document's payload: assignment by Key needs a header or a field, and not both");
        }
        yield header.<SplitBy>map(Header::new).orElseGet(() -> new Field(field.orElseThrow()));
      }
      default ->
          throw new DocumentException(
              "the traffic document's payload: assignment of the type %s is not known"
                  .formatted(type));
    };
  }
}
