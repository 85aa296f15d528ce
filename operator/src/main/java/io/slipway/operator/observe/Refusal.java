package io.slipway.operator.observe;

/**
 * A write that the API server, or the operator's own care for others' objects, refused.
 *
 * @param object what was to be written
 * @param kind why it was refused
 * @param message the refuser's words
 */
public record Refusal(ObjectKey object, Kind kind, String message) {

  /** Why a write was refused. */
  public enum Kind {
    /** An object of that name exists and belongs to somebody else. */
    NAME_TAKEN,
    /** The API server calls the object invalid (422): the spec asks for something impossible. */
    INVALID,
    /** Policy, quota or permission (403). */
    FORBIDDEN
  }
}
