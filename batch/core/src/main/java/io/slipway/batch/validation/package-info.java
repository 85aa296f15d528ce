/**
 * Whether what a run has made may be published: counts and drift against the rules of the spec.
 * Pure.
 */
@NullMarked
package io.slipway.batch.validation;

import org.jspecify.annotations.NullMarked;
