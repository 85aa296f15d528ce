/**
 * Who may do what: tokens with scopes. A token has enough chance in it that its SHA-256 is as good
 * as a slow hash; that is all that is kept of it.
 */
@NullMarked
package io.slipway.registry.auth;

import org.jspecify.annotations.NullMarked;
