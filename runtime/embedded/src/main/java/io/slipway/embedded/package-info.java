/**
 * Versions of the registry, scored inside an application by the same engines as in a pod. What is
 * loaded was verified; what replaces it is loaded before anybody meets it, and what it replaces is
 * closed when its last caller is through. Nothing here knows a format.
 */
@NullMarked
package io.slipway.embedded;

import org.jspecify.annotations.NullMarked;
