package io.slipway.server.protocol;

import java.util.HashSet;
import java.util.Set;

/** The keys of one JSON object so far: a key that comes twice has no one meaning. */
final class SeenNames {
  /** As many as objects of the protocols have; looked through one by one, which is quicker. */
  private static final int FEW = 8;

  private final Place place;
  private final String[] few = new String[FEW];
  private int count;
  private final Set<String> more = new HashSet<>(0);

  SeenNames(String place) {
    this(() -> place);
  }

  SeenNames(Place place) {
    this.place = place;
  }

  void add(String name) throws RequestException {
    boolean seen = false;
    for (int i = 0; i < count && !seen; i++) {
      seen = few[i].equals(name);
    }
    if (seen || (count == FEW && !more.add(name))) {
      throw RequestException.invalid(
          "%s: expected each key once, found %s twice".formatted(place.text(), Quoted.text(name)));
    }
    if (count < FEW) {
      few[count++] = name;
    }
  }
}
