/**
 * Slipway on a real cluster, as its users meet it: YAML goes in through kubectl, predictions come
 * out over HTTP, and a client's own log is the judge. Nothing of Slipway's code may be used here.
 */
@NullMarked
package io.slipway.e2e;

import org.jspecify.annotations.NullMarked;
