package io.slipway.registry.model;

import java.util.regex.Pattern;

/** What an alias is called, such as {@code champion}; never what a number could be called. */
public record AliasName(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");

  public AliasName {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidException(
          "the alias %s: use at most 63 lower-case letters, digits and '-', beginning with a letter and ending with a letter or digit"
              .formatted(Quoted.of(value)));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
