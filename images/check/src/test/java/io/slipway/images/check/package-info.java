/** Tests of the images that the build made, as files: no container engine and no cluster. */
@NullMarked
package io.slipway.images.check;

import org.jspecify.annotations.NullMarked;
