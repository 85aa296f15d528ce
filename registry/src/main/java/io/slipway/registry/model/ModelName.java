package io.slipway.registry.model;

import java.util.regex.Pattern;

/**
 * What a model is called: part of URLs, and the same form that {@code model.name} of a
 * ModelDeployment has.
 */
public record ModelName(String value) {
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?");

  public ModelName {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidException(
          "the model's name %s: use at most 63 letters, digits, '-', '_' and '.', beginning and ending with a letter or digit"
              .formatted(Quoted.of(value)));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
