/**
 * The registry as Java programs see it: look-ups, aliases, uploads that go on where they broke, and
 * downloads that are hashed before anybody may use them. It knows the registry by its API alone,
 * and needs nothing but the JDK and Jackson.
 */
@NullMarked
package io.slipway.client;

import org.jspecify.annotations.NullMarked;
