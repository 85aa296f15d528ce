/**
 * Models that misbehave as a few lines say, in Slipway's own server: the end-to-end tests' bad
 * candidates. Whatever such a model does, everything around it (the split, the counters, the
 * answers' headers) is the real thing.
 */
@NullMarked
package io.slipway.testing.scripted;

import org.jspecify.annotations.NullMarked;
