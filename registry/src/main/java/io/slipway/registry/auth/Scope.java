package io.slipway.registry.auth;

import io.slipway.registry.model.InvalidException;
import io.slipway.registry.model.Quoted;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a token is good for. */
public enum Scope {
  /** Look at everything but tokens and the audit, and download. */
  READ,
  /** Make models and versions; send bytes. */
  PUSH,
  /** Move aliases; advise against versions. */
  PROMOTE,
  /** Tell what is deployed. */
  REPORT,
  /** All of it, and delete, set retention rules, make tokens, read the audit. */
  ADMIN;

  /** As it is written. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads scopes with commas between them. */
  public static Set<Scope> parse(String text) {
    EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String part : text.split(",")) {
      scopes.add(one(part.strip()));
    }
    return scopes;
  }

  private static Scope one(String text) {
    return Arrays.stream(values())
        .filter(scope -> scope.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidException(
                    "the scope %s: write some of read, push, promote, report and admin, with commas between them"
                        .formatted(Quoted.of(text))));
  }

  /** Writes what {@link #parse} reads. */
  public static String text(Set<Scope> scopes) {
    return scopes.stream().sorted().map(Scope::text).collect(Collectors.joining(","));
  }
}
