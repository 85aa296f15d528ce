/**
 * What a registry keeps, as values: names, versions, manifests, digests, aliases and events. No
 * database, no files, no HTTP, no clock.
 */
@NullMarked
package io.slipway.registry.model;

import org.jspecify.annotations.NullMarked;
