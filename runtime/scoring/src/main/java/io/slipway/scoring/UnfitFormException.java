package io.slipway.scoring;

/** A compiled form that is not to be used. */
public final class UnfitFormException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why; the names go into metrics and stay as they are. */
  public enum Unfit {
    /** There is none yet. */
    ABSENT,
    /** The file cannot be read. */
    UNREADABLE,
    /** The file is something else, or cut off. */
    NO_FORM,
    /** Of another build of the program. */
    OTHER_BUILD,
    /** Of another model. */
    OTHER_SOURCE,
    /** Not the bytes that were written. */
    CHANGED,
    /** The bytes that were written make no sense. */
    MALFORMED
  }

  private final Unfit unfit;

  public UnfitFormException(Unfit unfit, String message) {
    super(message);
    this.unfit = unfit;
  }

  public UnfitFormException(Unfit unfit, String message, Throwable cause) {
    super(message, cause);
    this.unfit = unfit;
  }

  public Unfit unfit() {
    return unfit;
  }
}
