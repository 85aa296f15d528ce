package io.slipway.cli.ctl;

import io.slipway.client.RegistryException;

/** What the program ends with. */
final class Exit {

  static final int DONE = 0;

  /** The version was rejected, or bytes are not what they should be. */
  static final int FAILED = 1;

  /** The command line or the configuration makes no sense, or a file is not there. */
  static final int USAGE = 2;

  /** It contradicts what is there: the alias was moved by somebody else, a file is in the way. */
  static final int REFUSED = 3;

  /** The validation did not come to an end in the time given. */
  static final int TIMED_OUT = 4;

  /** No registry, no such object, no right to. */
  static final int REGISTRY = 5;

  private Exit() {}

  static int of(RegistryException failure) {
    return switch (failure.kind()) {
      case CORRUPT, TAMPERED, DIGEST_MISMATCH -> FAILED;
      case INVALID -> USAGE;
      case MOVED, CONFLICT, PRECONDITION_MISSING, TOO_LARGE -> REFUSED;
      case UNAUTHENTICATED,
          FORBIDDEN,
          NOT_FOUND,
          GONE,
          NO_ROOM,
          UNAVAILABLE,
          UNREACHABLE,
          UNTRUSTED,
          UNEXPECTED ->
          REGISTRY;
    };
  }
}
