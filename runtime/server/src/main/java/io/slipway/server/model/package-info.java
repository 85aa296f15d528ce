/**
 * What the pod serves: one loaded model and the names it is known by. Values only; nothing here
 * fetches, loads, or speaks HTTP.
 */
@NullMarked
package io.slipway.server.model;

import org.jspecify.annotations.NullMarked;
