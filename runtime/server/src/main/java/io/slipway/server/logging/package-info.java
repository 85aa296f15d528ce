/**
 * How log lines look: one JSON object each, with what they are about in fields of constant names.
 */
@NullMarked
package io.slipway.server.logging;

import org.jspecify.annotations.NullMarked;
