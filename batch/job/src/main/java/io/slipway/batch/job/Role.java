package io.slipway.batch.job;

import java.util.Locale;
import java.util.Optional;

/** What a pod of a run is for. */
enum Role {
  PLAN,
  SCORE,
  PUBLISH,
  ACTIVATE;

  /** The one of that name, in small letters. */
  static Optional<Role> of(String argument) {
    for (Role role : values()) {
      if (role.name().toLowerCase(Locale.ROOT).equals(argument)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
