package io.slipway.server.protocol;

import java.util.HashSet;
import java.util.Set;

/** The keys of one JSON object so far: a key that comes twice has no one meaning. */
final class SeenNames {
  private final Set<String> names = new HashSet<>();
  private final String place;

  SeenNames(String place) {
    this.place = place;
  }

  void add(String name) throws RequestException {
    if (!names.add(name)) {
      throw RequestException.invalid(
          "%s: expected each key once, found %s twice".formatted(place, Quoted.text(name)));
    }
  }
}
