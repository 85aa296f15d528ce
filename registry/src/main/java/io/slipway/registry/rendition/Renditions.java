package io.slipway.registry.rendition;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model and what was derived from it.
 *
 * @param original the bytes that were pushed, which the version is made of
 * @param json the same model as JSON, where the original is PMML in XML and loses nothing by it
 * @param verification the rows that the document verifies itself with, which its JSON does not hold
 */
public record Renditions(Form original, Optional<Form> json, Optional<Form> verification) {

  /** A model of which there is one form. */
  public static Renditions only(Form original) {
    return new Renditions(original, Optional.empty(), Optional.empty());
  }

  /** The form with the fewest bytes; the original if they have the same. */
  public Form smaller() {
    return forms().min(Comparator.comparingLong(Form::size)).orElse(original);
  }

  /** The form with the fewest bytes once it is packed, as downloads are. */
  public Form smallerGzipped() {
    return forms().min(Comparator.comparingLong(Form::gzippedSize)).orElse(original);
  }

  private Stream<Form> forms() {
    return Stream.concat(Stream.of(original), json.stream());
  }
}
