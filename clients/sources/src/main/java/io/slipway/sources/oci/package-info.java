/**
 * Files in registries of the Open Container Initiative, by its distribution and image
 * specifications (1.1): which layer of an artifact is the model, and who is let in.
 */
@NullMarked
package io.slipway.sources.oci;

import org.jspecify.annotations.NullMarked;
