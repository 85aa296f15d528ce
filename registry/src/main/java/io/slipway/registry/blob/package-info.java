/**
 * Bytes by their digest, on a file system or in an S3-compatible store: taken in parts, hashed here
 * whatever the sender says, kept durably, verified again when they are read.
 *
 * <p>Nothing here knows what the bytes are, who sent them or who refers to them, and no path or key
 * is made of anything but a {@link io.slipway.registry.model.Digest}. The AWS SDK is for the
 * classes whose names begin with S3, and for nobody else.
 */
@NullMarked
package io.slipway.registry.blob;

import org.jspecify.annotations.NullMarked;
