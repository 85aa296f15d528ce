/**
 * The custom resources of the group {@code slipway.io}, version {@code v1alpha1}, as Java types.
 * The CRD's YAML is generated from them, so their annotations are what the API server enforces and
 * their descriptions are what {@code kubectl explain} prints.
 *
 * <p>These types only carry data: no client, no decisions of the operator. They are immutable and
 * read leniently (an unknown field is ignored, an unknown enum value becomes {@code UNKNOWN}),
 * because one resource that cannot be read would stop the watch of all of them.
 */
@NullMarked
package io.slipway.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
