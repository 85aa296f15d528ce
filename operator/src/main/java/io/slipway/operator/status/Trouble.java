package io.slipway.operator.status;

import io.slipway.api.v1alpha1.Reason;

/**
 * Why the spec cannot be reached without a change by somebody.
 *
 * @param reason one of the documented reasons
 * @param message the object, the cause in its own words, and what to do
 */
public record Trouble(Reason reason, String message) {}
